/** The search for the best forest: links, the problem, and its cases. */
import type { Pair } from "../../node-pairs.js";

/** A possible link of two items, i < j. */
export interface WeightedPair {
  readonly i: number;
  readonly j: number;
  /** Log-odds; only positive ones can be worth a link. */
  readonly weight: number;
}

export interface ForestProblem {
  /** Number of items. */
  readonly count: number;
  /** The study of each item. */
  readonly study: ArrayLike<number>;
  /** Links that may be used. */
  readonly links: readonly WeightedPair[];
  /** Links that must be there whatever their weight. */
  readonly must: readonly WeightedPair[];
  /** Items that must not come together. */
  readonly apart: readonly Pair[];
  /** How many links the search looks at before the best forest found so far is taken. */
  readonly searchLimit: number;
}

/** A case of the search: links taken for granted, and pairs of items held apart. */
export interface Case {
  readonly together: readonly WeightedPair[];
  readonly apart: readonly Pair[];
  /** No forest of this case is worth more. */
  readonly limit: number;
}

/** By decreasing weight, of equals by first, then second item. */
export const compareWeights = (a: WeightedPair, b: WeightedPair): number =>
  b.weight - a.weight || a.i - b.i || a.j - b.j;

/** The sum of the weights of links. */
export function weightOf(links: readonly WeightedPair[]): number {
  let sum = 0;
  for (const link of links) sum += link.weight;
  return sum;
}

/** The same links in a list of their own. (V8 would keep a copied empty list as one of integers.) */
export function copyOf(links: readonly WeightedPair[]): WeightedPair[] {
  const copy: WeightedPair[] = [];
  for (const link of links) copy.push(link);
  return copy;
}
