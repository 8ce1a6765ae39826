/** Sequences as lines of the spider chart: changes from the first measurement. */
import type { PatientGrowth } from "../../growth/growth-result.js";
import { type CurvePoint, curvesOf, type GrowthCurve } from "../growth/growth-curves.js";
import type { FigureStyle } from "../kit/figure-style.js";

/** A sequence as a line. */
export interface Course extends Pick<GrowthCurve, "sequence" | "style"> {
  readonly points: readonly (CurvePoint & { readonly percent: number })[];
}

/** Sequences measured twice and more that do not begin with 0 mm. */
export const coursesOf = (growth: PatientGrowth, { theme }: FigureStyle): Course[] =>
  curvesOf(growth, theme)
    .filter(({ points }) => (points[0]?.mm ?? 0) > 0)
    .map(({ sequence, style, points }) => ({
      sequence,
      style,
      points: points.map((point) => ({ ...point, percent: point.percent ?? 0 })),
    }));
