/** Pairs of lesions that are rightly and wrongly in one sequence. */
import type { Labelled } from "./labelled.js";

/** Counts of pairs. They add up over patients. */
export interface PairCounts {
  /** One group, one sequence. */
  readonly truePositives: number;
  /** Two groups, one sequence. */
  readonly falsePositives: number;
  /** One group, two sequences. */
  readonly falseNegatives: number;
  /** One sequence, but the truth does not say whether correctly; 0 with full truth. */
  readonly unknown: number;
}

/** Counts with the scores that follow from them. */
export interface PairScores extends PairCounts {
  /** Share of the pairs put together that belong together. */
  readonly precision: number;
  /** Share of the pairs that belong together that were put together. */
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly f1: number;
}

export const NO_PAIRS: PairCounts = Object.freeze({
  truePositives: 0,
  falsePositives: 0,
  falseNegatives: 0,
  unknown: 0,
});

/**
 * Precision, recall and F1. Where nothing was put together, precision is 1 if nothing had to be, else
 * 0; where nothing had to be put together, recall is 1 if nothing was, else 0.
 */
export function scorePairs(counts: PairCounts): PairScores {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn } = counts;
  const precision = tp + fp > 0 ? tp / (tp + fp) : fn === 0 ? 1 : 0;
  const recall = tp + fn > 0 ? tp / (tp + fn) : fp === 0 ? 1 : 0;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { ...counts, precision, recall, f1 };
}

/**
 * Returns what a pair of one patient's lesions counts as; nothing where it is rightly in two sequences. With partial
 * truth, which links neighbouring studies only, a pair (a in study s, b in study t) of two groups is wrong only where
 * the truth shows another partner of a in t or of b in s; else it is unknown.
 */
export function pairJudge(
  labelled: readonly Labelled[],
  partial: boolean,
): (a: Labelled, b: Labelled) => keyof PairCounts | undefined {
  // Needed with partial truth only.
  const groupInStudy = new Set(
    partial ? labelled.map(({ group, lesion }) => `${lesion.study} ${group}`) : [],
  );
  return (a, b) => {
    const together = a.sequence === b.sequence;
    if (a.group === b.group) return together ? "truePositives" : "falseNegatives";
    if (!together) return undefined;
    const known =
      !partial ||
      groupInStudy.has(`${b.lesion.study} ${a.group}`) ||
      groupInStudy.has(`${a.lesion.study} ${b.group}`);
    return known ? "falsePositives" : "unknown";
  };
}

/** Calls `take` for every pair of a list. O(n²). */
export function forEachPair<T>(items: readonly T[], take: (a: T, b: T) => void): void {
  for (let j = 1; j < items.length; j++) {
    for (let i = 0; i < j; i++) take(items[i]!, items[j]!);
  }
}

/** The pairs of one patient's lesions, see {@link pairJudge}. O(n²). */
export function countPairs(labelled: readonly Labelled[], partial: boolean): PairCounts {
  const counts = { ...NO_PAIRS };
  const judge = pairJudge(labelled, partial);
  forEachPair(labelled, (a, b) => {
    const judged = judge(a, b);
    if (judged !== undefined) counts[judged]++;
  });
  return counts;
}

/** Sums of counts. O(n). */
export function sumPairs(all: readonly PairCounts[]): PairCounts {
  const sums = { ...NO_PAIRS };
  for (const one of all) addPairs(sums, one);
  return sums;
}

/** Adds counts to a sum. */
export function addPairs(
  sums: { -readonly [K in keyof PairCounts]: number },
  one: PairCounts,
): void {
  sums.truePositives += one.truePositives;
  sums.falsePositives += one.falsePositives;
  sums.falseNegatives += one.falseNegatives;
  sums.unknown += one.unknown;
}
