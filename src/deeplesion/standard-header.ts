/** Header lines of a DL_info.csv whose rows can be read from bytes. */
import { LesionGraphError } from "../core/errors.js";
import { RecordReader } from "../csv/records.js";
import { COLUMN_NAMES, type ColumnName } from "./dl-info-columns.js";
import { columnPositions, isDlInfoHeader } from "./format.js";

/** Where the columns of a DL_info.csv stand. */
export interface StandardHeader {
  /** Number of columns, others included. */
  readonly width: number;
  readonly positions: ReadonlyMap<ColumnName, number>;
}

/** The usual line, which csv-parse takes as long to start with as to read a thousand rows. */
const USUAL = COLUMN_NAMES.join(",");

/** Reads the header line of a DL_info.csv; `undefined` where it is another one or something is unusual about it. */
export function standardHeader(header: Uint8Array): StandardHeader | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
    const { cells, separator } = headerCells(text);
    const isOther = cells[0]?.trim() === "patient" || !isDlInfoHeader(cells);
    if (isOther || separator !== ",") return undefined;
    return { width: cells.length, positions: columnPositions(cells) };
  } catch (error) {
    if (error instanceof LesionGraphError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function headerCells(
  text: string,
): Pick<RecordReader, "separator"> & { readonly cells: readonly string[] } {
  if (text === `${USUAL}\n` || text === `${USUAL}\r\n`)
    return { cells: COLUMN_NAMES, separator: "," };
  let cells: readonly string[] = [];
  const reader = new RecordReader({ header: (found) => (cells = found), record: () => {} });
  reader.push(text);
  reader.end();
  return { cells, separator: reader.separator };
}
