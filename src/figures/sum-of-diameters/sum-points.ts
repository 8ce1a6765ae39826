/** The sums of a patient's targets with what a chart says of every study. */

import type { NonTargetResponse, TargetResponse } from "../../response/response-criteria.js";
import type { PatientResponse } from "../../response/response-result.js";
import { type SumPoint as CoursePoint, sumCourse } from "../../response/sum-course.js";
import type { TargetValue } from "../../response/target-sums.js";

/** One study of the course. */
export interface SumPoint extends CoursePoint {
  /** Sum of the evaluable targets in mm. */
  readonly evaluableMm: number;
  readonly values: readonly TargetValue[];
  readonly target: TargetResponse | undefined;
  readonly nonTarget: NonTargetResponse | undefined;
  /** Sequences first measured in this study that do not count as new. */
  readonly notCounted: readonly number[];
  /** The numbers behind the overall response. */
  readonly reason: string;
}

/** Baseline first, in time order; none where there are no targets or no study after baseline. */
export function sumPoints(response: PatientResponse): SumPoint[] {
  const { baseline, assessments, assignments } = response;
  if (baseline === undefined || baseline.values.length === 0 || assessments.length === 0) return [];
  return sumCourse(response).map((point) => {
    const assessment = assessments.find(({ study }) => study === point.study);
    const later = assignments.filter(
      ({ role, firstMeasuredStudy }) =>
        role === "first measured later" && firstMeasuredStudy === point.study,
    );
    return {
      ...point,
      evaluableMm: point.evaluableMm ?? 0,
      values: (point.isBaseline ? baseline : assessment?.target)?.values ?? [],
      target: assessment?.target?.response,
      nonTarget: assessment?.nonTarget?.response,
      notCounted: point.isBaseline ? [] : later.map(({ sequence }) => sequence),
      reason: assessment?.overall.reason ?? "baseline",
    };
  });
}

/** True where some targets were evaluable and others were not: the sum is at least `evaluableMm`. */
export const isIncomplete = ({ sumMm, values }: SumPoint): boolean =>
  sumMm === undefined && values.some(({ mm }) => mm !== undefined);

/** How many sums are incomplete, and studies without any; nothing where none is. */
export function sumNotes(points: readonly SumPoint[]): string[] {
  const incomplete = points.filter(isIncomplete).length;
  const without = points.filter((point) => point.sumMm === undefined && !isIncomplete(point));
  return [
    ...(incomplete === 0
      ? []
      : [
          `${incomplete} of ${points.length} sums incomplete: a target was not evaluable; the sum is at least the value drawn.`,
        ]),
    ...(without.length === 0
      ? []
      : [
          `No sum where no target was evaluable: study ${without.map(({ study }) => study).join(", ")}.`,
        ]),
  ];
}
