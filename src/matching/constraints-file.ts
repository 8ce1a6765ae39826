/** Constraints as a CSV: what the review application writes and the command line reads. */
import { fail } from "../core/errors.js";
import { readRows } from "../csv/read-rows.js";
import { column, optional, type RowOf, Table } from "../csv/table.js";

const rowNumber = (description: string) => column.integer(description, undefined, { min: 1 });

/** The columns of a constraints file. */
const CONSTRAINT_COLUMNS = Object.freeze({
  patient: column.text("Patient of both lesions"),
  kind: column.choice(
    ["must-link", "cannot-link"],
    "must-link: the same lesion; cannot-link: different lesions",
  ),
  row: rowNumber("Data row of the first lesion, counted from 1"),
  row2: rowNumber("Data row of the second lesion"),
  study: rowNumber("Study of the first lesion"),
  lesion: column.text("Id of the first lesion"),
  study2: rowNumber("Study of the second lesion"),
  lesion2: column.text("Id of the second lesion"),
  by: optional(column.text("Who decided")),
  at: optional(column.text("When, ISO 8601")),
  note: optional(column.text("Free text")),
});

/** One decision of a user on a pair of lesions. Study and lesion say which lesions the rows were. */
export type Constraint = RowOf<typeof CONSTRAINT_COLUMNS>;

/**
 * Reads a constraints CSV. Columns may come in any order; other columns are skipped. O(n).
 *
 * @throws LesionGraphError BAD_VALUE for a pair of one row with itself; and as `readRows`.
 */
export const readConstraints = (source: string | Uint8Array): Constraint[] =>
  readRows(source, CONSTRAINT_COLUMNS, ({ row, row2 }) => {
    if (row === row2) fail("BAD_VALUE", "two different rows", row2, { column: "row2" });
  });

/** Returns the text of a constraints CSV, as {@link readConstraints} reads it. */
export const writeConstraints = (constraints: readonly Constraint[]): string =>
  new Table(CONSTRAINT_COLUMNS, constraints).toCsv();
