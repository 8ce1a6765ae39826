/** Numbers in cells: exactly a decimal number, or refused. Nothing is guessed, nothing half converted. */
import { fail } from "../core/errors.js";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const UNKNOWN = /^(?:nan|na|none|null)?$/i;

/** True where a cell says that its value is not known: empty, NaN, NA, None or null. */
export const isUnknown = (cell: string): boolean => UNKNOWN.test(cell.trim());

/** @throws LesionGraphError BAD_VALUE unless the cell holds a finite decimal number. */
export function toNumber(cell: string, expected = "a number"): number {
  const text = cell.trim();
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  fail("BAD_VALUE", expected, cell);
}

/** As {@link toNumber}, for whole numbers of at least `least`; "62.0", as data frames write it, is 62. */
export function toWhole(
  cell: string,
  least: number,
  expected = `a whole number >= ${least}`,
): number {
  const value = toNumber(cell, expected);
  if (Number.isSafeInteger(value) && value >= least) return value;
  fail("BAD_VALUE", expected, cell);
}
