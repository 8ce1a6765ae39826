/** Numbers in cells. Anything but a decimal number is an error; nothing is converted in part. */
import { fail } from "../core/errors.js";

/** Linear in the length of the text: no two parts of it can match the same digits. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const UNKNOWN = /^(?:nan|na|none|null)?$/i;

/** True for the texts of a missing value: empty, NaN, NA, None or null. */
export const isUnknown = (cell: string): boolean => UNKNOWN.test(cell.trim());

/** The value of a decimal number, infinite beyond 1.8e308; NaN for any other text, "0x10" and "" too. */
export const decimalOf = (text: string): number => (DECIMAL.test(text) ? Number(text) : Number.NaN);

/** @throws LesionGraphError BAD_VALUE unless the cell holds a finite decimal number. */
export function toNumber(cell: string, expected = "a number"): number {
  const value = decimalOf(cell.trim());
  if (Number.isFinite(value)) return value;
  fail("BAD_VALUE", expected, cell);
}

/** As {@link toNumber}, for integers of at least `least`; "62.0", as data frames write it, is 62. */
export function toWhole(cell: string, least: number, expected = `an integer >= ${least}`): number {
  const value = toNumber(cell, expected);
  if (Number.isSafeInteger(value) && value >= least) return value;
  fail("BAD_VALUE", expected, cell);
}
