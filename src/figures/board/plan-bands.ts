/** How the studies of a patient are spread over bands, and the lanes of each. */
import { groupBy } from "../../core/group-by.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { JoinedPair } from "../kit/joined-pairs.js";
import { lanesOf } from "../kit/lanes.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";

/** A few studies side by side. Lanes lie in the same order in all bands; those without use are left out. */
export interface BandPlan {
  readonly studies: readonly number[];
  readonly lesions: readonly ShownLesion[];
  /** Lane of every node in this band or passing through it, from 0 without gaps. */
  readonly laneOf: ReadonlyMap<number, number>;
  readonly lanes: number;
  /** Place of a node among those of its study in its lane, from -(n - 1) / 2 to (n - 1) / 2. */
  readonly besideOf: ReadonlyMap<number, number>;
  /** Pairs with an end in this band, or one on either side of it. */
  readonly pairs: readonly JoinedPair[];
}

/** The smallest and largest side of a cell in font sizes; pictures may be larger than axes alone. */
export const SIDE = Object.freeze({ least: 5.7, axes: 8.5, pictures: 15 });
/** Room between two cells for a join with its number, in font sizes. */
const GUTTER = 2.4;

/** How many studies are side by side: as many as keep cells legible, evenly spread over bands. */
export function perBand(studies: number, { width, fontSize }: FigureStyle): number {
  const most = Math.max(2, Math.floor((width - 4) / ((SIDE.least + GUTTER - 0.3) * fontSize)));
  return Math.max(1, Math.ceil(studies / Math.ceil(Math.max(1, studies) / most)));
}

/** Room between two cells of the same study, in font sizes. */
export const BESIDE = 1.2;

/** How many lesions of single studies are side by side in a column. */
export const abreastIn = (
  columns: number,
  most: number,
  { width, fontSize }: FigureStyle,
): number => Math.max(1, Math.floor((width / columns / fontSize - 2) / (most + BESIDE)));

/** The bands of a board, this many studies in each, and so many lesions of single studies side by side. */
export function bandsOf(
  { lesions, studies }: ShownPatient,
  pairs: readonly JoinedPair[],
  { columns, abreast }: { readonly columns: number; readonly abreast: number },
): BandPlan[] {
  const laneOfRow = lanesOf(lesions, 2);
  const laneOfNode = new Map(
    lesions.map(({ node, lesion }) => [node, laneOfRow.get(lesion.row) as number]),
  );
  const studyOf = new Map(lesions.map(({ node, lesion }) => [node, lesion.study]));
  const bands: BandPlan[] = [];
  for (let at = 0; at < studies.length; at += columns) {
    const own = studies.slice(at, at + columns);
    const [first, last] = [own[0]!, own.at(-1) as number];
    const here = lesions.filter(({ lesion }) => lesion.study >= first && lesion.study <= last);
    const crossing = pairs.filter(
      ({ from, to }) =>
        (studyOf.get(from) as number) <= last && (studyOf.get(to) as number) >= first,
    );
    const passing = crossing.filter(
      ({ from, to }) => (studyOf.get(from) as number) < first && (studyOf.get(to) as number) > last,
    );
    const nodes = [...here.map(({ node }) => node), ...passing.map(({ from }) => from)];
    const joined = new Set(crossing.flatMap(({ from, to }) => [from, to]));
    const lanes = lanesIn(nodes, studyOf, joined, (node) => laneOfNode.get(node) ?? 0, abreast);
    bands.push({ studies: own, lesions: here, pairs: crossing, ...lanes });
  }
  return bands;
}

/**
 * The lanes that are in use, without gaps. Neighbouring lanes that no join touches become one lane as long as no study
 * has more lesions than fit side by side.
 */
function lanesIn(
  nodes: readonly number[],
  studyOf: ReadonlyMap<number, number>,
  joined: ReadonlySet<number>,
  laneOfNode: (node: number) => number,
  abreast: number,
): Pick<BandPlan, "laneOf" | "lanes" | "besideOf"> {
  const byLane = [...groupBy(new Set(nodes), laneOfNode)].sort(([a], [b]) => a - b);
  const lanes: { readonly free: boolean; readonly own: number[] }[] = [];
  for (const [, own] of byLane) {
    const free = !own.some((node) => joined.has(node));
    const last = lanes.at(-1);
    const together = [...(last?.own ?? []), ...own];
    const ofStudies = groupBy(together, (node) => studyOf.get(node)).values();
    const most = Math.max(...Array.from(ofStudies, ({ length }) => length));
    if (free && last?.free && most <= abreast) last.own.push(...own);
    else lanes.push({ free, own });
  }
  const besideOf = new Map<number, number>();
  for (const { own } of lanes) {
    for (const all of groupBy(own, (node) => studyOf.get(node)).values()) {
      for (const [i, node] of all.entries()) besideOf.set(node, i - (all.length - 1) / 2);
    }
  }
  return {
    laneOf: new Map(lanes.flatMap(({ own }, lane) => own.map((node) => [node, lane] as const))),
    lanes: lanes.length,
    besideOf,
  };
}

/**
 * Side of a cell in points: as wide as the columns allow, smaller where all lanes would not fit on a page.
 *
 * @param lanes on one page
 */
export function cellSide(
  lanes: number,
  columns: number,
  most: number,
  { width, fontSize }: FigureStyle,
): number {
  const byWidth = (width - 2 * fontSize) / columns - GUTTER * fontSize;
  const byHeight = (84 * fontSize) / Math.max(1, lanes) - 2.2 * fontSize;
  const wanted = Math.max(SIDE.least * fontSize, Math.min(byHeight, most * fontSize));
  return Math.max(2.4 * fontSize, Math.min(byWidth, wanted));
}
