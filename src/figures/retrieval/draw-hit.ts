/** One cell of the retrieval figure: the query or a result, with its frame and the texts below. */
import type { Lesion } from "../../core/lesion.js";
import type { Hit } from "../../retrieval/retrieve.js";
import { cutSign, isCut } from "../kit/cut-sign.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { LINE_HEIGHT, label } from "../kit/label.js";
import type { LegendEntry } from "../kit/legend.js";
import { content, sizeText } from "../kit/lesion-glyph.js";
import { typeColour } from "../kit/sequence-style.js";
import type { CellOptions } from "../kit/slice-image.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { fitting, shorten, textWidth } from "../kit/text-metrics.js";
import { lesionText } from "../kit/wording.js";

export interface HitPlace {
  readonly x: number;
  /** Of the frame. */
  readonly top: number;
  readonly side: number;
  readonly fieldMm: number;
  readonly pitch: number;
  /** Of distances. */
  readonly decimals: number;
  /** Patient and input row of a lesion, in the form that fits below all of them. */
  readonly rowText: (lesion: Lesion) => string;
}

/** Draws a lesion; the query has no hit and rank 0. */
export function drawHit(
  lesion: Lesion,
  hit: Hit | undefined,
  rank: number,
  { x, top, side, fieldMm, pitch, decimals, rowText }: HitPlace,
  { slices, axes, sizes }: CellOptions,
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
    line(rowText(lesion), 0, theme.muted),
    line(type ?? fitting(["type unknown", "unknown"], pitch - 2, smallSize), 1, theme.text),
    sizes ? line(sizeText(lesion) || "?", 2, theme.muted) : undefined,
    hit === undefined ? undefined : line(hit.distance.toFixed(decimals), sizes ? 3 : 2, theme.text),
  );
}

/** Patient and input row, longest first. */
const ROW_TEXTS: readonly ((lesion: Lesion) => string)[] = [
  ({ patient, row }) => `Patient ${patient}, row ${row}`,
  ({ patient, row }) => `Pat. ${patient}, row ${row}`,
  ({ patient, row }) => `${patient}, row ${row}`,
  ({ row }) => `row ${row}`,
];

/** The longest form of patient and input row that is not wider than `width` for any of the lesions. */
export const rowTextFor = (
  lesions: readonly Lesion[],
  width: number,
  { smallSize }: FigureStyle,
): HitPlace["rowText"] =>
  ROW_TEXTS.find((form) =>
    lesions.every((lesion) => textWidth(form(lesion), smallSize) <= width),
  ) ?? (({ row }) => `row ${row}`);

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

/** Only what occurs. */
export function frameLegend(found: readonly Hit[], style: FigureStyle): LegendEntry[] {
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

/** A result in words, for descriptions and tooltips. */
export const inShort = ({ lesion, distance }: Hit, decimals: number): string =>
  `${named(lesion)}, distance ${distance.toFixed(decimals)}`;
