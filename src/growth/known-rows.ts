/** Rows that the caller names must be rows of lesions. */
import { fail } from "../core/errors.js";
import type { PatientGrowth, SequenceGrowth } from "./result.js";

/** @throws LesionGraphError UNKNOWN_ROW for the first that is not known. */
export function assertKnownRows(
  what: string,
  rows: Iterable<number>,
  known: ReadonlySet<number>,
): void {
  for (const row of rows) {
    if (known.has(row)) continue;
    fail("UNKNOWN_ROW", `${what} rows of lesions`, row, { row });
  }
}

/** The sequence of every mark of a patient. */
export type SequencesByRow = ReadonlyMap<number, SequenceGrowth>;

export function sequencesByRow({ sequences }: PatientGrowth): SequencesByRow {
  const sequenceOf = new Map<number, SequenceGrowth>();
  for (const sequence of sequences) {
    for (const { rows } of sequence.points) {
      for (const row of rows) sequenceOf.set(row, sequence);
    }
  }
  return sequenceOf;
}
