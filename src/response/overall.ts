/** Response of the patient in one study: rules 11 and 12. */
import { type NewLesions, type NonTargetVerdict, sequencesText } from "./non-target.js";
import type { TargetVerdict } from "./target.js";
import type { OverallResponse, Verdict } from "./verdict.js";

/**
 * @param target none where the patient has no targets.
 * @param nonTarget none where the patient has no non-targets.
 * @param unplaced lesions that are there and count neither as disease of the baseline nor as new.
 */
export function overallVerdict(
  target: TargetVerdict | undefined,
  nonTarget: NonTargetVerdict | undefined,
  fresh: NewLesions,
  unplaced: readonly number[],
): Verdict<OverallResponse> {
  const rule = target === undefined ? 12 : 11;
  const as = (response: OverallResponse, why: string): Verdict<OverallResponse> => ({
    response,
    rule,
    why,
  });
  const progressions = [
    ...(fresh.sequences.length > 0 ? [`new lesions: ${sequencesText(fresh.sequences)}`] : []),
    ...(target?.response === "PD" ? [`targets PD (rule ${target.rule})`] : []),
    ...(nonTarget?.response === "PD" ? [`non-targets PD (rule ${nonTarget.rule})`] : []),
  ];
  if (progressions.length > 0) return as("PD", progressions.join("; "));
  const rest = `targets ${target?.response ?? "none"}, non-targets ${nonTarget?.response ?? "none"}, no new lesion`;
  if (target === undefined && nonTarget === undefined && unplaced.length > 0) {
    const why = `no disease at baseline, but ${sequencesText(unplaced)} measured since; whether new, a reader must say`;
    return { ...as("NE", why), review: true };
  }
  if (target === undefined) return as(nonTarget?.response ?? "NED", rest);
  const review = target.review ? { review: target.review } : {};
  if (target.response !== "CR") return { ...as(target.response, rest), ...review };
  const complete = nonTarget === undefined || nonTarget.response === "CR";
  return as(complete ? "CR" : "PR", rest);
}
