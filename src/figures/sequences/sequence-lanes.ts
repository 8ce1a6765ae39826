/** The lanes of the sequences figure, and their order. */
import { groupBy } from "../../core/group-by.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { placeOf } from "../kit/lanes.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";
import { RING } from "../network/draw-node.js";
import type { LesionNode } from "../network/lesion-nodes.js";

/** A lane along which one sequence runs; undefined where lesions of single studies share it. */
export interface Lane {
  readonly sequence: number | undefined;
  readonly nodes: readonly number[];
  /** Half its extent across, points. */
  readonly half: number;
  /** Its middle, points. */
  readonly at: number;
}

/** How far lanes reach, points. */
export const extentOf = (lanes: readonly Lane[]): number => {
  const last = lanes.at(-1);
  return last === undefined ? 0 : last.at + last.half;
};

type Track = Pick<Lane, "sequence" | "nodes">;

/**
 * Lanes in order: sequences of two studies or more by their place along the body, a further lane for each
 * further lesion of a study; then the lesions of single studies, so many of a study side by side.
 */
export function tracksOf(
  shown: ShownPatient,
  nodes: ReadonlyMap<number, LesionNode>,
  abreast: number,
): Track[] {
  const firsts = Array.from(nodes.values()).flatMap(({ lesions: [first] }) => first ?? []);
  const followed = groupBy(
    firsts.filter(({ sequence }) => shown.styles.has(sequence)),
    ({ sequence }) => sequence,
  );
  const meanPlace = (own: readonly ShownLesion[]): number =>
    own.reduce((sum, { lesion }) => sum + placeOf(lesion, 2), 0) / own.length;
  const tracks = Array.from(followed, ([sequence, own]) => ({ sequence, own, at: meanPlace(own) }))
    .sort((a, b) => a.at - b.at || a.sequence - b.sequence)
    .flatMap(({ sequence, own }) => stacked(own, sequence, 1));
  const single = firsts
    .filter(({ sequence }) => !shown.styles.has(sequence))
    .sort((a, b) => placeOf(a.lesion, 2) - placeOf(b.lesion, 2) || a.node - b.node);
  return [...tracks, ...stacked(single, undefined, abreast)];
}

/** As many lanes as the study with most lesions needs. */
function stacked(
  lesions: readonly ShownLesion[],
  sequence: number | undefined,
  abreast: number,
): Track[] {
  const lanes: number[][] = [];
  for (const own of groupBy(lesions, ({ lesion }) => lesion.study).values()) {
    own.forEach(({ node }, k) => {
      const lane = lanes[Math.floor(k / abreast)];
      if (lane === undefined) lanes.push([node]);
      else lane.push(node);
    });
  }
  return lanes.map((own) => ({ sequence, nodes: own }));
}

/**
 * Lanes one after the other from 0, with a gap between their nodes.
 *
 * @param pitch the least distance between the lines of two lanes, points
 */
export function placeLanes(
  tracks: readonly Track[],
  nodes: ReadonlyMap<number, LesionNode>,
  direction: "across" | "down",
  { gap, pitch }: { readonly gap: number; readonly pitch: number },
  { fontSize }: FigureStyle,
): Lane[] {
  const lanes: Lane[] = [];
  for (const track of tracks) {
    const half = Math.max(
      0,
      ...track.nodes.map((node) => {
        const { halfWidth = 0, halfHeight = 0, lesions = [] } = nodes.get(node) ?? {};
        const ring = lesions.length > 1 ? RING : 0;
        return ring + (direction === "across" ? halfHeight : halfWidth);
      }),
    );
    const before = lanes.at(-1);
    if (before === undefined) {
      lanes.push({ ...track, half, at: half });
      continue;
    }
    const single = before.sequence !== track.sequence && track.sequence === undefined;
    const apart = gap + (single ? fontSize * 1.6 : 0);
    lanes.push({
      ...track,
      half,
      at: before.at + Math.max(before.half + apart + half, pitch),
    });
  }
  return lanes;
}
