/** Skips lines of a table by the number in one of their cells, without a look at most of their bytes. */

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;

/**
 * The whole number in a cell of the line at `from`, without a look at the cells behind it; 0 where it is not digits
 * alone, or a quote stands before it.
 */
export function wholeAt(bytes: Uint8Array, from: number, cell: number): number {
  let value = 0;
  for (let at = cellAt(bytes, from, cell); at < bytes.length && bytes[at] !== COMMA; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : 0;
}

/** Index of the first byte of a cell; after the bytes where a quote or the end of the line comes first. */
function cellAt(bytes: Uint8Array, from: number, cell: number): number {
  let at = from;
  for (let before = 0; before < cell && at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE || byte === LINE_FEED) return bytes.length;
    if (byte === COMMA) before++;
  }
  return at;
}

/**
 * Goes over all lines from `from` on with this whole number > 0 in a cell, and stops before a line that is not
 * complete, longer than `longest`, or may end within quotes. Returns where it stops and the number of lines.
 */
export function skipLines(
  bytes: Uint8Array,
  from: number,
  cell: number,
  whole: number,
  longest: number,
): { readonly next: number; readonly lines: number } {
  let next = from;
  let lines = 0;
  while (wholeAt(bytes, next, cell) === whole) {
    const end = wholeLine(bytes, next);
    if (end === 0 || end - next > longest) break;
    next = end;
    lines++;
  }
  return { next, lines };
}

/**
 * Index after the line feed of the line at `from`; 0 where it is not complete, or a cell may go on in the next line.
 * The last quote of a line ends a cell where a separator follows it, and none, nor a quote, stands before it.
 */
function wholeLine(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(LINE_FEED, from);
  let quote = end - 1;
  while (quote >= from && bytes[quote] !== QUOTE) quote--;
  if (quote < from) return end + 1;
  const [before, after] = [bytes[quote - 1], bytes[quote + 1]];
  const opens = quote === from || before === COMMA || before === QUOTE;
  const closes = after === COMMA || after === CARRIAGE_RETURN || after === LINE_FEED;
  return closes && !opens ? end + 1 : 0;
}
