/** Lesions → DL_info.csv. Unchanged rows come out as they were read, byte for byte. */

import { fail } from "../core/errors.js";
import { completeOptions } from "../core/options.js";
import { quoteCell } from "../csv/csv-line.js";
import { splitRecords } from "../csv/record-scanner.js";
import { readRecords } from "../csv/records.js";
import {
  COLUMN_NAMES,
  type ColumnName,
  ROW_LENGTH,
  readCell,
  writeCell,
} from "./dl-info-columns.js";
import { type DlInfoLesion, rowFromLesion, valuesOfRow } from "./dl-info-lesion.js";
import { columnPositions } from "./format.js";

/** Options of {@link writeDlInfo}. */
export interface WriteOptions {
  /**
   * Text of the DL_info.csv that the lesions were read from: its header, further columns, line ends
   * and the spelling of every unchanged cell are kept. Lesions are matched to its rows by `row`.
   * @defaultValue "" (the 18 columns, line feeds)
   */
  readonly template: string;
}

const DEFAULT_WRITE_OPTIONS: WriteOptions = Object.freeze({ template: "" });

/**
 * The text of a DL_info.csv with these lesions, in this order. Only pixel fields are written;
 * fields in mm follow from them. O(n) time and memory.
 *
 * @throws LesionGraphError BAD_VALUE for lesions that were not read from a DL_info.csv; as the reader does, where
 * `template` is not one.
 */
export function writeDlInfo(
  lesions: readonly DlInfoLesion[],
  given?: Partial<WriteOptions>,
): string {
  const { template } = completeOptions("writeDlInfo", DEFAULT_WRITE_OPTIONS, given);
  assertDlInfoLesions(lesions);
  return template === "" ? writeCanonical(lesions) : writeByTemplate(template, lesions);
}

/** Asserts lesions with the fields that only a DL_info.csv has. */
function assertDlInfoLesions(lesions: unknown): void {
  if (!Array.isArray(lesions)) {
    fail("BAD_VALUE", "a list of lesions, as readDlInfo returns it", lesions ?? "nothing");
  }
  for (const [i, lesion] of lesions.entries()) {
    if (Array.isArray((lesion as Partial<DlInfoLesion> | null)?.longAxisPx)) continue;
    fail("BAD_VALUE", "a lesion of a DL_info.csv, with its axes in pixels", lesion ?? "nothing", {
      remedy: "a DL_info.csv says where on a slice a lesion was measured",
      row: i + 1,
    });
  }
}

function writeCanonical(lesions: readonly DlInfoLesion[]): string {
  const lines = lesions.map((lesion) => {
    const cells = writtenCells(lesion);
    return COLUMN_NAMES.map((name) => quoteCell(cells[name])).join(",");
  });
  return [COLUMN_NAMES.join(","), ...lines, ""].join("\n");
}

/** Keeps the notation of an existing file, row by row. */
function writeByTemplate(template: string, lesions: readonly DlInfoLesion[]): string {
  const [header = "", ...records] = splitRecords(template);
  const lineEnd = header.endsWith("\r\n") ? "\r\n" : "\n";
  const cellsOfRow: (readonly string[])[] = [];
  let width = 0;
  let positions: ReadonlyMap<ColumnName, number> = new Map();
  const handler = {
    header(cells: readonly string[]) {
      width = cells.length;
      positions = columnPositions(cells);
    },
    record: (cells: readonly string[]) => cellsOfRow.push(cells),
  };
  readRecords(template, handler, template.length);

  const lines = lesions.map((lesion) => {
    const before = cellsOfRow[lesion.row - 1];
    const after = writtenCells(lesion);
    const cells = before === undefined ? new Array<string>(width).fill("") : [...before];
    let changed = false;
    for (const [name, at] of positions) {
      if (before !== undefined && isUnchanged(name, before[at]!, after[name])) continue;
      cells[at] = after[name];
      changed = true;
    }
    const line = changed ? cells.map(quoteCell).join(",") : records[lesion.row - 1]!;
    return line.endsWith("\n") ? line : line + lineEnd;
  });
  const text = [header, ...lines].join("");
  return template.endsWith("\n") ? text : text.slice(0, text.length - lineEnd.length);
}

/** Every column of a lesion in the canonical notation. */
function writtenCells(lesion: DlInfoLesion): Record<ColumnName, string> {
  const values = valuesOfRow(rowFromLesion(lesion));
  return Object.fromEntries(
    COLUMN_NAMES.map((name) => [name, writeCell(name, values, lesion.fileName)]),
  ) as Record<ColumnName, string>;
}

/** True where a cell as it stood says the same as the canonical notation of the new value. */
function isUnchanged(name: ColumnName, before: string, after: string): boolean {
  if (before === after) return true;
  const values = new Float64Array(ROW_LENGTH);
  readCell(name, before, values);
  return writeCell(name, values, before) === after;
}
