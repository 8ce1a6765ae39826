/** Vectors by row number as CSV: header `row`, then one column per dimension. */

import { fail, withPlace } from "../core/errors.js";
import { toWhole } from "../csv/numbers.js";
import type { VectorTable } from "../csv/read-options.js";
import { readRecords } from "../csv/records.js";
import { dimensionNames, vectorOf } from "./vectors-format.js";

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
