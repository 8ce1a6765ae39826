/** Pairs of nodes by number. */
import { UnionFind } from "../core/union-find.js";

/** The numbers of two nodes or lesions, the smaller first. */
export type Pair = readonly [i: number, j: number];

export const comparePairs = (a: Pair, b: Pair): number => a[0] - b[0] || a[1] - b[1];

/** Pairs of `count` nodes to look up. */
export class PairSet {
  readonly #count: number;
  readonly #keys: ReadonlySet<number>;

  constructor(count: number, pairs: readonly Pair[]) {
    this.#count = count;
    const keys = new Set<number>();
    for (const pair of pairs) keys.add(pair[0] * count + pair[1]);
    this.#keys = keys;
  }

  /** Whether the pair is there, i the smaller. */
  has(i: number, j: number): boolean {
    return this.#keys.has(i * this.#count + j);
  }
}

/** Pairs of annotations as pairs of the nodes they belong to, without those within a node. */
export function pairsOfNodes(annotations: readonly Pair[], nodeOf: Int32Array): Pair[] {
  const pairs: Pair[] = [];
  for (const [a, b] of annotations) {
    const i = nodeOf[a]!;
    const j = nodeOf[b]!;
    if (i !== j) pairs.push(i < j ? [i, j] : [j, i]);
  }
  return pairs;
}

/** For each node the number of its sequence, in the order of the sequences' first nodes. */
export function connected(count: number, pairs: readonly Pair[]): Int32Array {
  const groups = new UnionFind(count);
  for (const pair of pairs) groups.join(pair[0], pair[1]);
  return groups.labels();
}
