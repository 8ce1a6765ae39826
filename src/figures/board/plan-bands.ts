/** How the studies of a patient are spread over bands, and the lanes of each. */

import type { FigureStyle } from "../kit/figure-style.js";
import { lanesOf } from "../kit/lanes.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";
import type { JoinedPair } from "./joined-pairs.js";

/** A few studies side by side. Lanes lie in the same order in all bands; those without use are left out. */
export interface BandPlan {
  readonly studies: readonly number[];
  readonly marks: readonly ShownLesion[];
  /** Lane of every node in this band or passing through it, from 0 without gaps. */
  readonly laneOf: ReadonlyMap<number, number>;
  readonly lanes: number;
  /** Pairs with an end in this band, or one on either side of it. */
  readonly pairs: readonly JoinedPair[];
}

/**
 * Side of a cell in font sizes, as far as there is room. Cells below the small side show little, and
 * where all lanes would take more than a page they are not made smaller than that.
 */
export const SIDE = Object.freeze({ most: 7, least: 5.7 });
/** Room between two cells for a join with its number, in font sizes. */
const GUTTER = 2.4;

/** How many studies stand side by side: as many as keep cells legible, evenly spread over bands. */
export function perBand(studies: number, { width, fontSize }: FigureStyle): number {
  const most = Math.max(2, Math.floor((width - 4) / ((SIDE.least + GUTTER - 0.3) * fontSize)));
  return Math.max(1, Math.ceil(studies / Math.ceil(Math.max(1, studies) / most)));
}

/** The bands of a board, this many studies in each. */
export function bandsOf(
  { marks, studies }: ShownPatient,
  pairs: readonly JoinedPair[],
  columns: number,
): BandPlan[] {
  const laneOfRow = lanesOf(marks, 2, true);
  const laneOfNode = new Map(
    marks.map(({ node, lesion }) => [node, laneOfRow.get(lesion.row) as number]),
  );
  const studyOf = new Map(marks.map(({ node, lesion }) => [node, lesion.study]));
  const bands: BandPlan[] = [];
  for (let at = 0; at < studies.length; at += columns) {
    const own = studies.slice(at, at + columns);
    const [first, last] = [own[0]!, own.at(-1) as number];
    const here = marks.filter(({ lesion }) => lesion.study >= first && lesion.study <= last);
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
      marks: here,
      laneOf: new Map(nodes.map((node) => [node, used.indexOf(laneOfNode.get(node) as number)])),
      lanes: used.length,
      pairs: crossing,
    });
  }
  return bands;
}

/** Side of a cell in points: as wide as the columns allow, smaller where all lanes would not fit on a page. */
export function cellSide(
  bands: readonly BandPlan[],
  columns: number,
  { width, fontSize }: FigureStyle,
): number {
  const lanes = bands.reduce((sum, band) => sum + band.lanes, 0);
  const byWidth = (width - 2 * fontSize) / columns - GUTTER * fontSize;
  const byHeight = (76 * fontSize) / Math.max(1, lanes) - 2.2 * fontSize;
  const wanted = Math.max(SIDE.least * fontSize, Math.min(byHeight, SIDE.most * fontSize));
  return Math.max(2.4 * fontSize, Math.min(byWidth, wanted));
}
