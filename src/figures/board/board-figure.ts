/** Every lesion of a patient, one column per study, the same lesion joined across columns (Fig. 5). */

import {
  assertBoolean,
  assertInteger,
  assertNonNegative,
  assertOneOf,
  completeOptions,
} from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import { cutEntry, cutNotes } from "../kit/cut-sign.js";
import type { Figure } from "../kit/figure.js";
import { DEFAULT_FIGURE_OPTIONS, type FigureOptions, styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import type { LegendEntry } from "../kit/legend.js";
import { scaleEntry, usualField } from "../kit/scale-bar.js";
import { shownPatient } from "../kit/shown-patient.js";
import { assertSliceImage, type SliceImage, withoutSlice } from "../kit/slice-image.js";
import { breakEntry } from "../kit/study-gaps.js";
import { styleLegend } from "../kit/style-legend.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { conflictSign } from "../kit/symbols.js";
import { summary } from "../kit/wording.js";
import { type BoardStyle, band } from "./draw-band.js";
import { joinedPairs } from "./joined-pairs.js";
import { bandsOf, cellSide, perBand } from "./plan-bands.js";

export interface BoardFigureOptions extends FigureOptions {
  /** @defaultValue "sequence" */
  readonly colourBy: "sequence" | "type";
  /**
   * Parts of key slices by the data row of their lesion, for lesions of a DL_info.csv. A lesion without
   * one is drawn as its two axes. @defaultValue none
   */
  readonly slices: ReadonlyMap<number, SliceImage>;
  /**
   * Side of a cell in mm of the patient; what is larger is cut off, with a sign and a note. 0 takes the
   * longest axis and a little more, at most twice the upper quartile of the long axes. @defaultValue 0
   */
  readonly fieldMm: number;
  /** Whether to print long and short axis in mm below each cell. @defaultValue true */
  readonly sizes: boolean;
  /** Lesions beyond this number are left out, those of the sequences with fewest studies first. @defaultValue 200 */
  readonly maxLesions: number;
}

export const DEFAULT_BOARD_FIGURE_OPTIONS: BoardFigureOptions = Object.freeze({
  ...DEFAULT_FIGURE_OPTIONS,
  colourBy: "sequence",
  slices: new Map(),
  fieldMm: 0,
  sizes: true,
  maxLesions: 200,
});

/**
 * The lesion board of one patient: one column per study, one cell per lesion with its two RECIST axes to
 * scale, or the key slice around it; joins between columns in the colour of the sequence with its number.
 * A lesion marked twice in a study is one cell with a second frame. Studies that do not fit side by side
 * go on in a further band. No lesions give a figure that says so. O(n log n).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_OPTION for a slice that is no data URI;
 * BAD_VALUE for a size or place that is no finite number.
 */
export function boardFigure(match: PatientMatch, given?: Partial<BoardFigureOptions>): Figure {
  const options = completeOptions("boardFigure", DEFAULT_BOARD_FIGURE_OPTIONS, given);
  checkOptions(options);
  const style = styleOf(options);
  const shown = shownPatient(match, options.maxLesions, style.theme);
  const board: BoardStyle = {
    ...options,
    style,
    fieldMm:
      options.fieldMm > 0 ? options.fieldMm : usualField(shown.marks.map(({ lesion }) => lesion)),
  };
  const columns = perBand(shown.studies.length, style);
  const bodies: SvgChild[] = [];
  const bands = bandsOf(shown, joinedPairs(match, shown), columns);
  const side = cellSide(bands, columns, style);
  let top = 0;
  for (const plan of bands) {
    const drawn = band(shown, plan, columns, top, side, board);
    bodies.push(...drawn.nodes);
    top += drawn.height;
  }
  const { theme, smallSize } = style;
  const cells = shown.marks.filter(({ lesion, node }) => lesion.row === node);
  const double = shown.marks.some(({ lesion, node }) => lesion.row !== node);
  const conflict = shown.marks.some((mark) => mark.conflict);
  const cut = cutNotes(
    cells.map(({ lesion }) => lesion),
    board.fieldMm,
  );
  const marks: (LegendEntry | false)[] = [
    ...breakEntry(shown, style),
    scaleEntry(board.fieldMm, side, style),
    cut.length > 0 && cutEntry(style),
    double && {
      text: "marked twice in the study",
      symbolWidth: smallSize * 1.6,
      symbolHeight: smallSize * 1.4,
      symbol: svg(
        "g",
        { fill: theme.background, stroke: theme.neutral, "stroke-width": 0.8 },
        svg("rect", {
          x: -smallSize * 0.4,
          y: -smallSize * 0.7,
          width: smallSize,
          height: smallSize,
        }),
        svg("rect", {
          x: -smallSize * 0.65,
          y: -smallSize * 0.4,
          width: smallSize,
          height: smallSize,
        }),
      ),
    },
    conflict && {
      text: "conflict",
      symbolWidth: smallSize * 1.3,
      symbol: conflictSign({ x: 0, y: 0 }, style),
    },
    options.sizes && { text: "below a cell: long × short axis, mm", symbolWidth: 0 },
  ];
  return finished(
    {
      title: options.title || `Lesion board of patient ${match.patient}`,
      description: summary(shown),
      notes: [
        ...shown.notes,
        ...cut,
        ...withoutSlice(
          cells.map(({ lesion }) => lesion),
          options.slices,
        ),
      ],
      empty: shown.marks.length === 0 ? "no lesions" : undefined,
      bottom: top,
      body: bodies,
      legends: [
        styleLegend(shown, options.colourBy, style, { coloursOnly: true, numbers: "on the joins" }),
        { title: "", entries: marks.filter((entry) => entry !== false) },
      ],
    },
    style,
  );
}

function checkOptions(options: BoardFigureOptions): void {
  assertOneOf("colourBy", options.colourBy, ["sequence", "type"]);
  assertNonNegative("fieldMm", options.fieldMm);
  assertBoolean("sizes", options.sizes);
  assertInteger("maxLesions", options.maxLesions, 1);
  for (const [row, image] of options.slices) assertSliceImage("slices", image, row);
}
