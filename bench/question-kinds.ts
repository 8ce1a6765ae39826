/** Whether review questions are as often about an error as their probabilities say, kind by kind. */
import { type PatientMatch, type ReviewQuestion, reviewQuestions } from "lesion-graph";
import type { TrueGroup } from "lesion-graph/simulation";
import { table } from "./markdown.js";

/** A question with what a reader who knows the truth answers. */
export interface JudgedQuestion {
  readonly question: ReviewQuestion;
  readonly isWrong: boolean;
}

/** Every question about the matches, the most useful first. */
export function judgedQuestions(
  matches: readonly PatientMatch[],
  truth: readonly TrueGroup[],
): JudgedQuestion[] {
  const groupOf = new Map(truth.map(({ row, group }) => [row, group]));
  return reviewQuestions(matches, { errorAtLeast: 0 }).map((question) => {
    const [from, to] = question.rows.map((row) => groupOf.get(row));
    return { question, isWrong: (from === to) !== (question.answer === "same") };
  });
}

const IS_OF_KIND: Readonly<Record<string, (question: ReviewQuestion) => boolean>> = {
  "split within a sequence": ({ kind }) => kind === "split",
  "last or first link of a sequence": ({ kind }) => kind === "link",
  "merge of two sequences": ({ kind, competitor }) => kind === "merge" && competitor === undefined,
  "lesion of another sequence": ({ kind, competitor }) =>
    kind === "merge" && competitor !== undefined,
  "merged duplicates": ({ kind, answer }) => kind === "duplicate" && answer === "same",
  "possible duplicates": ({ kind, answer }) => kind === "duplicate" && answer === "different",
};
/** What questions ask, in the words of the tables. */
export const QUESTION_KINDS: readonly string[] = Object.keys(IS_OF_KIND);

export const isOfKind = (question: ReviewQuestion, kind: string): boolean =>
  IS_OF_KIND[kind]!(question);

/** Limits of the probability of an error. */
const LIMITS = [0, 0.02, 0.1, 0.3, 1] as const;

/** The questions of each kind: how many, how many are about an error, and how many errors they expect. */
export function questionTable(judged: readonly JudgedQuestion[]): string {
  const wrongAndExpected = (some: readonly JudgedQuestion[]): [number, string] => [
    some.filter(({ isWrong }) => isWrong).length,
    some.reduce((sum, { question }) => sum + question.errorProbability, 0).toFixed(0),
  ];
  const rows = QUESTION_KINDS.map((name) => {
    const own = judged.filter(({ question }) => isOfKind(question, name));
    const bins = LIMITS.slice(1).map((to, at) =>
      own.filter(({ question: { errorProbability: error } }) => error > LIMITS[at]! && error <= to),
    );
    return [
      name,
      own.length,
      ...wrongAndExpected(own),
      ...bins.map((bin) => {
        const [wrong, expected] = wrongAndExpected(bin);
        return bin.length === 0 ? "" : `${wrong} (${expected}) of ${bin.length}`;
      }),
    ];
  });
  const percent = (limit: number): number => 100 * limit;
  return table(
    [
      "question",
      "asked",
      "wrong",
      "expected",
      ...LIMITS.slice(1).map((to, at) => `${percent(LIMITS[at]!)}–${percent(to)} %`),
    ],
    rows,
  );
}
