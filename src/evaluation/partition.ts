/** How alike two partitions of the same lesions are: the true groups and the sequences. */
import { ln } from "../core/arithmetic.js";

/** Sizes of the groups, of the sequences, and of what they share. */
interface Contingency {
  readonly n: number;
  readonly groups: ReadonlyMap<string, number>;
  readonly sequences: ReadonlyMap<string, number>;
  /** By group and sequence. */
  readonly shared: ReadonlyMap<string, { group: string; sequence: string; count: number }>;
}

/** One lesion: its true group and its sequence. */
export interface Labels {
  readonly group: string;
  readonly sequence: string;
}

/** Scores that compare all sequences with all true groups of a patient or cohort. */
export interface PartitionScores {
  /** Share of lesions that are of the commonest group of their sequence, 0-1. */
  readonly purity: number;
  /** Mutual information over the mean of both entropies, 0-1. */
  readonly normalisedMutualInformation: number;
  /** Rand index corrected for chance: 1 for the same partition, about 0 for chance. */
  readonly adjustedRand: number;
}

/**
 * Purity; normalised mutual information (arithmetic mean, as scikit-learn's default; Strehl & Ghosh
 * 2002); adjusted Rand index (Hubert & Arabie 1985, doi 10.1007/BF01908075). No lesions, and two
 * partitions that are both one group or both all singletons, score 1. O(n).
 */
export function comparePartitions(labels: readonly Labels[]): PartitionScores {
  const table = contingency(labels);
  if (table.n === 0) return { purity: 1, normalisedMutualInformation: 1, adjustedRand: 1 };
  return {
    purity: purity(table),
    normalisedMutualInformation: mutualInformation(table),
    adjustedRand: adjustedRand(table),
  };
}

function contingency(labels: readonly Labels[]): Contingency {
  const groups = new Map<string, number>();
  const sequences = new Map<string, number>();
  const shared = new Map<string, { group: string; sequence: string; count: number }>();
  for (const { group, sequence } of labels) {
    groups.set(group, (groups.get(group) ?? 0) + 1);
    sequences.set(sequence, (sequences.get(sequence) ?? 0) + 1);
    const key = JSON.stringify([group, sequence]);
    shared.set(key, { group, sequence, count: (shared.get(key)?.count ?? 0) + 1 });
  }
  return { n: labels.length, groups, sequences, shared };
}

function purity({ n, shared }: Contingency): number {
  const commonest = new Map<string, number>();
  for (const { sequence, count } of shared.values()) {
    commonest.set(sequence, Math.max(count, commonest.get(sequence) ?? 0));
  }
  return sum(commonest.values()) / n;
}

function mutualInformation({ n, groups, sequences, shared }: Contingency): number {
  const entropy = (sizes: Iterable<number>): number =>
    sum(Array.from(sizes, (size) => -(size / n) * ln(size / n)));
  const mean = (entropy(groups.values()) + entropy(sequences.values())) / 2;
  if (mean === 0) return 1;
  const information = sum(
    Array.from(shared.values(), ({ group, sequence, count }) => {
      const expected = ((groups.get(group) as number) * (sequences.get(sequence) as number)) / n;
      return (count / n) * ln(count / expected);
    }),
  );
  return Math.min(1, Math.max(0, information / mean));
}

function adjustedRand({ n, groups, sequences, shared }: Contingency): number {
  const pairs = (sizes: Iterable<number>): number =>
    sum(Array.from(sizes, (size) => (size * (size - 1)) / 2));
  const together = pairs(Array.from(shared.values(), ({ count }) => count));
  const [a, b] = [pairs(groups.values()), pairs(sequences.values())];
  const all = pairs([n]);
  const expected = all === 0 ? 0 : (a * b) / all;
  const most = (a + b) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};
