/** Every lesion of a patient, one column per study, the same lesion joined across columns (Fig. 5). */
import { fail } from "../../core/errors.js";
import {
  boolean,
  choice,
  integer,
  number,
  type OptionSchema,
  resolveOptions,
} from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import { cutEntry, cutNotes } from "../kit/cut-sign.js";
import { type Figure, POINTS_PER_MM } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  HIGHLIGHT_OPTIONS,
  type HighlightOptions,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { joinedPairs } from "../kit/joined-pairs.js";
import type { LegendEntry } from "../kit/legend.js";
import { layer } from "../kit/lesion-element.js";
import { COLOUR_BY, type ColourBy, NODE_LABELS, type NodeLabel } from "../kit/patient-options.js";
import { SLICE_FIELD_MM, scaleEntry, usualField } from "../kit/scale-bar.js";
import { type ShownLesion, shownPatient } from "../kit/shown-patient.js";
import {
  assertSliceImage,
  FIELD_OPTION,
  SLICES_OPTION,
  type SliceImage,
  withoutSlice,
} from "../kit/slice-image.js";
import { breakEntry } from "../kit/study-gaps.js";
import { styleLegend } from "../kit/style-legend.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { conflictSign } from "../kit/symbols.js";
import { summary } from "../kit/wording.js";
import { pagesOf } from "./board-pages.js";
import { type BoardStyle, band, bandHeights } from "./draw-band.js";
import { UNCERTAIN } from "./draw-joins.js";
import { abreastIn, type BandPlan, bandsOf, cellSide, perBand, SIDE } from "./plan-bands.js";

/** Options of {@link boardFigure}. */
export interface BoardFigureOptions extends FigureOptions, HighlightOptions {
  /** @defaultValue "sequence" */
  readonly colourBy: ColourBy;
  /** Text in the corner of every cell. @defaultValue "row" */
  readonly cellLabel: NodeLabel;
  /**
   * Parts of key slices by the input row of their lesion, for lesions of a DL_info.csv. A lesion without
   * one is drawn as its two axes. @defaultValue none
   */
  readonly slices: ReadonlyMap<number, SliceImage>;
  /**
   * Side of a cell in mm of the patient; what is larger is cropped, with a sign and a note. 0 takes 90 mm
   * for slices, so that the anatomy around the lesion is seen; for axes alone the longest axis and a little
   * more, at most twice the upper quartile of the long axes. @defaultValue 0
   */
  readonly fieldMm: number;
  /** Draw the two axes on slices too. @defaultValue true */
  readonly axes: boolean;
  /** Print long and short axis in mm below each cell. @defaultValue true */
  readonly sizes: boolean;
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
  slices: SLICES_OPTION,
  fieldMm: FIELD_OPTION,
  axes: boolean(true, "Draw the two axes on slices too"),
  sizes: boolean(true, "Print long and short axis below each cell"),
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
  const board: BoardStyle = { ...options, style, fieldMm: fieldOf(options, shown.lesions) };
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
  const signs: (LegendEntry | false)[] = [
    scaleEntry(board.fieldMm, side, style),
    pairs.some(({ uncertain }) => uncertain) && uncertainEntry(style),
    cut.length > 0 && cutEntry(style),
    cells.length < shown.lesions.length && duplicateEntry(style),
    shown.lesions.some(({ conflict }) => conflict) && {
      text: "conflict: two lesions of one study",
      symbolWidth: style.smallSize * 1.3,
      symbol: conflictSign({ x: 0, y: 0 }, style),
    },
    ...cellTexts(options),
  ];
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
        {
          title: "",
          entries: [
            ...breakEntry(shown, style),
            ...signs.filter((entry) => entry !== false),
            { text: "Rows from head (top) to feet", symbolWidth: 0 },
          ],
        },
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

function fieldOf({ fieldMm, slices }: BoardFigureOptions, shown: readonly ShownLesion[]): number {
  if (fieldMm > 0) return fieldMm;
  const usual = usualField(shown.map(({ lesion }) => lesion));
  return slices.size > 0 ? Math.max(SLICE_FIELD_MM, usual) : usual;
}

/** What the texts in and below cells are. */
function cellTexts({ cellLabel, sizes }: BoardFigureOptions): LegendEntry[] {
  const names: Readonly<Record<NodeLabel, string>> = {
    row: "input row",
    id: "lesion id",
    sequence: "sequence",
    longAxisMm: "long axis (mm)",
    none: "",
  };
  return [
    ...(cellLabel === "none" ? [] : [`Cell label: ${names[cellLabel]}`]),
    ...(sizes ? ["Below: long × short axis (mm)"] : []),
  ].map((text) => ({ text, symbolWidth: 0 }));
}

/** The window of the slices; where they differ, the tooltips have them. */
function windowNotes({ slices }: BoardFigureOptions): string[] {
  const windows = new Set(
    Array.from(slices.values(), ({ windowHu }) => windowHu?.join(" to ").replaceAll("-", "−")),
  );
  windows.delete(undefined);
  const [only] = windows;
  if (only === undefined) return [];
  return [windows.size === 1 ? `Window ${only} HU.` : "Windows differ; they are in the tooltips."];
}

const uncertainEntry = ({ theme, fontSize }: FigureStyle): LegendEntry => ({
  text: "uncertain link",
  symbolWidth: fontSize * 2.2,
  symbol: svg("line", {
    x1: -fontSize * 1.1,
    x2: fontSize * 1.1,
    y1: 0,
    y2: 0,
    stroke: theme.text,
    "stroke-width": 1.8,
    "stroke-dasharray": UNCERTAIN,
    "stroke-linecap": "round",
  }),
});

const duplicateEntry = ({ theme, smallSize }: FigureStyle): LegendEntry => ({
  text: "duplicate annotation",
  symbolWidth: smallSize * 1.6,
  symbolHeight: smallSize * 1.4,
  symbol: svg(
    "g",
    { fill: theme.background, stroke: theme.neutral, "stroke-width": 0.8 },
    svg("rect", { x: -smallSize * 0.4, y: -smallSize * 0.7, width: smallSize, height: smallSize }),
    svg("rect", { x: -smallSize * 0.65, y: -smallSize * 0.4, width: smallSize, height: smallSize }),
  ),
});
