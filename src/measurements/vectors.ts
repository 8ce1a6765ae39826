/**
 * Vectors as CSV, one column per dimension: of lesions (header `patient,study,lesion,…`), or to join to a table of
 * lesions (header `row,…`).
 */

import { composed } from "../core/composed.js";
import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { repeatedName } from "../csv/header.js";
import type { FormatOf } from "../csv/lesion-format.js";
import { isUnknown, toNumber, toWhole } from "../csv/numbers.js";
import {
  assertNoMeasurementOption,
  assertNoneDropped,
  failUnused,
  type ReadOptions,
  type VectorTable,
} from "../csv/read-options.js";
import { readRecords } from "../csv/records.js";
import { nameLesions } from "./ids.js";

const ID_COLUMNS = ["patient", "study", "lesion"] as const;

/** A lesion of which only a vector is known. */
export interface VectorLesion extends Lesion {
  readonly vector: readonly number[];
}

/** True where a header begins as that of a vectors CSV. */
export const isVectorsHeader = (header: readonly string[]): boolean =>
  ID_COLUMNS.every((name, i) => header[i]?.trim() === name);

/**
 * The reader of a vectors CSV with this header. Patient and lesion are any text, without the spaces
 * around it; study is a number.
 */
export const vectorsFormat: FormatOf<VectorLesion> = (header, options) => {
  assertNothingIgnored(options);
  const dimensions = dimensionNames(header, ID_COLUMNS.length);
  return {
    read(cells, row) {
      const [patient = "", study = "", id = ""] = cells;
      return {
        row,
        patient: idText(patient, "patient"),
        study: withPlace({ column: "study" }, () => toWhole(study, 1)),
        id: idText(id, "lesion"),
        vector: vectorOf(cells.slice(ID_COLUMNS.length), dimensions),
      };
    },
    complete: (lesions) => ({ lesions: nameLesions(lesions), warnings: [] }),
  };
};

/** @throws LesionGraphError BAD_OPTION for an option that would have no effect, or replace the vectors. */
function assertNothingIgnored(options: ReadOptions): void {
  if (options.vectors !== undefined) failUnused("vectors", "a vectors CSV");
  assertNoMeasurementOption(options, "a vectors CSV");
  assertNoneDropped(options);
}

/**
 * Reads vectors to join to a table of lesions: `row` counts the lesions' data rows from 1, in any
 * order. Pass the result to a reader as its option `vectors`. O(n x d) time and memory.
 *
 * @throws LesionGraphError MISSING_COLUMN where the first column is not `row`, BAD_VALUE for a cell
 * that is no finite number, DUPLICATE_LESION for a row that comes twice, and as every CSV reader.
 */
export function readVectorTable(source: string | Uint8Array): VectorTable {
  const vectors = new Map<number, readonly number[]>();
  let names: readonly string[] = [];
  readRecords(source, {
    header(cells) {
      if (cells[0]?.trim() !== "row") {
        fail("MISSING_COLUMN", "row as the first column", cells[0], { column: "row" });
      }
      names = dimensionNames(cells, 1);
    },
    record(cells) {
      const row = withPlace({ column: "row" }, () => toWhole(cells[0]!, 1));
      if (vectors.has(row)) {
        fail("DUPLICATE_LESION", "one vector for each data row", row, { column: "row" });
      }
      vectors.set(row, vectorOf(cells.slice(1), names));
    },
  });
  return { rows: vectors.size, dimensions: names.length, at: (row) => vectors.get(row) };
}

/**
 * Names of the dimension columns: everything behind the first `skip` columns.
 *
 * @throws LesionGraphError MISSING_COLUMN where there is none, REPEATED_COLUMN.
 */
function dimensionNames(header: readonly string[], skip: number): readonly string[] {
  const names = header.slice(skip).map((name) => name.trim());
  if (names.length === 0) {
    fail("MISSING_COLUMN", `a column per dimension after ${header.join(",")}`, "none");
  }
  const repeated = repeatedName(names);
  if (repeated === undefined) return names;
  fail("REPEATED_COLUMN", "every dimension to have a name of its own", repeated, {
    column: repeated,
  });
}

/** The numbers of a record's dimension cells. */
const vectorOf = (cells: readonly string[], names: readonly string[]): readonly number[] =>
  cells.map((cell, i) => withPlace({ column: names[i]! }, () => toNumber(cell, "a finite number")));

function idText(cell: string, column: string): string {
  if (!isUnknown(cell)) return composed(cell.trim());
  fail("BAD_VALUE", "an id", cell, { column });
}
