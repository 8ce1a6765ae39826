/** How many errors of a cohort the answers to review questions correct. The reviewer knows the truth. */
import {
  type Lesion,
  matchPatient,
  type PatientMatch,
  type ReviewQuestion,
  reviewQuestions,
} from "lesion-graph";
import { evaluate } from "lesion-graph/evaluation";
import type { TrueGroup } from "lesion-graph/simulation";
import { groupBy } from "../src/core/group-by.js";
import { UnionFind } from "../src/core/union-find.js";
import { usefulness } from "../src/matching/review-questions.js";

/** Wrong and missed pairs of lesions at the start, and the share of them left after each number of answers. */
interface ReviewCoverage {
  readonly errors: number;
  /** All questions of the first match, ranked once; matched again at the end. */
  readonly once: readonly number[];
  /** The patient is matched again after every answer, as in the review application. */
  readonly again: readonly number[];
}

/** `counts` are numbers of answers, ascending. */
export function reviewCoverage(
  matches: readonly PatientMatch[],
  truth: readonly TrueGroup[],
  counts: readonly number[],
): ReviewCoverage {
  const errorsOf = (some: readonly PatientMatch[]): number => {
    const { falsePositives, falseNegatives } = evaluate(some, truth, { resamples: 0 }).pairs;
    return falsePositives + falseNegatives;
  };
  const errors = errorsOf(matches);
  const left = (some: readonly PatientMatch[]): number => errorsOf(some) / errors;
  return {
    errors,
    once: counts.map((count) => left(answeredOnce(matches, truth, count))),
    again: answeredInTurn(matches, truth, counts).map(left),
  };
}

function answeredOnce(
  matches: readonly PatientMatch[],
  truth: readonly TrueGroup[],
  count: number,
): PatientMatch[] {
  const asked = groupBy(
    reviewQuestions(matches, { errorAtLeast: 0, limit: count }),
    ({ patient }) => patient,
  );
  return reviewsOf(matches, truth).map((review) => {
    for (const question of asked.get(review.match.patient) ?? []) review.answer(question);
    review.matchAgain();
    return review.match;
  });
}

function answeredInTurn(
  matches: readonly PatientMatch[],
  truth: readonly TrueGroup[],
  counts: readonly number[],
): PatientMatch[][] {
  const reviews = reviewsOf(matches, truth);
  const results: PatientMatch[][] = [];
  for (let answers = 1; answers <= (counts.at(-1) ?? 0); answers++) {
    const best = reviews.reduce((most, one) => (one.usefulness > most.usefulness ? one : most));
    if (best.next !== undefined) {
      best.answer(best.next);
      best.matchAgain();
    }
    if (counts.includes(answers)) results.push(reviews.map(({ match }) => match));
  }
  return results;
}

const reviewsOf = (matches: readonly PatientMatch[], truth: readonly TrueGroup[]): Review[] => {
  const groupOf = new Map(truth.map(({ row, group }) => [row, group]));
  return matches.map((match) => new Review(match, groupOf));
};

/** One patient's review: answers so far, the match that follows from them, and the next question. */
class Review {
  match: PatientMatch;
  next: ReviewQuestion | undefined;
  readonly #lesions: readonly Lesion[];
  readonly #groupOf: ReadonlyMap<number, number>;
  readonly #same: (readonly [number, number])[] = [];
  readonly #different: (readonly [number, number])[] = [];
  readonly #asked = new Set<string>();

  constructor(match: PatientMatch, groupOf: ReadonlyMap<number, number>) {
    this.match = match;
    this.#groupOf = groupOf;
    this.#lesions = match.sequences.flatMap(({ lesions }) => lesions);
    this.#findNext();
  }

  /** Of the next question. */
  get usefulness(): number {
    return this.next === undefined ? -1 : usefulness(this.next);
  }

  answer({ rows }: ReviewQuestion): void {
    this.#asked.add(keyOf(rows));
    const isSame = this.#groupOf.get(rows[0]) === this.#groupOf.get(rows[1]);
    (isSame ? this.#same : this.#different).push(rows);
  }

  matchAgain(): void {
    if (this.#asked.size === 0) return;
    this.match = matchPatient(this.#lesions, {
      mustLink: [...this.#same, ...this.#duplicates()],
      cannotLink: this.#different,
    });
    this.#findNext();
  }

  /** Two lesions of one study that answers chain together are one lesion, which a constraint has to say. */
  #duplicates(): [number, number][] {
    const indexOf = new Map(this.#lesions.map(({ row }, i) => [row, i]));
    const groups = new UnionFind(this.#lesions.length);
    for (const [a, b] of this.#same) groups.join(indexOf.get(a)!, indexOf.get(b)!);
    const chained = groupBy(this.#lesions, ({ row, study }) =>
      [groups.find(indexOf.get(row)!), study].join(),
    );
    return Array.from(chained.values()).flatMap(([first, ...others]) =>
      others.map(({ row }): [number, number] => [first!.row, row]),
    );
  }

  #findNext(): void {
    this.next = reviewQuestions(this.match, { errorAtLeast: 0 }).find(
      ({ rows }) => !this.#asked.has(keyOf(rows)),
    );
  }
}

const keyOf = (rows: readonly number[]): string => [...rows].sort((a, b) => a - b).join();
