/** Ground truth: which annotations are the same lesion. */

import { fail, fault } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import type { Lesion } from "../core/lesion.js";
import { assertShapes } from "../core/shape.js";
import { readRows } from "../csv/read-rows.js";
import { column, Table } from "../csv/table.js";

/** The group of each data row: rows of one group are the same lesion. Rows may be missing. */
export type Truth = ReadonlyMap<number, string>;

/** Truth as it may be given: a map, or a list such as that of a simulated cohort. */
export type GivenTruth =
  | Truth
  | readonly { readonly row: number; readonly group: string | number }[];

/**
 * Reads a truth CSV: the columns `row` (data row of the lesions' file, from 1) and `group` (any text);
 * other columns are ignored. O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; BAD_TRUTH for a row that comes twice; BAD_VALUE; and as every
 * CSV reader.
 */
export function readTruth(source: string | Uint8Array): Truth {
  const truth = new Map<number, string>();
  readRows(source, TRUTH_COLUMNS, ({ row, group }) => {
    if (truth.has(row)) throw badTruth("every row once", `row ${row} again`, row);
    truth.set(row, group);
  });
  return truth;
}

/** Columns of a truth CSV. */
const TRUTH_COLUMNS = Object.freeze({
  row: column.integer("Data row of the lesions' file", undefined, { min: 1 }),
  group: column.text("Name of the lesion: rows of one group are the same lesion"),
});

/** The table that {@link readTruth} reads back. */
export const truthTable = (
  truth: readonly { readonly row: number; readonly group: string | number }[],
): Table<typeof TRUTH_COLUMNS> =>
  new Table(
    TRUTH_COLUMNS,
    truth.map(({ row, group }) => ({ row, group: String(group) })),
  );

/**
 * Truth from groups of lesions: rows as numbers, or ids as texts where every id is that of one lesion only.
 *
 * @throws LesionGraphError BAD_TRUTH for an unknown or ambiguous id and for a lesion in two groups.
 */
export function truthFromGroups(
  lesions: readonly Lesion[],
  groups: readonly (readonly (number | string)[])[],
): Truth {
  assertShapes(lesions, "lesions", ["row", "id"]);
  const areLists = Array.isArray(groups) && Array.from(groups).every(Array.isArray);
  if (!areLists) fail("BAD_VALUE", "a list of groups, each a list of rows or ids", groups);
  const lesionsOf = groupBy(lesions, ({ id }) => id);
  const truth = new Map<number, string>();
  groups.forEach((members, group) => {
    for (const member of members) {
      const row = typeof member === "number" ? member : rowOf(member, lesionsOf.get(member) ?? []);
      if (truth.has(row)) throw badTruth("every lesion in one group", `row ${row} in two`, row);
      truth.set(row, String(group + 1));
    }
  });
  return truth;
}

function rowOf(id: string, lesions: readonly Lesion[]): number {
  const [only] = lesions;
  if (only !== undefined && lesions.length === 1) return only.row;
  fail("BAD_TRUTH", "the id of one lesion", `${id}, which ${lesions.length} lesions have`, {
    lesion: id,
  });
}

/**
 * Truth as a map, found to fit the lesions. O(n).
 *
 * @throws LesionGraphError BAD_TRUTH where it is neither a map nor a list, names a row that no lesion has or no
 * group, has lesions of two patients in a group, or knows none of the lesions.
 */
export function truthAbout(lesions: readonly Lesion[], given: GivenTruth): Truth {
  const truth = asMap(given);
  assertShapes(lesions, "lesions", ["row", "patient"]);
  const patientOf = new Map(lesions.map(({ row, patient }) => [row, patient]));
  const patientOfGroup = new Map<string, string>();
  for (const [row, group] of truth) {
    const patient = patientOf.get(row);
    if (patient === undefined) {
      const last = lesions.reduce((most, lesion) => Math.max(most, lesion.row), 0);
      throw badTruth("rows of the lesions", unknownRow(row, last), row, NOT_THERE);
    }
    const before = patientOfGroup.get(group) ?? patient;
    if (before !== patient) {
      throw badTruth("groups within a patient", `group ${group} in ${before} and ${patient}`, row);
    }
    patientOfGroup.set(group, patient);
  }
  if (truth.size > 0) return truth;
  fail("BAD_TRUTH", "a group for at least one lesion", "none", {
    remedy: "without ground truth there is nothing to score",
  });
}

const unknownRow = (row: number, last: number): string =>
  row > last ? `row ${row}, after the last (${last})` : `row ${row}, which was left out`;
const NOT_THERE =
  'remove rows from the truth that `noisy: "drop"` or a choice of patients leaves out';

/** Both forms of truth, as they may come from plain JavaScript. */
function asMap(given: GivenTruth): Truth {
  const entries: Iterable<readonly [unknown, unknown]> | undefined =
    given instanceof Map
      ? given
      : Array.isArray(given)
        ? Array.from(given, (one) => [one?.row, one?.group] as const)
        : undefined;
  if (entries === undefined) {
    fail("BAD_TRUTH", "a map from row to group, or a list of { row, group }", given ?? "nothing", {
      ...(typeof given === "string" && { remedy: "readTruth reads the text of a CSV" }),
    });
  }
  const truth = new Map<number, string>();
  for (const [row, group] of entries) {
    if (typeof row !== "number") throw badTruth("a row as a number", row);
    const known = typeof group === "number" || (typeof group === "string" && group !== "");
    if (!known) throw badTruth("a group as text or number", group ?? "nothing", row);
    if (truth.has(row)) throw badTruth("every row once", `row ${row} again`, row);
    truth.set(row, String(group));
  }
  return truth;
}

/**
 * Asserts that the ground truth links at least one pair of these lesions: nothing can be learned without.
 *
 * @throws LesionGraphError BAD_TRUTH.
 */
export function assertPairs(truth: Truth, lesions: readonly Lesion[]): void {
  const seen = new Set<string>();
  for (const { row } of lesions) {
    const group = truth.get(row);
    if (group === undefined) continue;
    if (seen.has(group)) return;
    seen.add(group);
  }
  fail(
    "BAD_TRUTH",
    "a group of at least two lesions to fit on",
    seen.size === 0 ? "no group" : `${seen.size} lesions, each in a group of its own`,
  );
}

const badTruth = (expected: string, received: unknown, row?: number, remedy?: string) =>
  fault("BAD_TRUTH", expected, received, {
    ...(remedy !== undefined && { remedy }),
    ...(row === undefined ? {} : { row }),
  });
