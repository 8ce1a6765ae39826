/** One curve of a growth chart: band, lines and points. */
import { signed } from "../growth/change-chart-options.js";
import { lineStyle } from "../growth/line-style.js";
import type { TimeAxis } from "../growth/time-axis.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { moved } from "../kit/legend.js";
import type { Scale } from "../kit/scale.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";
import type { CurvePoint, GrowthCurve } from "./growth-curves.js";

/** Where a diameter lies on the page; the axis may be logarithmic and has no 0 then. */
export type AtMm = (mm: number) => number;

/** The band of the measurement error around the first diameter, from the first study of the curve on. */
export function drawBand(
  { points, limitMm, style }: GrowthCurve,
  time: TimeAxis,
  at: AtMm,
  opacity: number,
): SvgChild | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [top, bottom] = [at(first.mm + limitMm), at(Math.max(0, first.mm - limitMm))];
  const left = time.at(first.study);
  return svg("rect", {
    class: "error-band",
    x: left,
    y: top,
    width: time.at(last.study) - left,
    height: bottom - top,
    fill: style.colour,
    "fill-opacity": opacity,
  });
}

/** The same range as a bar, so far left of the first point. */
export function drawBar(
  { points, limitMm, style }: GrowthCurve,
  time: TimeAxis,
  at: AtMm,
  left: number,
): SvgChild | undefined {
  const first = points[0];
  if (first === undefined) return undefined;
  const [top, bottom] = [at(first.mm + limitMm), at(Math.max(0, first.mm - limitMm))];
  return svg("rect", {
    class: "error-band",
    x: time.at(first.study) - left - 1.2,
    y: top,
    width: 2.4,
    height: bottom - top,
    rx: 1.2,
    fill: style.colour,
    "fill-opacity": 0.45,
  });
}

/** Lines and points, with tooltips. */
export function drawCurve(
  curve: GrowthCurve,
  time: TimeAxis,
  at: AtMm,
  size: number,
  { theme }: FigureStyle,
): SvgChild {
  const { sequence, name, style, points } = curve;
  const lines = points.slice(1).map((point, i) => {
    const before = points[i] ?? point;
    return svg("line", {
      class: "link",
      x1: time.at(before.study),
      y1: at(before.mm),
      x2: time.at(point.study),
      y2: at(point.mm),
      stroke: style.colour,
      "data-from": before.row,
      "data-to": point.row,
      ...lineStyle(point),
    });
  });
  const symbols = points.map((point) => {
    const title = pointText(name, point);
    return svg(
      "g",
      {
        class: "lesion",
        transform: moved(time.at(point.study), at(point.mm)),
        role: "graphics-symbol img",
        "aria-label": title,
        "data-row": point.row,
        "data-study": point.study,
        "data-sequence": sequence,
      },
      svg("title", {}, title),
      symbol(point.absent ? "cross" : style.shape, size, style.colour, theme.background),
    );
  });
  return svg(
    "g",
    { class: "sequence", role: "group", "aria-label": name, "data-sequence": sequence },
    ...lines,
    ...symbols,
  );
}

/** "sequence 3, liver, study 2: 12.3 mm, +15.0 % from first". */
function pointText(name: string, { study, mm, percent, absent, uncertain }: CurvePoint): string {
  const size = absent ? "absent" : `${mm.toFixed(1)} mm`;
  const change = percent === undefined ? "" : `, ${signed(percent, 1)} from first`;
  return `${name}, study ${study}: ${size}${change}${uncertain ? ", uncertain link" : ""}`;
}

/** The scale of diameters for curves: from 0, or logarithmic from a little below the smallest above 0. */
export function mmScale(
  curves: readonly GrowthCurve[],
  kind: "linear" | "log",
  withBand: boolean,
): { readonly low: number; readonly high: number } {
  const sizes = curves.flatMap(({ points }) => points.map(({ mm }) => mm));
  const bands = withBand ? curves.map(({ points, limitMm }) => (points[0]?.mm ?? 0) + limitMm) : [];
  const high = Math.max(1, ...sizes, ...bands) * 1.04;
  const positive = sizes.filter((mm) => mm > 0);
  return { low: kind === "linear" ? 0 : Math.min(high / 2, ...positive) / 1.15, high };
}

/** Ticks of a logarithmic axis: 1, 2, 5, 10, 20, … */
export const logTicks = (low: number, high: number): number[] =>
  [0.1, 1, 10, 100, 1000]
    .flatMap((unit) => [1, 2, 5].map((digit) => digit * unit))
    .filter((tick) => tick >= low && tick <= high);

/** A scale in mm as positions; what lies below a logarithmic axis is drawn at its lower end. */
export const atMm = (scale: Scale, kind: "linear" | "log"): AtMm =>
  kind === "linear"
    ? (mm) => scale.at(mm)
    : (mm) => scale.at(Math.log10(Math.max(mm, 10 ** scale.domain[0])));
