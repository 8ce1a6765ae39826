/** Every lesion of a patient, one column per study, the same lesion joined across columns (Fig. 5). */
import { fail } from "../../core/errors.js";
import { choice, integer, number, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import { cutNotes } from "../kit/cut-sign.js";
import type { Figure } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  HIGHLIGHT_OPTIONS,
  type HighlightOptions,
  POINTS_PER_MM,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { joinedPairs } from "../kit/joined-pairs.js";
import { layer } from "../kit/lesion-element.js";
import { COLOUR_BY, type ColourBy, NODE_LABELS, type NodeLabel } from "../kit/patient-options.js";
import { shownPatient } from "../kit/shown-patient.js";
import {
  assertSliceImage,
  type CellOptions,
  cellFieldMm,
  cellOptions,
  withoutSlice,
} from "../kit/slice-image.js";
import { styleLegend } from "../kit/style-legend.js";
import type { SvgChild } from "../kit/svg.js";
import { summary } from "../kit/wording.js";
import { boardSigns, windowNotes } from "./board-legend.js";
import { pagesOf } from "./board-pages.js";
import { band, bandHeights } from "./draw-band.js";
import type { BoardStyle } from "./draw-cell.js";
import { abreastIn, type BandPlan, bandsOf, cellSide, perBand, SIDE } from "./plan-bands.js";

/** Options of {@link boardFigure}. */
export interface BoardFigureOptions extends FigureOptions, HighlightOptions, CellOptions {
  /** @defaultValue "sequence" */
  readonly colourBy: ColourBy;
  /** Text in the corner of every cell. @defaultValue "row" */
  readonly cellLabel: NodeLabel;
  /**
   * Lesions beyond this number are left out, those of the sequences with the fewest studies first. @defaultValue 200
   */
  readonly maxLesions: number;
  /** Page of a board that is too high for one, from 1; 0 draws all in one figure. @defaultValue 0 */
  readonly page: number;
  /** Height of a page without legend and notes, mm. @defaultValue 230 (A4) */
  readonly pageHeightMm: number;
}

export const BOARD_FIGURE_OPTIONS: OptionSchema<BoardFigureOptions> = {
  ...FIGURE_OPTIONS,
  ...HIGHLIGHT_OPTIONS,
  colourBy: choice(COLOUR_BY, "sequence", "Colour of cells and joins"),
  cellLabel: choice(NODE_LABELS, "row", "Text in the corner of every cell"),
  ...cellOptions(true),
  maxLesions: integer(
    200,
    "Lesions drawn; those of the sequences with the fewest studies go first",
    1,
  ),
  page: integer(0, "Page of a board that is too high for one, from 1; 0 draws all in one figure"),
  pageHeightMm: number(230, "Height of a page without legend and notes", { min: 60, max: 1200 }),
};

/**
 * The lesion board of one patient: one column per study, one cell per lesion with its two RECIST axes to
 * scale, or the key slice around it; joins between columns in the colour of the sequence with its number.
 * Lanes are ordered from head to feet. A duplicate is one cell with a second frame. Studies that do not fit
 * side by side go on in a further band. With `page`, a high board is divided into pages of `pageHeightMm`; the first
 * note says how many there are. No lesions give a figure that says so. O(n log n).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, that too for a slice that is no data URI and a page beyond the
 * last; BAD_VALUE for a size or place that is no finite number.
 */
export function boardFigure(match: PatientMatch, given?: Partial<BoardFigureOptions>): Figure {
  return drawnBoard(match, resolveOptions("boardFigure", BOARD_FIGURE_OPTIONS, given)).figure;
}

/** All pages of a board; one figure where it fits on a page. Options and errors as {@link boardFigure}. */
export function boardPages(
  match: PatientMatch,
  given?: Partial<Omit<BoardFigureOptions, "page">>,
): Figure[] {
  const options = resolveOptions("boardPages", BOARD_FIGURE_OPTIONS, given);
  const { figure, pages } = drawnBoard(match, { ...options, page: 1 });
  if (pages === 1) return [boardFigure(match, given)];
  const others = Array.from({ length: pages - 1 }, (_, i) =>
    drawnBoard(match, { ...options, page: i + 2 }),
  );
  return [figure, ...others.map((one) => one.figure)];
}

function drawnBoard(
  match: PatientMatch,
  options: BoardFigureOptions,
): { readonly figure: Figure; readonly pages: number } {
  for (const [row, image] of options.slices) assertSliceImage("slices", image, row);
  const style = styleOf(options);
  const shown = shownPatient(match, options.maxLesions, style.theme);
  const board: BoardStyle = {
    ...options,
    style,
    fieldMm: cellFieldMm(
      options,
      shown.lesions.map(({ lesion }) => lesion),
    ),
  };
  const columns = perBand(shown.studies.length, style);
  const pairs = joinedPairs(match, shown);
  const most = options.slices.size > 0 ? SIDE.pictures : SIDE.axes;
  const all = bandsOf(shown, pairs, { columns, abreast: abreastIn(columns, most, style) });
  const lanes = options.page > 0 ? 1 : all.reduce((sum, one) => sum + one.lanes, 0);
  const side = cellSide(lanes, columns, most, style);
  const pages = options.page > 0 ? boardPagesOf(all, side, board, options) : [all];
  const bands = pages[Math.max(1, options.page) - 1] ?? [];
  const bodies: SvgChild[] = [];
  let top = 0;
  bands.forEach((plan, i) => {
    const drawn = band(shown, plan, columns, top, side, board);
    const place = bands.length > 1 ? ` ${i + 1}` : "";
    bodies.push(layer(`studies${place.trim()}`, `Studies${place}`, ...drawn.nodes));
    top += drawn.height;
  });
  const cells = shown.lesions.filter(({ lesion, node }) => lesion.row === node);
  const lesions = cells.map(({ lesion }) => lesion);
  const cut = cutNotes(lesions, board.fieldMm);
  const figure = finished(
    {
      title: options.title || `Lesion board of patient ${match.patient}`,
      description: summary(shown),
      patient: match.patient,
      notes: [
        ...(pages.length > 1 ? [`Page ${options.page} of ${pages.length}.`] : []),
        ...shown.notes,
        ...cut,
        ...windowNotes(options),
        ...withoutSlice(lesions, options.slices),
      ],
      empty: shown.lesions.length === 0 ? `Patient ${match.patient} has no lesions.` : undefined,
      bottom: top,
      body: bodies,
      legends: [
        styleLegend(shown, options.colourBy, style, { coloursOnly: true, numbers: "on the joins" }),
        boardSigns(shown, { board, side, pairs, cut: cut.length > 0 }),
      ],
    },
    style,
  );
  return { figure, pages: pages.length };
}

/** @throws LesionGraphError BAD_OPTION for a page beyond the last. */
function boardPagesOf(
  bands: readonly BandPlan[],
  side: number,
  board: BoardStyle,
  { page, pageHeightMm }: BoardFigureOptions,
): (readonly BandPlan[])[] {
  const heights = bandHeights(side, board);
  const pages = pagesOf(bands, { ...heights, page: pageHeightMm * POINTS_PER_MM });
  const last = Math.max(1, pages.length);
  if (page <= last) return pages.length > 0 ? pages : [[]];
  fail("BAD_OPTION", `page to be an integer from 0 to ${last}`, page, { option: "page" });
}
