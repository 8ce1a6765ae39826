/** All curves in one plot, each named at its end. */
import type { PatientGrowth } from "../../growth/growth-result.js";
import { endLabels, endLabelWidth } from "../growth/end-labels.js";
import type { GrowthCurve } from "../growth/growth-curves.js";
import { diameterTitle } from "../growth/growth-texts.js";
import { timeAxis } from "../growth/time-axis.js";
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { linearScale } from "../kit/scale.js";
import type { SvgChild } from "../kit/svg.js";
import { atMm, drawBand, drawBar, drawCurve, mmAxis } from "./draw-curve.js";
import type { GrowthChartFigureOptions } from "./growth-chart-options.js";

/** From one bar to the next, in points. */
const BAR_PITCH = 3.6;

/** True where the bands of two curves cover a part of each other. */
function overlap(a: GrowthCurve, b: GrowthCurve): boolean {
  const [a1, a2, b1, b2] = [a.points[0], a.points.at(-1), b.points[0], b.points.at(-1)];
  if (!a1 || !a2 || !b1 || !b2) return false;
  return (
    a1.study < b2.study && b1.study < a2.study && Math.abs(a1.mm - b1.mm) < a.limitMm + b.limitMm
  );
}

/**
 * Which place left of its first point the bar of every curve has, those of one study side by side; undefined for
 * bands. Bands that overlap become bars.
 */
function errorBars(curves: readonly GrowthCurve[], errorBand: boolean): (number | undefined)[] {
  const bands = !curves.some((a, i) => curves.slice(i + 1).some((b) => overlap(a, b)));
  if (!errorBand || bands) return curves.map(() => undefined);
  const used = new Map<number, number>();
  return curves.map(({ points }) => {
    const study = points[0]?.study ?? 0;
    const slot = (used.get(study) ?? 0) + 1;
    used.set(study, slot);
    return slot;
  });
}

/** Draws the plot from the top of the figure; `bottom` is where it ends. */
export function growthPlot(
  growth: PatientGrowth,
  curves: readonly GrowthCurve[],
  { scale: kind, errorBand, time: timeKind }: GrowthChartFigureOptions,
  style: FigureStyle,
): { readonly bottom: number; readonly body: readonly (SvgChild | undefined)[] } {
  const { fontSize, width, widthMm } = style;
  const top = fontSize;
  const height = Math.max(width * (widthMm < 120 ? 0.66 : 0.42), curves.length * fontSize * 1.3);
  const { domain, axis: ticks } = mmAxis(curves, kind, errorBand);
  const y = linearScale(domain, [top + height, top]);
  const axis = { ...ticks, title: diameterTitle(growth) };
  // Types beside the numbers only where they leave the plot most of the width.
  const long = curves.map((curve) => curve.label);
  const texts =
    endLabelWidth(long, style) < width * 0.2
      ? long
      : curves.map(({ sequence }) => String(sequence));
  const plot: Area = {
    left: leftAxisWidth(y, axis, style),
    right: width - endLabelWidth(texts, style),
    top,
    bottom: top + height,
  };
  const bars = errorBars(curves, errorBand);
  const inset = fontSize + BAR_PITCH * Math.max(0, ...bars.map((slot) => slot ?? 0));
  const time = timeAxis(growth, [plot.left + inset, plot.right - fontSize * 0.6], style, timeKind);
  const at = atMm(y, kind);
  const ends = curves.map(({ points, sequence, style: { colour } }, i) => ({
    text: texts[i] ?? "",
    colour,
    sequence,
    points: points.map(({ study, mm }) => [time.at(study), at(mm)] as const),
  }));
  return {
    bottom: plot.bottom + bottomAxisHeight(style),
    body: [
      leftAxis(y, plot, axis, style),
      bottomAxis(time.scale, plot, time.axis, style),
      ...curves.map((curve, i) => {
        const slot = bars[i];
        if (!errorBand) return undefined;
        return slot === undefined
          ? drawBand(curve, time, at, 0.12)
          : drawBar(curve, time, at, fontSize * 0.35 + slot * BAR_PITCH);
      }),
      ...curves.map((curve) => drawCurve(curve, time, at, fontSize * 0.72, style)),
      ...endLabels(ends, { ...plot, right: plot.right - fontSize * 0.6 }, style),
    ],
  };
}
