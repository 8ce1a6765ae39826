/** How the studies of a patient are spread over bands, and the lanes of each. */

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
  /** Pairs with an end in this band, or one on either side of it. */
  readonly pairs: readonly JoinedPair[];
}

/** The smallest and largest side of a cell in font sizes; pictures may be larger than axes alone. */
export const SIDE = Object.freeze({ least: 5.7, axes: 8.5, pictures: 15 });
/** Room between two cells for a join with its number, in font sizes. */
const GUTTER = 2.4;

/** How many studies stand side by side: as many as keep cells legible, evenly spread over bands. */
export function perBand(studies: number, { width, fontSize }: FigureStyle): number {
  const most = Math.max(2, Math.floor((width - 4) / ((SIDE.least + GUTTER - 0.3) * fontSize)));
  return Math.max(1, Math.ceil(studies / Math.ceil(Math.max(1, studies) / most)));
}

/** The bands of a board, this many studies in each. */
export function bandsOf(
  { lesions, studies }: ShownPatient,
  pairs: readonly JoinedPair[],
  columns: number,
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
    const used = [...new Set(nodes.map((node) => laneOfNode.get(node) as number))].sort(
      (a, b) => a - b,
    );
    bands.push({
      studies: own,
      lesions: here,
      laneOf: new Map(nodes.map((node) => [node, used.indexOf(laneOfNode.get(node) as number)])),
      lanes: used.length,
      pairs: crossing,
    });
  }
  return bands;
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
