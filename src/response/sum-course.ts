/** The sum of target diameters over time, as data for a chart. */

import { assertPatient } from "../core/patient-list.js";
import type { StudyTime } from "../growth/patient-dates.js";
import type { ImmuneResponse } from "./irecist.js";
import type { OverallResponse } from "./response-criteria.js";
import type { PatientResponse } from "./response-result.js";
import { RESPONSE_KIND } from "./response-result.js";
import { partialResponseLimitMm, progressionLimitMm } from "./target-response.js";

/** The sum of target diameters at one study, with the limits that apply there. */
export interface SumPoint extends StudyTime {
  readonly isBaseline: boolean;
  /** Sum in mm; none where a target is not evaluable. */
  readonly sumMm: number | undefined;
  /** Sum of the evaluable targets in mm. */
  readonly evaluableMm: number | undefined;
  /** Smallest earlier sum in mm; none at baseline and without targets. */
  readonly nadirMm: number | undefined;
  /** Largest sum that is a partial response: 30 % below baseline, mm. */
  readonly partialResponseMm: number | undefined;
  /** Smallest sum that is progression: 20 % and 5 mm above the nadir, mm. */
  readonly progressionMm: number | undefined;
  /** Sequences of new lesions that are first counted at this study. */
  readonly newLesions: readonly number[];
  /** None at baseline. */
  readonly response: OverallResponse | undefined;
  readonly immuneResponse: ImmuneResponse | undefined;
  /** A reader must review the response. */
  readonly review: boolean;
}

/**
 * Returns the course of the sum of target diameters from baseline on, in time order. Empty where the patient
 * was not assessed; without targets the sums and limits are `undefined`. O(studies).
 *
 * @example
 * sumCourse(response).map(({ study, sumMm, response }) => [study, sumMm, response]);
 */
export function sumCourse(response: PatientResponse): SumPoint[] {
  assertPatient(response, RESPONSE_KIND);
  const { baseline, assessments } = response;
  if (baseline === undefined) return [];
  const hasTargets = baseline.values.length > 0;
  const counted = new Set<number>();
  const start: SumPoint = {
    study: baseline.study,
    date: baseline.date,
    day: baseline.day,
    isBaseline: true,
    sumMm: baseline.sumMm,
    evaluableMm: hasTargets ? baseline.evaluableMm : undefined,
    nadirMm: undefined,
    partialResponseMm: hasTargets ? partialResponseLimitMm(baseline.evaluableMm) : undefined,
    progressionMm: undefined,
    newLesions: [],
    response: undefined,
    immuneResponse: undefined,
    review: false,
  };
  const later = assessments.map(({ study, date, day, target, newLesions, overall, immune }) => {
    const first = newLesions.sequences.filter((sequence) => !counted.has(sequence));
    for (const sequence of first) counted.add(sequence);
    return {
      study,
      date,
      day,
      isBaseline: false,
      sumMm: target?.sumMm,
      evaluableMm: target?.evaluableMm,
      nadirMm: target?.nadirMm,
      partialResponseMm: target && partialResponseLimitMm(target.baselineMm),
      progressionMm: target && progressionLimitMm(target.nadirMm),
      newLesions: first,
      response: overall.response,
      immuneResponse: immune.response,
      review: overall.review === true,
    };
  });
  return [start, ...later];
}
