/** One curve of a growth chart: band, lines and points. */
import { signed } from "../growth/change-chart-options.js";
import type { CurvePoint, GrowthCurve } from "../growth/growth-curves.js";
import { lineStyle } from "../growth/line-style.js";
import { measurementSymbol, sequenceGroup } from "../growth/sequence-group.js";
import type { TimeAxis } from "../growth/time-axis.js";
import type { AxisOptions } from "../kit/axis.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { Scale } from "../kit/scale.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";

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
  const symbols = points.map((point) =>
    measurementSymbol(
      point,
      sequence,
      [time.at(point.study), at(point.mm)],
      pointText(name, point),
      symbol(point.absent ? "cross" : style.shape, size, style.colour, theme.background),
    ),
  );
  return sequenceGroup(sequence, name, ...lines, ...symbols);
}

/** "sequence 3, liver, study 2: 12.3 mm, +15.0 % from first". */
function pointText(name: string, { study, mm, percent, absent, uncertain }: CurvePoint): string {
  const size = absent ? "absent" : `${mm.toFixed(1)} mm`;
  const change = percent === undefined ? "" : `, ${signed(percent, 1)} from first`;
  return `${name}, study ${study}: ${size}${change}${uncertain ? ", uncertain link" : ""}`;
}

/**
 * The axis of diameters for curves, from 0, or logarithmic from a little below the smallest above 0: its domain,
 * of logarithms to base 10 for a logarithmic one, and how its ticks are drawn.
 */
export function mmAxis(
  curves: readonly GrowthCurve[],
  kind: "linear" | "log",
  withBand: boolean,
): {
  readonly domain: readonly [low: number, high: number];
  readonly axis: Omit<AxisOptions, "title">;
} {
  const sizes = curves.flatMap(({ points }) => points.map(({ mm }) => mm));
  const bands = withBand ? curves.map(({ points, limitMm }) => (points[0]?.mm ?? 0) + limitMm) : [];
  const high = Math.max(1, ...sizes, ...bands) * 1.04;
  if (kind === "linear") return { domain: [0, high], axis: { grid: true } };
  const low = Math.min(high / 2, ...sizes.filter((mm) => mm > 0)) / 1.15;
  return {
    domain: [Math.log10(low), Math.log10(high)],
    axis: {
      grid: true,
      ticks: logTicks(low, high).map(Math.log10),
      format: (value) => String(Number((10 ** value).toPrecision(2))),
    },
  };
}

/** Ticks of a logarithmic axis: 1, 2, 5, 10, 20, … */
const logTicks = (low: number, high: number): number[] =>
  [0.1, 1, 10, 100, 1000]
    .flatMap((unit) => [1, 2, 5].map((digit) => digit * unit))
    .filter((tick) => tick >= low && tick <= high);

/** A scale in mm as positions; what lies below a logarithmic axis is drawn at its lower end. */
export const atMm = (scale: Scale, kind: "linear" | "log"): AtMm =>
  kind === "linear"
    ? (mm) => scale.at(mm)
    : (mm) => scale.at(Math.log10(Math.max(mm, 10 ** scale.domain[0])));
