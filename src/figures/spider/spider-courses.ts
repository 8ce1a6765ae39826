/** Sequences as lines of the spider chart: changes from the first measurement. */
import { followed } from "../../growth/changes.js";
import type { GrowthPoint, PatientGrowth } from "../../growth/growth-result.js";
import { growthStyles } from "../growth/shown-sequences.js";
import { measuredOften } from "../growth/time-axis.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { SequenceStyle } from "../kit/sequence-style.js";

/** A sequence as a line. */
export interface Course {
  readonly sequence: number;
  readonly look: SequenceStyle;
  readonly points: readonly CoursePoint[];
}

export interface CoursePoint {
  readonly study: number;
  readonly row: number | undefined;
  readonly mm: number;
  readonly percent: number;
  readonly gap: boolean;
  readonly uncertain: boolean;
}

/** Sequences measured twice and more that do not begin with 0 mm. */
export function coursesOf(growth: PatientGrowth, { theme }: FigureStyle): Course[] {
  const looks = growthStyles(growth, theme);
  return measuredOften(growth, 2)
    .filter(({ points }) => (followed(points)[0]?.diameterMm ?? 0) > 0)
    .map(({ sequence, points }) => ({
      sequence,
      // Measured once and absent since: grey, as in the timeline.
      look: looks.get(sequence) ?? { colour: theme.neutral, shape: "circle" },
      points: percentages(points),
    }));
}

/** Change by study, with a gap where studies without a measurement lie before it. */
function percentages(points: readonly GrowthPoint[]): CoursePoint[] {
  const known = followed(points);
  return known.map((point, k) => {
    const before = known[k - 1];
    return {
      study: point.study,
      row: point.row,
      mm: point.diameterMm,
      percent: point.fromBaseline?.percent ?? 0,
      gap: before !== undefined && points.indexOf(point) - points.indexOf(before) > 1,
      uncertain: point.link?.uncertain === true,
    };
  });
}
