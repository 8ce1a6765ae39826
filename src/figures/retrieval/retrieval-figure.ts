/** A lesion and the most similar ones of other patients, the nearest first (Fig. 4). */
import { fail } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { boolean, integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { Hit, Retrieval } from "../../retrieval/retrieve.js";
import { assertFinite } from "../kit/assert-finite.js";
import { cutEntry, cutNotes, cutSign, isCut } from "../kit/cut-sign.js";
import { decimalsFor } from "../kit/distance-text.js";
import type { Figure } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { LINE_HEIGHT, label } from "../kit/label.js";
import type { LegendEntry } from "../kit/legend.js";
import { content, sizeText } from "../kit/lesion-glyph.js";
import { SLICE_FIELD_MM, scaleEntry, usualField } from "../kit/scale-bar.js";
import { typeColour } from "../kit/sequence-style.js";
import {
  assertSliceImage,
  FIELD_OPTION,
  SLICES_OPTION,
  type SliceImage,
  withoutSlice,
} from "../kit/slice-image.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { fitting, shorten } from "../kit/text-metrics.js";
import { counted, lesionText } from "../kit/wording.js";

/** Options of {@link retrievalFigure}. */
export interface RetrievalFigureOptions extends FigureOptions {
  /** Parts of key slices by data row; a lesion without one is drawn as its two axes. @defaultValue none */
  readonly slices: ReadonlyMap<number, SliceImage>;
  /**
   * Side of a cell in mm of the patient; what is larger is cut off, with a sign and a note. 0 takes 90 mm
   * for slices; for axes alone the longest axis and a little more, at most twice their upper quartile. @defaultValue 0
   */
  readonly fieldMm: number;
  /** Whether to draw the axes on pictures too, where they hide some of the lesion. @defaultValue false */
  readonly axes: boolean;
  /** Whether to print long and short axis in mm below each cell. @defaultValue true */
  readonly sizes: boolean;
  /** Results beyond this number are left out, the farthest first. @defaultValue 60 */
  readonly maxHits: number;
}

export const RETRIEVAL_FIGURE_OPTIONS: OptionSchema<RetrievalFigureOptions> = {
  ...FIGURE_OPTIONS,
  slices: SLICES_OPTION,
  fieldMm: FIELD_OPTION,
  axes: boolean(false, "Draw the two axes on slices too"),
  sizes: boolean(true, "Print long and short axis below each cell"),
  maxHits: integer(60, "Results drawn; the farthest are left out first", 1),
};

/**
 * A query and what was found for it, all at one scale: image patches where slices are given, else the two
 * axes as they lie in the slice; below each its type, size and distance. Results of another type
 * have a red dashed frame; where one of the two types is not known, the frame is plain. O(n).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for anything but a retrieval.
 */
export function retrievalFigure(
  retrieval: Retrieval,
  given?: Partial<RetrievalFigureOptions>,
): Figure {
  assertRetrieval(retrieval);
  const { query, hits } = retrieval;
  const options = resolveOptions("retrievalFigure", RETRIEVAL_FIGURE_OPTIONS, given);
  for (const [row, image] of options.slices) assertSliceImage("slices", image, row);
  const style = styleOf(options);
  const { fontSize, smallSize, width } = style;
  const found = hits.slice(0, options.maxHits);
  const lesions = [query, ...found.map(({ lesion }) => lesion)];
  assertFinite(lesions);
  const least = options.slices.size > 0 ? SLICE_FIELD_MM : 0;
  const fieldMm = options.fieldMm > 0 ? options.fieldMm : Math.max(least, usualField(lesions));

  const decimals = decimalsFor(found.at(-1)?.distance ?? 0);
  const columns = perLine(lesions.length, style);
  const pitch = (width - 4) / columns;
  const side = Math.min(pitch - fontSize * 0.8, fontSize * 13);
  const head = fontSize * 1.7;
  const high = head + side + smallSize * LINE_HEIGHT * (options.sizes ? 4 : 3) + fontSize * 1.3;
  const cell = (lesion: Lesion, i: number, hit: Hit | undefined): SvgNode => {
    const x = 2 + ((i % columns) + 0.5) * pitch;
    const top = Math.floor(i / columns) * high;
    return drawCell(
      lesion,
      hit,
      i,
      { x, top: top + head, side, fieldMm, pitch, decimals },
      options,
      style,
    );
  };
  const other = found.filter(({ sameType }) => sameType === false).length;
  const left = hits.length - found.length;
  const cut = cutNotes(lesions, fieldMm);
  return finished(
    {
      title:
        options.title || `Lesions most similar to row ${query.row} of patient ${query.patient}`,
      description: `Query: patient ${query.patient}, ${lesionText(query)}. ${counted(found.length, "lesion")} of other patients, the nearest first${found.length === 0 ? "" : `: ${found.map((hit) => inShort(hit, decimals)).join("; ")}`}. ${other} of another type.`,
      notes: [
        ...(hits.length === 0 ? ["No lesion of another patient was found."] : []),
        ...(left > 0 ? [`${found.length} of ${hits.length} results drawn, the nearest.`] : []),
        ...cut,
        ...withoutSlice(lesions, options.slices),
      ],
      empty: undefined,
      bottom: Math.ceil(lesions.length / columns) * high - fontSize,
      body: lesions.map((lesion, i) => cell(lesion, i, found[i - 1])),
      legends: [
        {
          title: "",
          entries: [
            ...frameLegend(found, style),
            scaleEntry(fieldMm, side, style),
            ...(cut.length > 0 ? [cutEntry(style)] : []),
            {
              text: `Below: patient and input row, type, ${options.sizes ? "long × short axis (mm), " : ""}distance`,
              symbolWidth: 0,
            },
          ],
        },
      ],
    },
    style,
  );
}

function assertRetrieval(given: unknown): void {
  const { query, hits } = (given ?? {}) as Partial<Retrieval>;
  if (typeof query === "object" && query !== null && Array.isArray(hits)) return;
  fail("BAD_VALUE", "a retrieval, as retrieve returns it", given ?? String(given));
}

/** How many cells stand side by side: as many as the longest type has room for, evenly spread over lines. */
function perLine(cells: number, { width, fontSize }: FigureStyle): number {
  const most = Math.max(2, Math.floor((width - 4) / (6.6 * fontSize)));
  return Math.max(Math.min(4, most), Math.ceil(cells / Math.ceil(cells / most)));
}

interface Place {
  readonly x: number;
  /** Of the frame. */
  readonly top: number;
  readonly side: number;
  readonly fieldMm: number;
  readonly pitch: number;
  /** Of distances. */
  readonly decimals: number;
}

function drawCell(
  lesion: Lesion,
  hit: Hit | undefined,
  rank: number,
  { x, top, side, fieldMm, pitch, decimals }: Place,
  { slices, axes, sizes }: RetrievalFigureOptions,
  style: FigureStyle,
): SvgNode {
  const { theme, fontSize, smallSize } = style;
  const { type } = lesion;
  const colour = type === undefined ? theme.neutral : typeColour(type, theme.palette);
  const title =
    hit === undefined ? `query: ${named(lesion)}` : `${rank}: ${inShort(hit, decimals)}`;
  const line = (text: string, at: number, fill: string): SvgNode =>
    label(
      shorten(text, pitch - 2, smallSize),
      x,
      top + side + smallSize * (0.9 + at * LINE_HEIGHT),
      {
        size: smallSize,
        anchor: "middle",
        fill,
      },
    );
  return svg(
    "g",
    {
      class: "lesion",
      "data-row": lesion.row,
      "data-study": lesion.study,
      "data-patient": lesion.patient,
      tabindex: 0,
      role: "graphics-symbol img",
      "aria-label": title,
    },
    svg("title", {}, title),
    label(hit === undefined ? "Query" : String(rank), x, top - fontSize * 0.75, {
      size: fontSize,
      weight: "bold",
      anchor: "middle",
    }),
    svg("rect", { ...square(x, top, side), fill: theme.background }),
    content(
      lesion,
      { x, y: top + side / 2, side, fieldMm },
      colour,
      style,
      slices.get(lesion.row),
      axes,
    ),
    isCut(lesion, fieldMm) ? cutSign({ x, y: top + side / 2, side, fieldMm }, style) : undefined,
    frame(x, top, side, frameOf(hit), style),
    line(fitting(rowTexts(lesion), pitch - 2, smallSize), 0, theme.muted),
    line(type ?? fitting(["type unknown", "unknown"], pitch - 2, smallSize), 1, theme.text),
    sizes ? line(sizeText(lesion) || "?", 2, theme.muted) : undefined,
    hit === undefined ? undefined : line(hit.distance.toFixed(decimals), sizes ? 3 : 2, theme.text),
  );
}

/** Patient and input row, longest first. */
const rowTexts = ({ patient, row }: Lesion): string[] => [
  `Patient ${patient}, row ${row}`,
  `Pat. ${patient}, row ${row}`,
  `${patient}, row ${row}`,
  `row ${row}`,
];

type FrameKind = "query" | "same" | "other";

const frameOf = (hit: Hit | undefined): FrameKind =>
  hit === undefined ? "query" : hit.sameType === false ? "other" : "same";

function frame(
  x: number,
  top: number,
  side: number,
  kind: FrameKind,
  { theme }: FigureStyle,
): SvgNode {
  const look = {
    query: { stroke: theme.text, "stroke-width": 1.8 },
    same: { stroke: theme.neutral, "stroke-width": 0.8 },
    other: { stroke: theme.alert, "stroke-width": 1.6, "stroke-dasharray": "4 2.4" },
  }[kind];
  return svg("rect", { ...square(x, top, side), fill: "none", ...look });
}

const square = (x: number, top: number, side: number) => ({
  x: x - side / 2,
  y: top,
  width: side,
  height: side,
});

function frameLegend(found: readonly Hit[], style: FigureStyle): LegendEntry[] {
  const side = style.smallSize * 1.4;
  const entry = (text: string, kind: FrameKind): LegendEntry => ({
    text,
    symbolWidth: side,
    symbolHeight: side,
    symbol: frame(0, -side / 2, side, kind, style),
  });
  const has = (sameType: boolean | undefined): boolean =>
    found.some((hit) => hit.sameType === sameType);
  return [
    ...(has(true) ? [entry(has(undefined) ? "same type, or unknown" : "same type", "same")] : []),
    ...(has(undefined) && !has(true) ? [entry("type unknown", "same")] : []),
    ...(has(false) ? [entry("another type", "other")] : []),
  ];
}

const named = (lesion: Lesion): string => `patient ${lesion.patient}, ${lesionText(lesion)}`;

const inShort = ({ lesion, distance }: Hit, decimals: number): string =>
  `${named(lesion)}, distance ${distance.toFixed(decimals)}`;
