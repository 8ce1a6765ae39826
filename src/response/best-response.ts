/** Best overall response: rule 13. */
import { atLeast } from "../growth/changes.js";
import type { StudyTime } from "../growth/patient-dates.js";
import { type Decision, type OverallResponse, studiesText } from "./response-criteria.js";
import type { BestResponseOptions } from "./response-schema.js";

/** The overall response at a time. */
export interface TimedResponse extends StudyTime {
  readonly overall: Decision<OverallResponse>;
}

export interface BestResponse extends Decision<OverallResponse> {
  /** The study that decided it. */
  readonly study: number | undefined;
}

/** A response that was reached, with the study that decided it. */
export interface ReachedResponse<T extends TimedResponse = TimedResponse> {
  readonly response: Exclude<OverallResponse, "PD" | "NE" | "NED">;
  readonly assessment: T;
  readonly reason: string;
}

/**
 * Returns the best of CR, PR and stable disease that was reached. With `confirm` a response counts when
 * another follows at least `confirmDays` later, with nothing worse in between except one assessment that was
 * not evaluable. A response that is not confirmed counts as stable disease where that has lasted `stableDays`
 * from baseline (as non-CR/non-PD for non-targets only).
 *
 * @param baselineDay none where dates are unknown; then there is no minimum interval for stable disease
 */
export function reachedResponse<T extends TimedResponse>(
  assessments: readonly T[],
  baselineDay: number | undefined,
  options: BestResponseOptions,
): ReachedResponse<T> | undefined {
  return (
    firstResponse(assessments, "CR", options) ??
    firstResponse(assessments, "PR", options) ??
    stableDisease(assessments, baselineDay, options)
  );
}

function firstResponse<T extends TimedResponse>(
  assessments: readonly T[],
  response: "CR" | "PR",
  { confirm, confirmDays }: BestResponseOptions,
): ReachedResponse<T> | undefined {
  for (const [i, assessment] of assessments.entries()) {
    if (!responds(assessment, response)) continue;
    const reason = `${response} in study ${assessment.study}`;
    if (!confirm) return { response, assessment, reason };
    const second = confirmation(assessment, assessments.slice(i + 1), response, confirmDays);
    if (second === undefined) continue;
    return { response, assessment, reason: `${reason}, confirmed in study ${second.study}` };
  }
  return undefined;
}

function stableDisease<T extends TimedResponse>(
  assessments: readonly T[],
  baselineDay: number | undefined,
  { stableDays }: BestResponseOptions,
): ReachedResponse<T> | undefined {
  const assessment = assessments.find((one) => {
    const days = daysBetween(baselineDay, one.day);
    return isStable(one) && (days === undefined || atLeast(days, stableDays));
  });
  if (assessment === undefined) return undefined;
  const { overall, study, day } = assessment;
  const response = overall.rule === 12 ? "non-CR/non-PD" : "SD";
  const days = daysBetween(baselineDay, day);
  const after = days === undefined ? "" : ` after ${days} days`;
  const unconfirmed = overall.response === response ? "" : ` (${overall.response}, not confirmed)`;
  return { response, assessment, reason: `${response} in study ${study}${after}${unconfirmed}` };
}

const isStable = ({ overall: { response } }: TimedResponse): boolean =>
  ["CR", "PR", "SD", "non-CR/non-PD"].includes(response);

/** CR is also a partial response. */
const responds = ({ overall: { response } }: TimedResponse, wanted: "CR" | "PR"): boolean =>
  response === "CR" || response === wanted;

const daysBetween = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : to - from;

/** The assessment that confirms a response, if one does. */
function confirmation(
  first: TimedResponse,
  later: readonly TimedResponse[],
  response: "CR" | "PR",
  confirmDays: number,
): TimedResponse | undefined {
  let notEvaluable = 0;
  for (const one of later) {
    const days = daysBetween(first.day, one.day);
    if (one.overall.response === "NE") {
      notEvaluable++;
      if (notEvaluable > 1) return undefined;
    } else if (!responds(one, response)) {
      return undefined;
    } else if (days !== undefined && atLeast(days, confirmDays)) {
      return one;
    }
  }
  return undefined;
}

/**
 * Returns the best overall response up to the first progression. Where no response and no stable disease was
 * reached, progression is PD, and so is disease after an unconfirmed CR (RECIST 1.1, table 3).
 *
 * @param assessments after baseline, in time order; none gives NE
 */
export function bestResponse(
  assessments: readonly TimedResponse[],
  baselineDay: number | undefined,
  options: BestResponseOptions,
): BestResponse {
  const end = assessments.findIndex(({ overall }) => overall.response === "PD");
  const beforeProgression = end < 0 ? assessments : assessments.slice(0, end);
  const best = reachedResponse(beforeProgression, baselineDay, options);
  if (best !== undefined) return decided(best.response, best.assessment, best.reason);
  const progression = assessments[end];
  if (progression !== undefined) {
    const reason = `PD in study ${progression.study}, nothing better before`;
    return decided("PD", progression, reason);
  }
  return nothingReached(assessments, baselineDay, options);
}

const decided = (
  response: OverallResponse,
  assessment: TimedResponse | undefined,
  reason: string,
): BestResponse => ({ response, rule: 13, reason, study: assessment?.study });

/** Neither a response nor stable disease nor progression was reached. */
function nothingReached(
  assessments: readonly TimedResponse[],
  baselineDay: number | undefined,
  { stableDays }: BestResponseOptions,
): BestResponse {
  const complete = assessments.findIndex(({ overall }) => overall.response === "CR");
  const disease = assessments.find(
    (one, i) => complete >= 0 && i > complete && isStable(one) && one.overall.response !== "CR",
  );
  if (disease !== undefined) {
    const { overall, study } = disease;
    const reason = `${overall.response} in study ${study}: disease after a CR that was not confirmed`;
    return decided("PD", disease, reason);
  }
  const early = assessments.find(isStable);
  if (early !== undefined) {
    const days = daysBetween(baselineDay, early.day) ?? 0;
    return decided("NE", early, `SD after only ${days} days, fewer than ${stableDays}`);
  }
  const [first] = assessments;
  if (first === undefined) return decided("NE", undefined, "no study after baseline");
  const unclear = assessments.filter(({ overall }) => overall.response !== "NED");
  if (unclear.length === 0) return decided("NED", first, "no disease at baseline or since");
  if (unclear.length === assessments.length) return decided("NE", undefined, "no evaluable study");
  const studies = studiesText(unclear.map(({ study }) => study));
  return decided("NE", unclear[0], `not evaluable in ${studies}, no disease in others`);
}
