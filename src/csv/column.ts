/** Columns of tables, declared once: checks, types and documentation follow from the declaration. */
import type { CellValue } from "./csv-line.js";

/** Type of the values of a column. */
export type ColumnType = "text" | "integer" | "number" | "boolean" | "date";

/** One column. `T` is the type of its values; `undefined` is an empty cell. */
export interface Column<T extends CellValue = CellValue> {
  readonly type: ColumnType;
  readonly description: string;
  readonly unit: string | undefined;
  /** False where cells may be empty; a reader accepts a table without the column. */
  readonly required: boolean;
  /** Smallest number. */
  readonly min?: number | undefined;
  /** The texts that are allowed; any where absent. */
  readonly choices?: readonly string[] | undefined;
  /** True for a text that is read as it is written, whatever its Unicode form: the name of a file. */
  readonly isPath?: boolean | undefined;
  /** What a cell has to be, completing "expected …". */
  readonly expected: string;
  /** Type-level only: the values. */
  readonly values?: T;
}

/** Columns by name, in their order. */
export type Columns = Readonly<Record<string, Column>>;

/** The row that columns describe. */
export type RowOf<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never;
};

/** Limits of a numeric column. */
export interface ColumnLimits {
  /** Smallest value, inclusive. */
  readonly min?: number;
}

const numeric =
  (type: "integer" | "number", expected: string) =>
  (description: string, unit?: string, { min }: ColumnLimits = {}): Column<number> => ({
    type,
    description,
    unit,
    required: true,
    min,
    expected: min === undefined ? expected : `${expected} >= ${min}`,
  });

const plain = <T extends CellValue>(
  type: ColumnType,
  description: string,
  expected: string,
): Column<T> => ({ type, description, unit: undefined, required: true, expected });

/** Makes a required column of each type; {@link optional} lets its cells be empty. */
export const column = Object.freeze({
  /** Any text that is not empty; readers compose its characters. */
  text: <T extends string = string>(description: string): Column<T> =>
    plain<T>("text", description, "a text"),
  /** The name of a file. */
  path: (description: string): Column<string> => ({
    ...plain("text", description, "a text"),
    isPath: true,
  }),
  /** One of some texts. */
  choice: <const T extends string>(choices: readonly T[], description: string): Column<T> => ({
    ...plain<T>("text", description, `one of ${choices.join(", ")}`),
    choices,
  }),
  integer: numeric("integer", "an integer"),
  number: numeric("number", "a finite number"),
  /** yes, no, true or false. */
  boolean: (description: string): Column<boolean> => plain("boolean", description, "yes or no"),
  /** ISO 8601 days, for example "2019-03-27". */
  date: (description: string): Column<string> =>
    plain("date", description, "a date such as 2019-03-27"),
});

/** The same column with cells that may be empty. */
export const optional = <T extends CellValue>(one: Column<T>): Column<T | undefined> => ({
  ...one,
  required: false,
});
