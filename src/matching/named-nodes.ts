/** From node numbers back to lesions: what a matcher says in the words of its result. */
import type { Lesion } from "../core/lesion.js";
import { UnionFind } from "../core/union-find.js";
import { membersOf } from "./nodes.js";
import type { Conflict, Duplicate, Edge, Sequence } from "./result.js";

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

/** Nodes with the lesions they stand for. */
export class NamedNodes {
  /** For each node its annotations, in the lesions' own order. */
  readonly #annotations: readonly (readonly Lesion[])[];

  constructor(ordered: readonly Lesion[], nodeOf: Int32Array) {
    this.#annotations = membersOf(nodeOf).map((annotations) =>
      annotations.map((annotation) => ordered[annotation] as Lesion),
    );
  }

  /** The row that names a node: that of its first annotation. */
  row(node: number): number {
    return this.#first(node).row;
  }

  #first(node: number): Lesion {
    return (this.#annotations[node] as readonly Lesion[])[0] as Lesion;
  }

  /** The rows that name two nodes, the earlier first. */
  rows(i: number, j: number): Pick<Edge, "from" | "to"> {
    const [from, to] = i < j ? [i, j] : [j, i];
    return { from: this.row(from), to: this.row(to) };
  }

  /** Sequences, duplicates and conflicts for a numbering of the nodes by sequence, from 0. */
  sequences(sequenceOf: Int32Array): {
    sequences: Sequence[];
    duplicates: Duplicate[];
    conflicts: Conflict[];
  } {
    const members = membersOf(sequenceOf);
    return {
      sequences: members.map((nodes, i) => ({
        id: i + 1,
        lesions: nodes.flatMap((node) => this.#annotations[node] as Lesion[]),
      })),
      duplicates: this.#annotations
        .filter((annotations) => annotations.length > 1)
        .map((annotations) => ({
          study: (annotations[0] as Lesion).study,
          rows: annotations.map(({ row }) => row),
        })),
      conflicts: members.flatMap((nodes, i) => this.#conflicts(i + 1, nodes)),
    };
  }

  /** Studies with several nodes in one sequence. */
  #conflicts(sequence: number, nodes: readonly number[]): Conflict[] {
    const byStudy = new Map<number, number[]>();
    for (const node of nodes) {
      const { study } = this.#first(node);
      byStudy.set(study, [...(byStudy.get(study) ?? []), this.row(node)]);
    }
    return Array.from(byStudy, ([study, rows]) => ({ sequence, study, rows })).filter(
      ({ rows }) => rows.length > 1,
    );
  }
}
