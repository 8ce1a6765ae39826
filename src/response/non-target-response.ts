/** Response of the non-target lesions, study by study: rule 9. */
import type { SequenceGrowth } from "../growth/growth-result.js";
import type { StatusOf } from "./lesion-statuses.js";
import {
  type Decision,
  isNormalLymphNode,
  type NonTargetResponse,
  sequencesText,
} from "./response-criteria.js";

/** The response of the non-targets in a study. */
export interface NonTargetAssessment extends Decision<NonTargetResponse> {
  /** Sequences that progressed in this study by the reader. */
  readonly progressed: readonly number[];
}

/** The state of a lesion in a study. */
export type LesionState = "gone" | "present" | "progressed" | "unknown";

/** Returns the response by rule 9. Progression is the reader's; diameters never decide it. O(non-targets). */
export function nonTargetAssessment(
  nonTargets: readonly SequenceGrowth[],
  study: number,
  statusOf: StatusOf,
): NonTargetAssessment {
  const states = nonTargets.map((one) => lesionState(one, study, statusOf));
  const inState = (state: LesionState): number[] =>
    nonTargets.filter((_, i) => states[i] === state).map(({ sequence }) => sequence);
  const progressed = inState("progressed");
  const present = inState("present");
  const unknown = inState("unknown");
  const as = (response: NonTargetResponse, reason: string): NonTargetAssessment => ({
    response,
    rule: 9,
    reason,
    progressed,
  });
  if (progressed.length > 0)
    return as("PD", `${sequencesText(progressed)} progressed by the reader`);
  if (present.length > 0) return as("non-CR/non-PD", `${sequencesText(present)} present`);
  if (unknown.length > 0) return as("NE", `${sequencesText(unknown)} not assessed`);
  return as("CR", "all non-targets absent, lymph nodes below 10 mm");
}

/** Returns the state of a lesion in a study, from the reader's status and the measurement. */
export function lesionState(
  sequence: SequenceGrowth,
  study: number,
  statusOf: StatusOf,
): LesionState {
  const status = statusOf(sequence, study);
  if (status === "progressed") return "progressed";
  if (status === "absent") return "gone";
  if (status === "not evaluable") return "unknown";
  const point = sequence.points.find((one) => one.study === study);
  const mm = point?.diameterMm;
  if (mm !== undefined && point?.status === "measured") {
    const isGone = sequence.isLymphNode ? isNormalLymphNode(mm) : mm === 0;
    return isGone ? "gone" : "present";
  }
  if (status === "too small" && sequence.isLymphNode) return "gone";
  if (status !== undefined) return "present";
  return point?.status === "absent" ? "gone" : "unknown";
}
