/** Response of the patient in one study: rules 11 and 12. */
import type { NewLesions } from "./new-lesions.js";
import type { NonTargetAssessment } from "./non-target-response.js";
import { type Decision, type OverallResponse, sequencesText } from "./response-criteria.js";
import type { TargetAssessment } from "./target-response.js";

/** What the overall response of a study follows from. */
export interface StudyEvidence {
  /** None where the patient has no targets. */
  readonly target: TargetAssessment | undefined;
  /** None where the patient has no non-targets. */
  readonly nonTarget: NonTargetAssessment | undefined;
  readonly newLesions: NewLesions;
  /** Lesions present in this study that are neither disease at baseline nor counted as new. */
  readonly uncounted: readonly number[];
  /** Study of an earlier overall complete response. */
  readonly completeSince: number | undefined;
}

/**
 * Returns the overall response. Disease after an overall complete response is progression (RECIST 1.1, table
 * 3, footnote); where the targets alone would not be progression, a reader must review it.
 */
export function overallResponse(evidence: StudyEvidence): Decision<OverallResponse> {
  const rule = evidence.target === undefined ? 12 : 11;
  const progressions = progressionsOf(evidence);
  const { target, nonTarget, completeSince } = evidence;
  const hasDisease = target?.showsDisease === true || nonTarget?.response === "non-CR/non-PD";
  if (completeSince !== undefined && hasDisease) {
    const reason = [`disease after CR in study ${completeSince}`, ...progressions].join("; ");
    return withReview({ response: "PD", rule, reason }, progressions.length === 0);
  }
  if (progressions.length > 0) {
    const onlyTarget = progressions.length === 1 && target?.response === "PD";
    const reason = progressions.join("; ");
    return withReview({ response: "PD", rule, reason }, onlyTarget && target.review === true);
  }
  return { ...withoutProgression(evidence), rule };
}

const withReview = <R extends string>(decision: Decision<R>, review: boolean): Decision<R> =>
  review ? { ...decision, review } : decision;

function progressionsOf({ target, nonTarget, newLesions }: StudyEvidence): string[] {
  return [
    ...(newLesions.sequences.length > 0
      ? [`new lesions: ${sequencesText(newLesions.sequences)}`]
      : []),
    ...(target?.response === "PD" ? [`targets PD (rule ${target.rule})`] : []),
    ...(nonTarget?.response === "PD" ? [`non-targets PD (rule ${nonTarget.rule})`] : []),
  ];
}

function withoutProgression({
  target,
  nonTarget,
  uncounted,
}: StudyEvidence): Omit<Decision<OverallResponse>, "rule"> & { rule: number } {
  const rule = 11;
  const parts = `targets ${target?.response ?? "none"}, non-targets ${nonTarget?.response ?? "none"}, no new lesion`;
  const isUncounted = uncounted.length > 0;
  const reason = isUncounted
    ? `${parts}; ${sequencesText(uncounted)} measured but not counted`
    : parts;
  if (target === undefined && nonTarget === undefined && isUncounted) {
    return { response: "NE", rule, reason, review: true };
  }
  if (target === undefined) {
    const response = nonTarget?.response ?? "NED";
    return withReview(
      { response, rule, reason: response === "CR" ? reason : parts },
      response === "CR" && isUncounted,
    );
  }
  if (target.response !== "CR") {
    return withReview({ response: target.response, rule, reason: parts }, target.review === true);
  }
  const isComplete = nonTarget === undefined || nonTarget.response === "CR";
  if (!isComplete) return { response: "PR", rule, reason: parts };
  return withReview({ response: "CR", rule, reason }, isUncounted);
}
