/** Review questions as a tidy table. */
import { fail } from "../core/errors.js";
import { column, type RowOf, Table } from "../csv/table.js";
import { EVIDENCE_COLUMNS } from "./match-table.js";
import type { ReviewQuestion } from "./review-questions.js";

/** The columns of {@link reviewTable}. */
export const REVIEW_COLUMNS = Object.freeze({
  patient: column.text("Id of the patient"),
  kind: column.choice(["link", "split", "merge", "duplicate"], "What is asked"),
  fromRow: column.integer("Data row of the earlier lesion"),
  toRow: column.integer("Data row of the later lesion"),
  fromStudy: column.integer("Study of the earlier lesion"),
  toStudy: column.integer("Study of the later lesion"),
  fromSequence: column.integer("Sequence of the earlier lesion"),
  toSequence: column.integer("Sequence of the later lesion"),
  answer: column.choice(["same", "different"], "The result as it is"),
  probability: column.number("Probability that the two are the same lesion"),
  errorProbability: column.number("Probability that the result is wrong"),
  pairsAffected: column.integer("Pairs of lesions that the other answer joins or separates"),
  ...EVIDENCE_COLUMNS,
  change: column.text("What the other answer changes"),
});

/** One question; unknown values are `undefined`. */
export type ReviewRow = RowOf<typeof REVIEW_COLUMNS>;

/**
 * Returns a table with one row per question, in their order: what `match --format questions` writes. O(n).
 *
 * @example
 * console.log(reviewTable(reviewQuestions(matches)).toCsv());
 * @throws LesionGraphError BAD_VALUE for what is not a list of questions.
 */
export function reviewTable(questions: readonly ReviewQuestion[]): Table<typeof REVIEW_COLUMNS> {
  const isQuestion = (one: unknown): boolean =>
    typeof one === "object" && one !== null && Array.isArray((one as ReviewQuestion).rows);
  if (!Array.isArray(questions) || !questions.every(isQuestion)) {
    fail(
      "BAD_VALUE",
      "a list of questions, as reviewQuestions returns it",
      questions ?? "nothing",
      {
        remedy: "pass reviewQuestions(matches)",
      },
    );
  }
  return new Table(REVIEW_COLUMNS, questions.map(reviewRow));
}

const reviewRow = ({
  patient,
  kind,
  rows,
  studies,
  sequences,
  evidence,
  ...question
}: ReviewQuestion): ReviewRow => ({
  patient,
  kind,
  fromRow: rows[0],
  toRow: rows[1],
  fromStudy: studies[0],
  toStudy: studies[1],
  fromSequence: sequences[0],
  toSequence: sequences[1],
  answer: question.answer,
  probability: question.probability,
  errorProbability: question.errorProbability,
  pairsAffected: question.pairsAffected,
  prior: evidence?.prior,
  location: evidence?.location,
  size: evidence?.size,
  type: evidence?.type,
  appearance: evidence?.appearance,
  change: question.change,
});
