/** What the sequences found say about a pair of lesions: what keeps it apart, and how it hangs together. */
import { membersOf } from "../../core/union-find.js";
import type { WeightedPair } from "./forest/problem.js";

/** Which studies each sequence has lesions in. */
export class SequenceStudies {
  readonly #sequenceOf: Int32Array;
  readonly #study: Int32Array;
  /** For each sequence its node of each study. */
  readonly #nodes: readonly ReadonlyMap<number, number>[];

  constructor(sequenceOf: Int32Array, study: Int32Array) {
    this.#sequenceOf = sequenceOf;
    this.#study = study;
    this.#nodes = membersOf(sequenceOf).map(
      (nodes) => new Map(nodes.map((node) => [study[node]!, node])),
    );
  }

  /**
   * The pair that keeps i and j apart, i of the earlier study: one of them with the node of its sequence in the other's
   * study.
   */
  conflict(i: number, j: number): [number, number] | undefined {
    const ofI = this.#of(i).get(this.#study[j]!);
    if (ofI !== undefined) return [i, ofI];
    const ofJ = this.#of(j).get(this.#study[i]!);
    return ofJ === undefined ? undefined : [ofJ, j];
  }

  /** True where the sequences of i and j have no study in common. */
  mayMerge(i: number, j: number): boolean {
    const other = this.#of(j);
    for (const study of this.#of(i).keys()) if (other.has(study)) return false;
    return true;
  }

  /** The same for all pairs of the sequences of i and j. */
  key(i: number, j: number): number {
    const [a, b] = [this.#sequenceOf[i]!, this.#sequenceOf[j]!];
    return Math.min(a, b) * this.#nodes.length + Math.max(a, b);
  }

  #of(node: number): ReadonlyMap<number, number> {
    return this.#nodes[this.#sequenceOf[node]!]!;
  }
}

/** Paths along accepted pairs, each as strong as its weakest pair. */
export class AcceptedPaths {
  readonly #neighbours: { to: number; strength: number }[][];

  constructor(
    count: number,
    accepted: readonly WeightedPair[],
    strengthOf: (pair: WeightedPair) => number,
  ) {
    this.#neighbours = Array.from({ length: count }, () => []);
    for (const pair of accepted) {
      const strength = strengthOf(pair);
      this.#neighbours[pair.i]!.push({ to: pair.j, strength });
      this.#neighbours[pair.j]!.push({ to: pair.i, strength });
    }
  }

  /** The strength of the weakest pair on the path between two nodes of a sequence. O(nodes of the sequence). */
  weakest(from: number, to: number): number {
    const reached = new Map([[from, Number.POSITIVE_INFINITY]]);
    for (const [node, weakest] of reached) {
      if (node === to) return weakest;
      for (const { to: next, strength } of this.#neighbours[node]!) {
        if (!reached.has(next)) reached.set(next, Math.min(weakest, strength));
      }
    }
    return Number.NEGATIVE_INFINITY;
  }
}
