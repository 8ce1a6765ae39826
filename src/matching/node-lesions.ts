/** The lesions behind node numbers: rows, sequences, duplicates and conflicts of a result. */
import { groupBy } from "../core/group-by.js";
import type { Lesion } from "../core/lesion.js";
import { membersOf } from "../core/union-find.js";
import type { Conflict, Duplicate, Edge, Sequence } from "./result.js";

/** Nodes with the lesions they stand for. */
export class NodeLesions {
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
    const conflicts: Conflict[] = [];
    members.forEach((nodes, i) => {
      conflicts.push(...this.#conflicts(i + 1, nodes));
    });
    return {
      sequences: members.map((nodes, i) => ({
        id: i + 1,
        lesions: ([] as Lesion[]).concat(...nodes.map((node) => this.#annotations[node] ?? [])),
      })),
      duplicates: this.#annotations
        .filter((annotations) => annotations.length > 1)
        .map((annotations) => ({
          study: (annotations[0] as Lesion).study,
          rows: annotations.map(({ row }) => row),
        })),
      conflicts,
    };
  }

  /** Studies with several nodes in one sequence. */
  #conflicts(sequence: number, nodes: readonly number[]): Conflict[] {
    if (nodes.length < 2) return [];
    const byStudy = groupBy(nodes, (node) => this.#first(node).study);
    return Array.from(byStudy, ([study, own]) => ({
      sequence,
      study,
      rows: own.map((node) => this.row(node)),
    })).filter(({ rows }) => rows.length > 1);
  }
}
