/** The order of lesions, and of texts with numbers. */
import type { Lesion } from "./lesion.js";

/**
 * Compares two lesions of a patient: by study, then id, then (identical annotations only) row. Matchers break
 * ties by this order, so that row order never matters.
 */
export function compareLesions(a: Lesion, b: Lesion): number {
  return a.study - b.study || compareNaturally(a.id, b.id) || a.row - b.row;
}

/** Compares by data row. */
export const byRow = (a: { readonly row: number }, b: { readonly row: number }): number =>
  a.row - b.row;

/**
 * Compares two texts with runs of digits as numbers, so that "2" comes before "10". Independent of locale and
 * machine. Different texts never compare as equal.
 */
export function compareNaturally(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (a.charCodeAt(at) === b.charCodeAt(at)) at++;
  let start = at;
  while (start > 0 && isDigit(a, start - 1)) start--;
  if (isDigit(a, start) && isDigit(b, start)) {
    const order = Number(digitsAt(a, start)) - Number(digitsAt(b, start));
    // Runs of more than 308 digits are Infinity; their difference is NaN.
    if (order < 0 || order > 0) return order;
  }
  return a < b ? -1 : 1;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function digitsAt(text: string, start: number): string {
  let end = start;
  while (isDigit(text, end)) end++;
  return text.slice(start, end);
}
