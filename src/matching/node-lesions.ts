/** The lesions behind node numbers: rows, sequences, duplicates and conflicts of a result. */
import { groupBy } from "../core/group-by.js";
import type { Lesion } from "../core/lesion.js";
import { membersOf } from "../core/union-find.js";
import type { Conflict, Duplicate, Edge, Link, Sequence } from "./result.js";

/** Nodes with the lesions they stand for. */
export class NodeLesions {
  /** For each node its annotations, in the lesions' own order. */
  readonly #annotations: readonly (readonly Lesion[])[];

  constructor(ordered: readonly Lesion[], nodeOf: Int32Array) {
    const annotations: Lesion[][] = [];
    for (let i = 0; i < ordered.length; i++) {
      const node = nodeOf[i]!;
      if (node === annotations.length) annotations.push([ordered[i]!]);
      else annotations[node]!.push(ordered[i]!);
    }
    this.#annotations = annotations;
  }

  /** The row that names a node: that of its first annotation. */
  row(node: number): number {
    return this.#annotations[node]![0]!.row;
  }

  #study(node: number): number {
    return this.#annotations[node]![0]!.study;
  }

  /** The rows that name two nodes, the earlier first. */
  edge(i: number, j: number): Edge {
    return { from: this.row(Math.min(i, j)), to: this.row(Math.max(i, j)) };
  }

  /** A link without explanation. */
  link(i: number, j: number, accepted: boolean): Link {
    return { from: this.row(i), to: this.row(j), accepted };
  }

  /** Sequences, duplicates and conflicts for a numbering of the nodes by sequence, from 0. */
  sequences(sequenceOf: Int32Array): {
    sequences: Sequence[];
    duplicates: Duplicate[];
    conflicts: Conflict[];
  } {
    const sequences: Sequence[] = [];
    const conflicts: Conflict[] = [];
    for (const nodes of membersOf(sequenceOf)) {
      const id = sequences.length + 1;
      sequences.push({ id, lesions: this.#lesions(nodes) });
      if (this.#hasConflict(nodes)) conflicts.push(...this.#conflicts(id, nodes));
    }
    return { sequences, duplicates: this.#duplicates(), conflicts };
  }

  #lesions(nodes: readonly number[]): Lesion[] {
    const lesions: Lesion[] = [];
    for (const node of nodes) {
      for (const lesion of this.#annotations[node]!) lesions.push(lesion);
    }
    return lesions;
  }

  #duplicates(): Duplicate[] {
    const duplicates: Duplicate[] = [];
    for (const annotations of this.#annotations) {
      if (annotations.length < 2) continue;
      duplicates.push({ study: annotations[0]!.study, rows: annotations.map(({ row }) => row) });
    }
    return duplicates;
  }

  /** Whether two nodes of a sequence are of one study; nodes stand study by study. */
  #hasConflict(nodes: readonly number[]): boolean {
    for (let k = 1; k < nodes.length; k++) {
      if (this.#study(nodes[k]!) === this.#study(nodes[k - 1]!)) return true;
    }
    return false;
  }

  /** Studies with several nodes in one sequence. */
  #conflicts(sequence: number, nodes: readonly number[]): Conflict[] {
    const byStudy = groupBy(nodes, (node) => this.#study(node));
    return Array.from(byStudy, ([study, own]) => ({
      sequence,
      study,
      rows: own.map((node) => this.row(node)),
    })).filter(({ rows }) => rows.length > 1);
  }
}
