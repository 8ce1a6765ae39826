/** Lanes for sequences: a sequence keeps its lane from its first study to its last. */
import { groupBy } from "../../core/group-by.js";
import type { Lesion } from "../../core/lesion.js";
import type { ShownLesion } from "./shown-patient.js";

/**
 * The lane of every lesion by row, from 0 without gaps. A sequence takes one lane, or as many as it has
 * lesions in one study; sequences whose studies do not overlap may share lanes. Longer sequences choose
 * first, and lanes are then ordered along the body by the mean of coordinate `axis` (0 x, 1 y, 2 z).
 * Duplicates share a lane.
 */
export function lanesOf(lesions: readonly ShownLesion[], axis: 0 | 1 | 2): Map<number, number> {
  const sequences = groupBy(lesions, ({ sequence }) => sequence);
  const blocks = Array.from(sequences, ([id, members]) => blockOf(id, members, axis)).sort(
    (a, b) => b.span - a.span || a.place - b.place || a.id - b.id,
  );
  const tracks: Track[] = [];
  for (const block of blocks) {
    const free = tracks.find(
      (track) =>
        track.width >= block.width &&
        Math.abs(track.place - block.place) < 0.12 &&
        track.blocks.every((other) => other.last < block.first || other.first > block.last),
    );
    if (free === undefined) {
      tracks.push({ blocks: [block], width: block.width, place: block.place, id: block.id });
    } else {
      free.blocks.push(block);
    }
  }
  tracks.sort((a, b) => a.place - b.place || a.id - b.id);
  const lanes = new Map<number, number>();
  let lane = 0;
  for (const { blocks: own, width } of tracks) {
    for (const { within } of own) for (const [row, k] of within) lanes.set(row, lane + k);
    lane += width;
  }
  return lanes;
}

interface Block {
  readonly id: number;
  readonly first: number;
  readonly last: number;
  readonly span: number;
  readonly width: number;
  /** Mean place along the axis, 0-1. */
  readonly place: number;
  /** Lane within the block by row. */
  readonly within: ReadonlyMap<number, number>;
}

interface Track {
  readonly blocks: Block[];
  readonly width: number;
  readonly place: number;
  readonly id: number;
}

function blockOf(id: number, members: readonly ShownLesion[], axis: 0 | 1 | 2): Block {
  const taken = new Map<number, Map<number, number>>();
  const within = new Map<number, number>();
  for (const { lesion, node } of members) {
    const own = taken.get(lesion.study) ?? new Map<number, number>();
    taken.set(lesion.study, own);
    if (!own.has(node)) own.set(node, own.size);
    within.set(lesion.row, own.get(node) as number);
  }
  const studies = [...taken.keys()];
  const [first, last] = [Math.min(...studies), Math.max(...studies)];
  return {
    id,
    first,
    last,
    span: last - first,
    width: Math.max(...Array.from(taken.values(), ({ size }) => size)),
    place: members.reduce((sum, { lesion }) => sum + placeOf(lesion, axis), 0) / members.length,
    within,
  };
}

/** Place along the body, about 0-1; the middle where it is not known. */
export function placeOf({ location, centreMm }: Lesion, axis: 0 | 1 | 2): number {
  if (location !== undefined) return location[axis];
  return centreMm === undefined ? 0.5 : 0.5 + centreMm[axis] / 1000;
}
