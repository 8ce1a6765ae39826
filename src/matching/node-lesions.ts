/** The lesions behind node numbers: rows, sequences, duplicates and conflicts of a result. */
import { groupBy } from "../core/group-by.js";
import type { Lesion } from "../core/lesion.js";
import { membersOf } from "../core/union-find.js";
import type { Conflict, Duplicate, Edge, Sequence } from "./result.js";

/** Nodes with the lesions they stand for. */
export class NodeLesions {
  /** For each node its annotations, in the lesions' own order. */
  readonly #annotations: readonly (readonly Lesion[])[];
  /** For each node the row and the study of its first annotation. */
  readonly #rows: readonly number[];
  readonly #studies: readonly number[];

  constructor(ordered: readonly Lesion[], nodeOf: Int32Array) {
    this.#annotations = membersOf(nodeOf).map((annotations) =>
      annotations.map((annotation) => ordered[annotation]!),
    );
    this.#rows = this.#annotations.map((annotations) => annotations[0]!.row);
    this.#studies = this.#annotations.map((annotations) => annotations[0]!.study);
  }

  /** The row that names a node: that of its first annotation. */
  row(node: number): number {
    return this.#rows[node]!;
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
      if (this.#hasConflict(nodes)) conflicts.push(...this.#conflicts(i + 1, nodes));
    });
    return {
      sequences: members.map((nodes, i) => ({
        id: i + 1,
        lesions: ([] as Lesion[]).concat(...nodes.map((node) => this.#annotations[node]!)),
      })),
      duplicates: this.#duplicates(),
      conflicts,
    };
  }

  #duplicates(): Duplicate[] {
    const duplicates: Duplicate[] = [];
    this.#annotations.forEach((annotations, node) => {
      if (annotations.length < 2) return;
      duplicates.push({
        study: this.#studies[node]!,
        rows: annotations.map(({ row }) => row),
      });
    });
    return duplicates;
  }

  /** Whether two nodes of a sequence are of one study; nodes stand study by study. */
  #hasConflict(nodes: readonly number[]): boolean {
    const studies = this.#studies;
    return nodes.some((node, k) => k > 0 && studies[node] === studies[nodes[k - 1]!]);
  }

  /** Studies with several nodes in one sequence. */
  #conflicts(sequence: number, nodes: readonly number[]): Conflict[] {
    const byStudy = groupBy(nodes, (node) => this.#studies[node]!);
    return Array.from(byStudy, ([study, own]) => ({
      sequence,
      study,
      rows: own.map((node) => this.row(node)),
    })).filter(({ rows }) => rows.length > 1);
  }
}
