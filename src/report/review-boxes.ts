/** What a reader should look at before using the numbers of a patient. */
import { type ReviewQuestion, reviewQuestions } from "../matching/review-questions.js";
import { type Html, html } from "./html.js";
import type { ReportPatient } from "./report-patient.js";

/**
 * Questions about pairs of lesions, the most useful first. Algorithm 1 has no probabilities and asks none; what it
 * leaves open is in {@link checksOf}.
 */
export const questionsOf = ({ match }: ReportPatient): ReviewQuestion[] =>
  match.method === "joint" ? reviewQuestions(match) : [];

/** The flags of all sequences, possible splits and merges, and responses to review, without repetition. */
export function checksOf({ match, growth, response }: ReportPatient): string[] {
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

/** The questions of the joint matcher, and the checks. */
export function reviewBoxes(one: ReportPatient): Html {
  const questions = questionsOf(one).map(questionText);
  const asked = one.match.method === "joint" ? box("Review questions", questions) : html``;
  return html`${asked}${box("Checks", checksOf(one))}`;
}

/** "Are rows 3 (study 1) and 7 (study 2) the same lesion? Result: same, probability 0.93. Otherwise …" */
function questionText({ rows, studies, answer, probability, change }: ReviewQuestion): string {
  const [from, to] = rows.map((row, i) => `${row} (study ${studies[i]})`);
  return `Are rows ${from} and ${to} the same lesion? Result: ${answer}, probability ${probability.toFixed(2)}. Otherwise ${change}.`;
}

const box = (heading: string, texts: readonly string[]): Html =>
  texts.length === 0
    ? html`<div class="box review"><h3>${heading}</h3><p>None.</p></div>`
    : html`<div class="box review"><h3>${heading} (${texts.length})</h3><ol>
${texts.map((text) => html`<li>${text}</li>\n`)}</ol></div>`;
