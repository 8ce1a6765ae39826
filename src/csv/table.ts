/** Tables with declared columns: CSV, JSON, Parquet, HTML and text. The reader is in `read-rows.ts`. */
import type { Columns, RowOf } from "./column.js";
import { type CellValue, csvLine } from "./csv-line.js";
import { redcapDictionary, redcapHeader, redcapLines } from "./redcap.js";
import { alignedText, htmlTable, SHOWN_ROWS } from "./table-text.js";

export {
  type Column,
  type ColumnLimits,
  type Columns,
  type ColumnType,
  column,
  optional,
  type RowOf,
} from "./column.js";

/**
 * Rows with their columns. A table is an iterable of its rows, writes itself as CSV and JSON, and shows itself
 * in notebooks as HTML and elsewhere as aligned text.
 */
export class Table<C extends Columns = Columns> implements Iterable<RowOf<C>> {
  readonly columns: C;
  readonly rows: readonly RowOf<C>[];

  constructor(columns: C, rows: readonly RowOf<C>[]) {
    this.columns = columns;
    this.rows = rows;
  }

  get length(): number {
    return this.rows.length;
  }

  /** Iterates over the rows. */
  [Symbol.iterator](): Iterator<RowOf<C>> {
    return this.rows[Symbol.iterator]();
  }

  /** CSV with a header line and "\n" line ends; missing values are empty cells. */
  toCsv(): string {
    return csvLine(Object.keys(this.columns)) + linesOf(this.columns, this.rows);
  }

  /** The rows as plain objects: what `JSON.stringify` writes. */
  toJSON(): readonly RowOf<C>[] {
    return this.rows;
  }

  /** One array per column, for data frames and Arrow. */
  toArrays(): { readonly [K in keyof C]: RowOf<C>[K][] } {
    const names = Object.keys(this.columns) as (keyof C)[];
    const arrays = names.map((name) => [name, this.rows.map((row) => row[name])] as const);
    return Object.fromEntries(arrays) as { [K in keyof C]: RowOf<C>[K][] };
  }

  /**
   * The bytes of a Parquet file; missing values are nulls. Needs the package `hyparquet-writer`.
   *
   * @throws LesionGraphError MISSING_PACKAGE.
   */
  async toParquet(): Promise<Uint8Array> {
    const { parquetBytes } = await import("./parquet.js");
    return parquetBytes(this.columns, this.rows);
  }

  /**
   * A CSV that REDCap imports as instances of a repeating instrument; the record is the patient.
   *
   * @param form name of the instrument; field names begin with it, such as `growth_long_axis_mm`
   * @throws LesionGraphError BAD_OPTION for another name than lower-case letters, digits and underscores,
   * MISSING_COLUMN for a table without patients.
   */
  toRedcapCsv(form: string): string {
    return redcapHeader(this.columns, form) + redcapLines(this.columns, this.rows, form);
  }

  /** The data dictionary of {@link toRedcapCsv}'s fields. @throws LesionGraphError as {@link toRedcapCsv}. */
  toRedcapDictionary(form: string): string {
    return redcapDictionary(this.columns, form);
  }

  /** Aligned text of the first rows, numbers rounded to 4 significant digits. */
  toString(limit = SHOWN_ROWS): string {
    return alignedText(this.columns, this.rows, limit);
  }

  /** An HTML table of the first rows, numbers rounded to 4 significant digits. */
  toHtml(limit = SHOWN_ROWS): string {
    return htmlTable(this.columns, this.rows, limit);
  }

  /** What Deno's Jupyter kernel shows. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/html": this.toHtml(), "text/plain": this.toString() };
  }

  /** What Node's console and REPL show. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** What Deno's console shows. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

/** The rows as lines of CSV, the cells of each in the order of the columns after those of `first`. O(cells). */
export function linesOf<C extends Columns>(
  columns: C,
  rows: readonly RowOf<C>[],
  first: readonly CellValue[] = [],
): string {
  const names = Object.keys(columns);
  let lines = "";
  for (const row of rows) {
    const cells = [...first];
    for (const name of names) cells.push(row[name] as CellValue);
    lines += csvLine(cells);
  }
  return lines;
}
