/** Cells and lines of CSV output. */

/** A value of an output row; `undefined` is an empty cell, never 0. */
export type CellValue = string | number | boolean | undefined;

/** One line of CSV with its line feed. */
export function csvLine(cells: readonly CellValue[]): string {
  let line = "";
  for (let i = 0; i < cells.length; i++) {
    if (i > 0) line += ",";
    const cell = cells[i];
    if (cell !== undefined) line += typeof cell === "string" ? csvCell(cell) : cell;
  }
  return `${line}\n`;
}

/**
 * One cell. Texts that a spreadsheet would run as a formula (they begin with = + - @, a tab or a
 * carriage return and are no numbers) get a leading apostrophe, and so do those that already have apostrophes
 * before such a text: different texts give different cells. Numbers stay numbers.
 */
export function csvCell(value: CellValue): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return String(value);
  return quoteCell(isFormula(value) ? `'${value}` : value);
}

/** The text that {@link csvCell} wrote into a cell, its double quotes already taken off: one apostrophe less. */
export const uncsvCell = (cell: string): string =>
  cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;

function isFormula(text: string): boolean {
  if (!FORMULA_START.test(text)) return false;
  const bare = text.replace(/^'+/, "");
  return bare.trim() === "" || Number.isNaN(Number(bare));
}

/** The text itself, in double quotes where CSV (RFC 4180) needs them. */
export const quoteCell = (text: string): string =>
  NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const FORMULA_START = /^'*[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;
