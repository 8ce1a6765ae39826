/**
 * Tables with columns declared once: row types, CSV, JSON, HTML and documentation follow from the declaration,
 * and so does the reader of a table in a CSV.
 */
import { fail, withPlace } from "../core/errors.js";
import { type CellValue, csvLine } from "./write.js";

export type ColumnType = "text" | "integer" | "number" | "boolean" | "date";

/** One column. `T` is the type of its values; `undefined` is an empty cell. */
export interface Column<T extends CellValue = CellValue> {
  readonly type: ColumnType;
  readonly description: string;
  readonly unit: string | undefined;
  /** False where cells may be empty. */
  readonly required: boolean;
  /** Type-level only: the values. */
  readonly values?: T;
}

/** Columns by name, in their order. */
export type Columns = Readonly<Record<string, Column>>;

/** The row that columns describe. */
export type RowOf<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never;
};

const make =
  <T extends CellValue>(type: ColumnType) =>
  (description: string, unit?: string): Column<T> => ({ type, description, unit, required: true });

/** Makes a column of each type; {@link optional} lets its cells be empty. */
export const column = Object.freeze({
  text: <T extends string = string>(description: string): Column<T> => make<T>("text")(description),
  integer: make<number>("integer"),
  number: make<number>("number"),
  boolean: make<boolean>("boolean"),
  /** ISO 8601 days, for example "2019-03-27". */
  date: make<string>("date"),
});

/** The same column with cells that may be empty. */
export const optional = <T extends CellValue>(one: Column<T>): Column<T | undefined> => ({
  ...one,
  required: false,
});

/** The cells of a row in the order of the columns. */
export const cellsOf = <C extends Columns>(columns: C, row: RowOf<C>): CellValue[] =>
  Object.keys(columns).map((name) => row[name] as CellValue);

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

  [Symbol.iterator](): Iterator<RowOf<C>> {
    return this.rows[Symbol.iterator]();
  }

  /** CSV with a header line and "\n" line ends; missing values are empty cells. */
  toCsv(): string {
    const lines = this.rows.map((row) => csvLine(cellsOf(this.columns, row)));
    return csvLine(Object.keys(this.columns)) + lines.join("");
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
}

/** The columns as a Markdown table: name, type, unit, meaning. */
export function columnsMarkdown(columns: Columns): string {
  const lines = Object.entries(columns).map(
    ([name, { type, unit, description, required }]) =>
      `| \`${name}\` | ${type}${required ? "" : ", may be empty"} | ${unit ?? ""} | ${description} |`,
  );
  return ["| column | type | unit | meaning |", "| --- | --- | --- | --- |", ...lines, ""].join(
    "\n",
  );
}

/** The value that a trimmed cell holds. @throws LesionGraphError BAD_VALUE with the column. */
export function parseCell(name: string, one: Column, cell: string): CellValue {
  if (cell === "" && !one.required) return undefined;
  return withPlace({ column: name }, () => PARSERS[one.type](cell));
}

const INTEGER = /^[+-]?\d{1,16}(?:\.0+)?$/;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

const PARSERS: Readonly<Record<ColumnType, (cell: string) => CellValue>> = {
  text: (cell) => (cell === "" ? fail("BAD_VALUE", "a text", cell) : cell),
  integer: (cell) => {
    const value = INTEGER.test(cell) ? Number(cell) : Number.NaN;
    return Number.isSafeInteger(value) ? value : fail("BAD_VALUE", "an integer", cell);
  },
  number: (cell) => {
    const value = DECIMAL.test(cell) ? Number(cell) : Number.NaN;
    return Number.isFinite(value) ? value : fail("BAD_VALUE", "a finite number", cell);
  },
  boolean: (cell) => {
    if (/^(?:true|yes)$/i.test(cell)) return true;
    return /^(?:false|no)$/i.test(cell) ? false : fail("BAD_VALUE", "yes or no", cell);
  },
  date: (cell) => {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(cell) ? Date.parse(cell) : Number.NaN;
    const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(cell);
    return isDay ? cell : fail("BAD_VALUE", "a date such as 2019-03-27", cell);
  },
};
