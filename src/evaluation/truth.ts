/** Which marks are the same lesion, as somebody knows it. */
import { DEFAULT_READ_OPTIONS } from "../csv/lesions.js";
import { toWhole } from "../csv/numbers.js";
import { columnsOf, RecordReader } from "../csv/records.js";
import { LesionGraphError, placed } from "../errors.js";
import type { Lesion } from "../lesion.js";

/** The group of each data row: rows of one group are the same lesion. Rows may be missing. */
export type Truth = ReadonlyMap<number, string>;

/**
 * Reads a truth CSV: the columns `row` (data row of the lesions' file, from 1) and `group` (any text);
 * other columns are passed over. O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; BAD_TRUTH for a row that comes twice; BAD_VALUE; and as every
 * CSV reader.
 */
export function readTruth(text: string): Truth {
  const truth = new Map<number, string>();
  let rowAt = -1;
  let groupAt = -1;
  const reader = new RecordReader(
    {
      header(cells) {
        [rowAt, groupAt] = columnsOf(cells, ["row", "group"]);
      },
      record(cells) {
        const row = placed({ column: "row" }, () => toWhole(cells[rowAt] as string, 1));
        const group = (cells[groupAt] as string).trim();
        if (group === "") {
          throw new LesionGraphError(
            "BAD_VALUE",
            { expected: "a group", received: "nothing" },
            { column: "group" },
          );
        }
        if (truth.has(row)) throw badTruth("every row once", `row ${row} again`, row);
        truth.set(row, group);
      },
    },
    DEFAULT_READ_OPTIONS,
  );
  reader.push(text);
  reader.end();
  return truth;
}

/**
 * Truth from groups of marks: rows as numbers, or ids as texts where every id is that of one lesion only.
 *
 * @throws LesionGraphError BAD_TRUTH for an unknown or ambiguous id and for a mark in two groups.
 */
export function truthFromGroups(
  lesions: readonly Lesion[],
  groups: readonly (readonly (number | string)[])[],
): Truth {
  const rowsOf = new Map<string, number[]>();
  for (const { id, row } of lesions) rowsOf.set(id, [...(rowsOf.get(id) ?? []), row]);
  const truth = new Map<number, string>();
  groups.forEach((marks, group) => {
    for (const mark of marks) {
      const row = typeof mark === "number" ? mark : rowOf(mark, rowsOf);
      if (truth.has(row)) throw badTruth("every mark in one group", `row ${row} in two`, row);
      truth.set(row, String(group + 1));
    }
  });
  return truth;
}

function rowOf(id: string, rowsOf: ReadonlyMap<string, readonly number[]>): number {
  const rows = rowsOf.get(id) ?? [];
  if (rows.length === 1) return rows[0] as number;
  throw new LesionGraphError(
    "BAD_TRUTH",
    { expected: "the id of one lesion", received: `${id}, which ${rows.length} lesions have` },
    { lesion: id },
  );
}

/**
 * Refuses truth that does not fit the lesions.
 *
 * @throws LesionGraphError BAD_TRUTH for a row that no lesion has, and for a group with lesions of two
 * patients.
 */
export function requireFitting(truth: Truth, lesions: readonly Lesion[]): void {
  const patientOf = new Map(lesions.map(({ row, patient }) => [row, patient]));
  const patientOfGroup = new Map<string, string>();
  for (const [row, group] of truth) {
    const patient = patientOf.get(row);
    if (patient === undefined) {
      throw badTruth(`rows from 1 to ${lesions.length} of the lesions`, `row ${row}`, row);
    }
    const before = patientOfGroup.get(group) ?? patient;
    if (before !== patient) {
      throw badTruth("groups within a patient", `group ${group} in ${before} and ${patient}`, row);
    }
    patientOfGroup.set(group, patient);
  }
}

const badTruth = (expected: string, received: string, row: number): LesionGraphError =>
  new LesionGraphError("BAD_TRUTH", { expected, received }, { row });
