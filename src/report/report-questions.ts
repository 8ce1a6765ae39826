/** What a reader should look at before using the numbers of a patient. */
import { type Html, html } from "./html.js";
import type { ReportPatient } from "./report-patient.js";

/** The flags of all sequences, the questions of the match and the assessments to review, without repetition. */
export function reviewQuestions({ match, growth, response }: ReportPatient): string[] {
  const flags = (growth?.sequences ?? []).flatMap(({ sequence, flags }) =>
    flags.map(({ message }) => `Sequence ${sequence}: ${message}.`),
  );
  const conflicts =
    growth !== undefined
      ? []
      : match.conflicts.map(
          ({ sequence, study, rows }) =>
            `Sequence ${sequence}: rows ${rows.join(" and ")} of study ${study} are different lesions.`,
        );
  const review = (response?.assessments ?? [])
    .filter(({ overall, target }) => overall.review === true || target?.review === true)
    .map(({ study, overall }) => `Study ${study}: ${overall.response}, ${overall.reason}.`);
  const splits = (growth?.splitMergeCandidates ?? []).map(
    ({ kind, whole, parts }) =>
      `Sequence ${whole.sequence}: possible ${kind} of row ${whole.row} (study ${whole.study}) ${kind === "split" ? "into" : "from"} rows ${parts.map(({ row }) => row).join(" and ")} (study ${parts[0]?.study ?? "unknown"}).`,
  );
  return [...new Set([...flags, ...conflicts, ...splits, ...review])];
}

export function reviewBox(one: ReportPatient): Html {
  const questions = reviewQuestions(one);
  if (questions.length === 0) {
    return html`<div class="box review"><h3>Review questions</h3><p>None.</p></div>`;
  }
  return html`<div class="box review"><h3>Review questions (${questions.length})</h3><ol>
${questions.map((text) => html`<li>${text}</li>\n`)}</ol></div>`;
}
