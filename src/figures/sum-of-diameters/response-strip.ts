/** Rows below the axis: the response of targets and non-targets, new lesions, and the overall response. */
import type { OverallResponse } from "../../response/response-criteria.js";
import { RESPONSE_NAMES, responseEntries, responseFill } from "../growth/response-style.js";
import type { TimeAxis } from "../growth/time-axis.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import type { LegendGroup } from "../kit/legend.js";
import { spread } from "../kit/spread.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import type { SumPoint } from "./sum-points.js";

/** The columns of the strip: where every study has its cells. */
export interface PlacedStrip {
  readonly points: readonly SumPoint[];
  readonly at: readonly number[];
  readonly cellWidth: number;
  /** Whether cells have room for their words. */
  readonly words: boolean;
}

/** The rows of the strip, from above. */
export const STRIP_ROWS = ["Study", "Target", "Non-target", "New lesions", "Overall"] as const;

const rowPitch = ({ smallSize }: FigureStyle): number => smallSize * 1.75;

export const stripHeight = (style: FigureStyle): number => STRIP_ROWS.length * rowPitch(style);

/** Cells as near to their studies as their widths allow; without room for words they are narrower. */
export function placeStrip(
  points: readonly SumPoint[],
  time: TimeAxis,
  plot: Area,
  style: FigureStyle,
): PlacedStrip {
  const later = points.slice(1);
  const texts = later.flatMap(({ target, nonTarget, response }) =>
    [target, nonTarget, response].flatMap((one) => (one ? [RESPONSE_NAMES[one][0]] : [])),
  );
  const wide = Math.max(...texts.map((text) => textWidth(text, style.smallSize, "bold"))) + 4;
  const room = plot.right - plot.left;
  const words = later.length * (wide + 1) <= room;
  const cellWidth = words ? wide : Math.min(wide, Math.max(2, room / later.length - 0.6));
  const at = spread(
    later.map(({ study }) => time.at(study) - plot.left),
    later.map(() => cellWidth / 2),
    0.8,
    room,
  ).map((x) => x + plot.left);
  return { points: later, at, cellWidth, words };
}

/** The rows from `top` down. */
export function responseStrip(
  { points, at, cellWidth, words }: PlacedStrip,
  top: number,
  plot: Area,
  style: FigureStyle,
): SvgChild[] {
  const pitch = rowPitch(style);
  const rowAt = (row: number): number => top + (row + 0.5) * pitch;
  const names = STRIP_ROWS.map((name, row) =>
    label(name, plot.left - 4, rowAt(row), {
      size: style.smallSize,
      anchor: "end",
      ...(name === "Overall" && { weight: "bold" as const }),
    }),
  );
  const widest = Math.max(...points.map(({ study }) => textWidth(String(study), style.smallSize)));
  const every = Math.ceil((widest + 2) / (cellWidth + 0.8));
  const cells = points.flatMap((point, i) => {
    const x = at[i] ?? plot.left;
    const box = (row: number) => ({ x, y: rowAt(row), width: cellWidth, height: pitch * 0.82 });
    return [
      i % every === 0
        ? label(String(point.study), x, rowAt(0), {
            size: style.smallSize,
            anchor: "middle",
            fill: style.theme.muted,
          })
        : undefined,
      responseCell(point.target, "targets", point, box(1), words, style),
      responseCell(point.nonTarget, "non-targets", point, box(2), words, style),
      newLesionCell(point, box(3), words, style),
      responseCell(point.response, "overall", point, box(4), words, style),
    ];
  });
  return [...names, ...cells.filter((child) => child !== undefined)];
}

interface CellBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function responseCell(
  response: OverallResponse | undefined,
  what: string,
  { study, reason: overallReason }: SumPoint,
  box: CellBox,
  words: boolean,
  style: FigureStyle,
): SvgChild {
  if (response === undefined) return dash(box, style);
  const { fill, stroke, text } = responseFill(response, style.theme);
  const reason = what === "overall" ? `: ${overallReason}` : "";
  return svg(
    "g",
    { "data-study": study },
    svg("title", {}, `study ${study}, ${what} ${response}${reason}`),
    svg("rect", { ...cornerOf(box), rx: 1.2, fill, stroke, "stroke-width": 0.6 }),
    words
      ? label(RESPONSE_NAMES[response][0], box.x, box.y, {
          size: style.smallSize,
          weight: "bold",
          anchor: "middle",
          fill: text,
        })
      : undefined,
  );
}

const cornerOf = ({ x, y, width, height }: CellBox) => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});

/** A dash where there is nothing to say. */
const dash = ({ x, y }: CellBox, { theme }: FigureStyle): SvgChild =>
  svg("line", {
    x1: x - 1.5,
    x2: x + 1.5,
    y1: y,
    y2: y,
    stroke: theme.neutral,
    "stroke-width": 0.6,
  });

/** "+2" in red for lesions that count as new; "(2)" for those first measured here that do not count. */
function newLesionCell(
  { study, newLesions, notCounted }: SumPoint,
  box: CellBox,
  words: boolean,
  style: FigureStyle,
): SvgChild {
  const { theme, smallSize } = style;
  if (newLesions.length === 0 && notCounted.length === 0) return dash(box, style);
  const counts = newLesions.length > 0;
  const parts = [
    ...(counts ? [`new: sequence ${newLesions.join(", ")}`] : []),
    ...(notCounted.length > 0
      ? [`first measured, not counted as new: sequence ${notCounted.join(", ")}`]
      : []),
  ];
  const text = counts ? `+${newLesions.length}` : `(${notCounted.length})`;
  return svg(
    "g",
    { "data-study": study },
    svg("title", {}, `study ${study}, ${parts.join("; ")}`),
    words
      ? label(text, box.x, box.y, {
          size: smallSize,
          weight: "bold",
          anchor: "middle",
          fill: counts ? theme.alert : theme.muted,
        })
      : svg("line", {
          x1: box.x,
          x2: box.x,
          y1: box.y - box.height * 0.4,
          y2: box.y + box.height * 0.4,
          stroke: counts ? theme.alert : theme.muted,
          "stroke-width": 1.4,
        }),
  );
}

/** Nothing where all cells have their words. */
export const stripNotes = ({ words }: PlacedStrip): string[] =>
  words ? [] : ["Responses are shown by colour only; the tooltips have the words."];

/** The responses that occur, and what the numbers of new lesions mean. */
export function stripLegend({ points, words }: PlacedStrip, style: FigureStyle): LegendGroup {
  const used = new Set(
    points.flatMap(({ target, nonTarget, response }) =>
      [target, nonTarget, response].flatMap((one) => (one ? [one] : [])),
    ),
  );
  const counted = points.some(({ newLesions }) => newLesions.length > 0);
  const uncounted = points.some(
    ({ newLesions, notCounted }) => newLesions.length === 0 && notCounted.length > 0,
  );
  const entry = (text: string) => ({ text });
  return {
    title: "RECIST 1.1",
    entries: [
      ...responseEntries(used, style),
      ...(counted ? [entry(words ? "+n: new lesions" : "Red tick: new lesion")] : []),
      ...(uncounted
        ? [
            entry(
              words
                ? "(n): first measured here, not counted as new"
                : "Grey tick: first measured here, not counted as new",
            ),
          ]
        : []),
    ],
  };
}
