/** The decisions of the joint matcher that are most worth a reader's look, over a patient or a cohort. */

import { fail } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import { assertObject } from "../core/option-checks.js";
import { assertPatientList } from "../core/patient-list.js";
import { MatchedLesions } from "./matched-lesions.js";
import {
  type Edge,
  type LinkEvidence,
  MATCH_KIND,
  type PatientMatch,
  type RejectedPair,
} from "./result.js";

/**
 * What is asked about two lesions.
 *
 * - `"link"`: the last or first lesion of a sequence may not belong to it.
 * - `"split"`: the sequence may be two lesions, divided here.
 * - `"merge"`: two sequences may be one lesion, or a lesion may belong to the other sequence.
 * - `"duplicate"`: two lesions of one study are merged, or could be.
 */
export type QuestionKind = "link" | "split" | "merge" | "duplicate";

/** "Are these two the same lesion?" */
export interface ReviewQuestion {
  readonly kind: QuestionKind;
  readonly patient: string;
  /** Data rows of the two lesions. */
  readonly rows: readonly [from: number, to: number];
  readonly studies: readonly [from: number, to: number];
  /** Ids of their sequences. */
  readonly sequences: readonly [from: number, to: number];
  /** The result as it is. */
  readonly answer: "same" | "different";
  /** Calibrated probability that they are the same lesion. */
  readonly probability: number;
  /** Probability that the result is wrong. */
  readonly errorProbability: number;
  /** Pairs of lesions that the other answer would join or separate. */
  readonly pairsAffected: number;
  readonly evidence: LinkEvidence | undefined;
  /** The pair that the other answer would replace. */
  readonly competitor: Edge | undefined;
  /** What the other answer changes, in words. */
  readonly change: string;
}

/** Options of {@link reviewQuestions}. */
export interface ReviewOptions {
  /** Smallest probability of an error, from 0 to 1. @defaultValue 0.02 */
  readonly errorAtLeast?: number | undefined;
  /** At most so many questions. @defaultValue all */
  readonly limit?: number | undefined;
}

/**
 * Questions about one match or a cohort, the most useful first: by probability of an error times the root of the
 * pairs of lesions affected, because large sequences are seldom wrong as a whole. Matches have to list rejected pairs
 * (`rejectedPairs: "near"`, the default) for possible merges and duplicates to be asked. What constraints answer is not
 * asked again. Matches of Algorithm 1 have no probabilities and are an error. O(n log n).
 *
 * @example
 * ```ts
 * const [first] = reviewQuestions(match(lesions));
 * console.log(first?.rows, first?.probability, first?.change);
 * ```
 * @throws LesionGraphError BAD_VALUE for a match of Algorithm 1.
 */
export function reviewQuestions(
  matches: PatientMatch | readonly PatientMatch[],
  given?: ReviewOptions,
): ReviewQuestion[] {
  assertObject("reviewQuestions", given);
  const { errorAtLeast = 0.02, limit = Number.POSITIVE_INFINITY } = given ?? {};
  const all: readonly PatientMatch[] = Array.isArray(matches) ? matches : [matches];
  assertPatientList(all, MATCH_KIND, "pass what match returns");
  return all
    .flatMap((match) => questionsOf(match))
    .filter(({ errorProbability }) => errorProbability >= errorAtLeast)
    .sort((a, b) => usefulness(b) - usefulness(a))
    .slice(0, limit);
}

/** What questions are ranked by. */
export const usefulness = ({ errorProbability, pairsAffected }: ReviewQuestion): number =>
  errorProbability * Math.sqrt(pairsAffected);

function questionsOf(match: PatientMatch): ReviewQuestion[] {
  if (match.method !== "joint") {
    fail("BAD_VALUE", "a match of the joint matcher", match.method, {
      patient: match.patient,
      remedy: 'match with { method: "joint" }',
    });
  }
  const lesions = new MatchedLesions(match);
  return [
    ...linkQuestions(match, lesions),
    ...duplicateQuestions(match, lesions),
    ...mergeQuestions(match, lesions),
  ];
}

function linkQuestions({ links }: PatientMatch, lesions: MatchedLesions): ReviewQuestion[] {
  return links.flatMap(({ from, to, probability, evidence, constrained, runnerUp }) => {
    if (probability === undefined || constrained) return [];
    const [before, after] = [lesions.side(from, "until"), lesions.side(to, "from")];
    const kind = before.studies > 1 && after.studies > 1 ? "split" : "link";
    return {
      kind,
      ...lesions.pair(from, to),
      answer: "same",
      probability,
      errorProbability: 1 - probability,
      pairsAffected: before.lesions * after.lesions,
      evidence,
      competitor: runnerUp,
      change: `sequence ${lesions.sequence(from)} ends at study ${lesions.study(from)}, and a new one begins at study ${lesions.study(to)}`,
    };
  });
}

function duplicateQuestions(
  { duplicates, rejectedPairs }: PatientMatch,
  lesions: MatchedLesions,
): ReviewQuestion[] {
  const merged = duplicates.flatMap(({ rows: [from, to], probability }): ReviewQuestion[] => {
    if (from === undefined || to === undefined || probability === undefined) return [];
    return [
      {
        kind: "duplicate",
        ...lesions.pair(from, to),
        answer: "same",
        probability,
        errorProbability: 1 - probability,
        pairsAffected: Math.max(1, lesions.size(from) - 1),
        evidence: undefined,
        competitor: undefined,
        change: `rows ${from} and ${to} are two lesions of study ${lesions.study(from)}`,
      },
    ];
  });
  const possible = rejectedPairs
    .filter(({ step }) => step === "duplicate")
    .map(
      ({ from, to, probability = 0 }): ReviewQuestion => ({
        kind: "duplicate",
        ...lesions.pair(from, to),
        answer: "different",
        probability,
        errorProbability: probability,
        pairsAffected: lesions.size(from) * lesions.size(to),
        evidence: undefined,
        competitor: undefined,
        change: `rows ${from} and ${to} are one lesion, and sequences ${lesions.sequence(from)} and ${lesions.sequence(to)} are one`,
      }),
    );
  return [...merged, ...possible];
}

/** The likeliest rejected pair of every two sequences that no constraint answers. */
function mergeQuestions(
  { rejectedPairs }: PatientMatch,
  lesions: MatchedLesions,
): ReviewQuestion[] {
  const sequencesOf = ({ from, to }: RejectedPair): string =>
    [lesions.sequence(from), lesions.sequence(to)].sort((a, b) => a - b).join(" ");
  const apart = groupBy(
    rejectedPairs.filter(({ step }) => step === "cannot-link"),
    sequencesOf,
  );
  // Two sequences with a cannot-link between them are different, and its two lesions stay where they are.
  const isAnswered = (pair: RejectedPair): boolean =>
    (apart.get(sequencesOf(pair)) ?? []).some(
      ({ from, to }) =>
        pair.competitor === undefined ||
        [from, to].some((row) => row === pair.from || row === pair.to),
    );
  const pairs = rejectedPairs.filter(
    (pair) => (pair.step === "odds" || pair.step === "conflict") && !isAnswered(pair),
  );
  return Array.from(groupBy(pairs, sequencesOf).values(), (own) => own.reduce(likelier)).map(
    ({ from, to, probability = 0, evidence, competitor }) => ({
      kind: "merge",
      ...lesions.pair(from, to),
      answer: "different",
      probability,
      errorProbability: probability,
      // With a competitor one lesion moves to the other sequence; without, the sequences become one.
      pairsAffected:
        competitor === undefined
          ? lesions.size(from) * lesions.size(to)
          : Math.min(lesions.size(from), lesions.size(to)),
      evidence,
      competitor,
      change:
        competitor === undefined
          ? `sequences ${lesions.sequence(from)} and ${lesions.sequence(to)} are one lesion`
          : `row ${from} goes with row ${to}, and rows ${competitor.from} and ${competitor.to} are different lesions`,
    }),
  );
}

const likelier = (a: RejectedPair, b: RejectedPair): RejectedPair =>
  (b.probability ?? 0) > (a.probability ?? 0) ? b : a;
