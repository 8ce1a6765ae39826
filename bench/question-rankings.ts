/**
 * `npm run accuracy:rankings`: the tables of docs/decisions/028-review-questions.md: what the errors among review
 * questions are, and how much of them the first questions correct under several rankings.
 */
import { type Lesion, match, matchPatient, type PatientMatch } from "lesion-graph";
import { simulateCohort } from "lesion-graph/simulation";
import { usefulness } from "../src/matching/review-questions.js";
import { cohorts } from "./cohorts.js";
import { putBetween, stamp, table } from "./markdown.js";
import {
  isOfKind,
  type JudgedQuestion,
  judgedQuestions,
  QUESTION_KINDS,
} from "./question-kinds.js";

const SEEDS = [901, 902, 903, 904];
const PATIENTS = 100;
const SHARES = [0.05, 0.1, 0.2] as const;
const record = new URL("../docs/decisions/028-review-questions.md", import.meta.url);

/** A question with the pairs of lesions that its right answer alone corrects. */
interface Worth extends JudgedQuestion {
  readonly corrected: number;
}

interface Cohort {
  readonly links: number;
  readonly questions: readonly Worth[];
}

const RANKINGS: Readonly<Record<string, (one: Worth["question"]) => number>> = {
  "probability of an error × pairs affected": (one) => one.errorProbability * one.pairsAffected,
  "probability of an error": (one) => one.errorProbability,
  "**probability × root of pairs affected**": usefulness,
  "the root for merges and possible duplicates only": (one) =>
    one.errorProbability *
    (one.answer === "different" ? Math.sqrt(one.pairsAffected) : one.pairsAffected),
};

const measured = SEEDS.flatMap((seed) =>
  Object.entries(cohorts(seed, PATIENTS))
    .filter(([name]) => name !== "default options")
    .flatMap(([, options]) => {
      const { lesions, truth } = simulateCohort(options);
      const groupOf = new Map(truth.map(({ row, group }) => [row, group]));
      const physical = lesions.map((lesion) => ({ ...lesion, location: undefined }));
      return [lesions, physical].map((own) => measure(own, truth, groupOf));
    }),
);
putBetween(record, "question-errors", errorTable(measured.flatMap(({ questions }) => questions)));
putBetween(record, "question-rankings", rankingTable(measured));

function measure(
  lesions: readonly Lesion[],
  truth: ReturnType<typeof simulateCohort>["truth"],
  groupOf: ReadonlyMap<number, number>,
): Cohort {
  const matches = match(lesions);
  const matchOf = new Map(matches.map((one) => [one.patient, one]));
  const questions = judgedQuestions(matches, truth).map((judged): Worth => {
    if (!judged.isWrong) return { ...judged, corrected: 0 };
    const { patient, rows, answer } = judged.question;
    const before = matchOf.get(patient)!;
    const own = before.sequences.flatMap((sequence) => sequence.lesions);
    const constraint = answer === "same" ? { cannotLink: [rows] } : { mustLink: [rows] };
    const after = matchPatient(own, constraint);
    return { ...judged, corrected: wrongPairs(before, groupOf) - wrongPairs(after, groupOf) };
  });
  return { links: matches.reduce((sum, { links }) => sum + links.length, 0), questions };
}

/** Pairs of lesions that are wrongly in one sequence or wrongly apart. */
function wrongPairs({ sequences }: PatientMatch, groupOf: ReadonlyMap<number, number>): number {
  const lesions = sequences.flatMap(({ id, lesions: own }) =>
    own.map(({ row }) => ({ id, group: groupOf.get(row) })),
  );
  let wrong = 0;
  lesions.forEach((a, at) => {
    for (const b of lesions.slice(at + 1)) if ((a.id === b.id) !== (a.group === b.group)) wrong++;
  });
  return wrong;
}

function errorTable(questions: readonly Worth[]): string {
  const sum = (some: readonly Worth[], of: (one: Worth) => number): number =>
    some.reduce((total, one) => total + of(one), 0);
  const rows = QUESTION_KINDS.map((kind) => {
    const own = questions.filter(({ question }) => isOfKind(question, kind));
    return [
      kind,
      own.length,
      own.filter(({ isWrong }) => isWrong).length,
      sum(own, ({ question }) => question.errorProbability).toFixed(0),
      sum(own, ({ corrected }) => corrected),
    ];
  });
  return `${table(["question", "asked", "wrong", "expected", "pairs corrected"], rows)}\n\n${made()}`;
}

/** Mean over the cohorts of the share of correctable pairs that the first questions correct, each answered alone. */
function rankingTable(all: readonly Cohort[]): string {
  const found = ({ links, questions }: Cohort, rank: (one: Worth) => number, share: number) => {
    const ranked = questions.toSorted((a, b) => rank(b) - rank(a));
    const corrected = (some: readonly Worth[]): number =>
      some.reduce((sum, one) => sum + Math.max(0, one.corrected), 0);
    return corrected(ranked.slice(0, Math.ceil(share * links))) / corrected(questions);
  };
  const rows = Object.entries(RANKINGS).map(([name, rank]) => [
    name,
    ...SHARES.map((share) => {
      const shares = all.map((cohort) => found(cohort, ({ question }) => rank(question), share));
      return (shares.reduce((sum, one) => sum + one, 0) / shares.length).toFixed(3);
    }),
  ]);
  return table(["ranking", ...SHARES.map((share) => `${100 * share} %`)], rows);
}

function made(): string {
  return `${PATIENTS} patients of each of five kinds (those of [accuracy](../accuracy.md#probabilities) without the default options), by both locations and by the physical one, seeds ${SEEDS[0]}-${SEEDS.at(-1)}. ${stamp()}, \`npm run accuracy:rankings\`.`;
}
