/** Pairs of nodes by number. */
import { UnionFind } from "../core/union-find.js";

/** Two node numbers, the smaller first. */
export type Pair = readonly [i: number, j: number];

export const comparePairs = (a: Pair, b: Pair): number => a[0] - b[0] || a[1] - b[1];

/** Pairs of `count` nodes to look up. */
export class PairSet {
  readonly #count: number;
  readonly #keys: ReadonlySet<number>;

  constructor(count: number, pairs: readonly Pair[]) {
    this.#count = count;
    this.#keys = new Set(pairs.map(([i, j]) => i * count + j));
  }

  /** Whether the pair is there, i the smaller. */
  has(i: number, j: number): boolean {
    return this.#keys.has(i * this.#count + j);
  }
}

/** Pairs of annotations as pairs of the nodes they belong to, without those within a node. */
export const pairsOfNodes = (
  annotations: readonly (readonly [number, number])[],
  nodeOf: Int32Array,
): Pair[] =>
  annotations
    .map(([a, b]) => [nodeOf[a]!, nodeOf[b]!] as const)
    .filter(([i, j]) => i !== j)
    .map(([i, j]) => (i < j ? [i, j] : [j, i]));

/** For each node the number of its sequence, in the order of the sequences' first nodes. */
export function connected(count: number, pairs: readonly Pair[]): Int32Array {
  const groups = new UnionFind(count);
  for (const [i, j] of pairs) groups.join(i, j);
  return groups.labels();
}
