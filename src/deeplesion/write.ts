/** Lesions → DL_info.csv. What nothing changed comes out as it was read, byte for byte. */

import { completeOptions } from "../core/options.js";
import { RecordReader, splitRecords } from "../csv/records.js";
import { quoteCell } from "../csv/write.js";
import { COLUMN_NAMES, COLUMNS, type ColumnName } from "./columns.js";
import { columnPositions } from "./format.js";
import { type DlInfoLesion, rowFromLesion } from "./lesion.js";

export interface WriteOptions {
  /**
   * Text of the DL_info.csv that the lesions were read from: its header, further columns, line ends
   * and the spelling of every unchanged cell are kept. Lesions are matched to its rows by `row`.
   * @defaultValue "" (the 18 columns, line feeds)
   */
  readonly template: string;
}

export const DEFAULT_WRITE_OPTIONS: WriteOptions = Object.freeze({ template: "" });

/**
 * The text of a DL_info.csv with these lesions, in this order. Only pixel fields are written;
 * fields in mm follow from them. O(n) time and memory.
 *
 * @throws LesionGraphError as the reader does, where `like` is no DL_info.csv.
 */
export function writeDlInfo(
  lesions: readonly DlInfoLesion[],
  given?: Partial<WriteOptions>,
): string {
  const { template } = completeOptions("writeDlInfo", DEFAULT_WRITE_OPTIONS, given);
  return template === "" ? writePlain(lesions) : writeLike(template, lesions);
}

function writePlain(lesions: readonly DlInfoLesion[]): string {
  const lines = lesions.map((lesion) => {
    const cells = writtenCells(lesion);
    return COLUMN_NAMES.map((name) => quoteCell(cells[name])).join(",");
  });
  return [COLUMN_NAMES.join(","), ...lines, ""].join("\n");
}

/** The manner of an existing file, row by row. */
function writeLike(template: string, lesions: readonly DlInfoLesion[]): string {
  const [header = "", ...records] = splitRecords(template);
  const lineEnd = header.endsWith("\r\n") ? "\r\n" : "\n";
  const cellsOfRow: (readonly string[])[] = [];
  let width = 0;
  let positions: ReadonlyMap<ColumnName, number> = new Map();
  const reader = new RecordReader(
    {
      header(cells) {
        width = cells.length;
        positions = columnPositions(cells);
      },
      record: (cells) => cellsOfRow.push(cells),
    },
    { maxRecordLength: Math.max(template.length, 1) },
  );
  reader.push(template);
  reader.end();

  const lines = lesions.map((lesion) => {
    const before = cellsOfRow[lesion.row - 1];
    const after = writtenCells(lesion);
    const cells = before === undefined ? new Array<string>(width).fill("") : [...before];
    let changed = before === undefined;
    for (const [name, at] of positions) {
      if (before !== undefined && unchanged(name, before[at]!, after[name])) continue;
      cells[at] = after[name];
      changed = true;
    }
    const line = changed ? cells.map(quoteCell).join(",") : records[lesion.row - 1]!;
    return line.endsWith("\n") ? line : line + lineEnd;
  });
  const text = [header, ...lines].join("");
  return template.endsWith("\n") ? text : text.slice(0, text.length - lineEnd.length);
}

/** Every column of a lesion in the canonical spelling. */
function writtenCells(lesion: DlInfoLesion): Record<ColumnName, string> {
  const values = rowFromLesion(lesion);
  return Object.fromEntries(
    COLUMN_NAMES.map((name) => [name, COLUMNS[name].write(values[name] as never)]),
  ) as Record<ColumnName, string>;
}

/** True where a cell as it stood says the same as the canonical spelling of the new value. */
function unchanged(name: ColumnName, before: string, after: string): boolean {
  return before === after || COLUMNS[name].write(COLUMNS[name].read(before) as never) === after;
}
