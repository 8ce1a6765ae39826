/** Input rows that a caller names, checked against the lesions. */
import { fail } from "../core/errors.js";
import type { PatientGrowth, SequenceGrowth } from "./growth-result.js";

/** The sequence of every input row of a patient. */
export type SequencesByRow = ReadonlyMap<number, SequenceGrowth>;

/** Returns the sequence of every input row of a patient. O(lesions). */
export function sequencesByRow({ sequences }: PatientGrowth): SequencesByRow {
  const sequenceOf = new Map<number, SequenceGrowth>();
  for (const sequence of sequences) {
    for (const { rows } of sequence.points) {
      for (const row of rows) sequenceOf.set(row, sequence);
    }
  }
  return sequenceOf;
}

/** Rows that a caller names, crossed off as the lesions pass. Memory: the named rows only. */
export class NamedRows {
  readonly #missing: Set<number>;
  readonly #expected: string;

  /** @param expected what the rows are, for example "lymphNodeRows to be rows of lesions" */
  constructor(expected: string, rows: Iterable<number>) {
    this.#expected = expected;
    this.#missing = new Set(rows);
  }

  /** Crosses off rows of the input. */
  found(rows: Iterable<number>): void {
    if (this.#missing.size === 0) return;
    for (const row of rows) this.#missing.delete(row);
  }

  /** Asserts that every named row was found. @throws LesionGraphError UNKNOWN_ROW */
  assertAllFound(): void {
    for (const row of this.#missing) fail("UNKNOWN_ROW", this.#expected, row, { row });
  }
}
