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

export const addPairs = (a: PairCounts, b: PairCounts): PairCounts => ({
  truePositives: a.truePositives + b.truePositives,
  falsePositives: a.falsePositives + b.falsePositives,
  falseNegatives: a.falseNegatives + b.falseNegatives,
  unknown: a.unknown + b.unknown,
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
 * The pairs of one patient's lesions. With partial truth, which links neighbouring studies only, a pair
 * (a in study s, b in study t) of two groups is wrong only where the truth shows another partner of a in
 * t or of b in s; else it is unknown. O(n²).
 *
 * @param among which pairs to count; all of them where absent
 */
export function countPairs(
  labelled: readonly Labelled[],
  partial: boolean,
  among: (a: Labelled, b: Labelled) => boolean = () => true,
): PairCounts {
  // Needed with partial truth only.
  const groupInStudy = new Set(
    partial ? labelled.map(({ group, lesion }) => `${lesion.study} ${group}`) : [],
  );
  let [tp, fp, fn, unknown] = [0, 0, 0, 0];
  labelled.forEach((b, j) => {
    for (let i = 0; i < j; i++) {
      const a = labelled[i] as Labelled;
      if (!among(a, b)) continue;
      const together = a.sequence === b.sequence;
      if (a.group === b.group) {
        if (together) tp++;
        else fn++;
      } else if (together) {
        const known =
          !partial ||
          groupInStudy.has(`${b.lesion.study} ${a.group}`) ||
          groupInStudy.has(`${a.lesion.study} ${b.group}`);
        if (known) fp++;
        else unknown++;
      }
    }
  });
  return { truePositives: tp, falsePositives: fp, falseNegatives: fn, unknown };
}
