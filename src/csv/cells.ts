/**
 * CSV records over bytes: where each cell begins and ends, and its numbers without a string in between. What is
 * unusual is reported as such and left to csv-parse.
 */

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const LETTER_N = 78;
const LETTER_A = 97;
/** An integer above it need not stay exact in a double with one more digit. */
const MOST_EXACT = (Number.MAX_SAFE_INTEGER - 9) / 10;
/** Longer numbers are left to csv-parse. */
const MOST_DIGITS = 400;
/** Powers of ten that are exact in a double: a quotient by one of them is rounded once, as `Number` does. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/**
 * What a scan found: the cells of a record; a blank line; an odd record (another number of cells, or a quote where
 * none may stand); or bytes that end before the record does.
 */
type RecordKind = "cells" | "blank" | "odd" | "incomplete";

/** How one cell ended. */
const COMPLETE = 0;
const ODD_END = 1;
const ODD = 2;
const INCOMPLETE = 3;

/** The cells of one record after another. */
export class CellScanner {
  bytes: Uint8Array = new Uint8Array(0);
  /** Index after the record's line feed. */
  next = 0;
  /** Line feeds in the record, its own included. */
  lines = 0;
  /** False where the record has doubled quotes or bytes outside ASCII: its cells must not be compared. */
  isSimple = true;
  readonly #width: number;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  /** Index of the separator after the current cell, and the bounds of its content. */
  #at = 0;
  #cellStart = 0;
  #cellEnd = 0;

  constructor(width: number) {
    this.#width = width;
    this.#start = new Int32Array(width);
    this.#end = new Int32Array(width);
  }

  /** Finds the cells of the record that begins at `from`. */
  scan(from: number): RecordKind {
    const { bytes } = this;
    this.lines = 0;
    this.isSimple = true;
    this.#at = from;
    let odd = false;
    for (let cell = 0; ; cell++) {
      if (this.#at >= bytes.length) return "incomplete";
      const found = bytes[this.#at] === QUOTE ? this.#quotedCell() : this.#bareCell();
      if (found === INCOMPLETE) return "incomplete";
      if (found === ODD) return this.#skipOdd(from);
      if (found === ODD_END) odd = true;
      if (cell < this.#width) {
        this.#start[cell] = this.#cellStart;
        this.#end[cell] = this.#cellEnd;
      }
      if (bytes[this.#at++] !== LINE_FEED) continue;
      this.lines++;
      this.next = this.#at;
      const isEmpty = cell === 0 && this.#cellEnd === this.#cellStart;
      if (isEmpty && this.#at - from <= 2) return "blank";
      return odd || cell + 1 !== this.#width ? "odd" : "cells";
    }
  }

  /** A cell without quotes: up to the next comma or line feed. */
  #bareCell(): number {
    const { bytes } = this;
    const { length } = bytes;
    const start = this.#at;
    let at = start;
    let high = 0;
    let byte = 0;
    for (; at < length; at++) {
      byte = bytes[at]!;
      if (byte === COMMA || byte === LINE_FEED) break;
      if (byte === QUOTE) return ODD;
      high |= byte;
    }
    if (at >= length) return INCOMPLETE;
    this.isSimple &&= high < 128;
    this.#at = at;
    this.#cellStart = start;
    const hasReturn = byte === LINE_FEED && at > start && bytes[at - 1] === CARRIAGE_RETURN;
    this.#cellEnd = hasReturn ? at - 1 : at;
    return COMPLETE;
  }

  /** A cell in quotes. Text after the closing quote makes the record odd: csv-parse decides about it. */
  #quotedCell(): number {
    const { bytes } = this;
    const { length } = bytes;
    const start = this.#at + 1;
    let at = start;
    let high = 0;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        if (at + 1 >= length || bytes[at + 1] !== QUOTE) break;
        this.isSimple = false;
        at++;
      }
      high |= byte;
      if (byte === LINE_FEED) this.lines++;
    }
    if (at + 1 >= length) return INCOMPLETE;
    this.isSimple &&= high < 128;
    this.#cellStart = start;
    this.#cellEnd = at++;
    const hasReturn = bytes[at] === CARRIAGE_RETURN && at + 1 < length;
    if (hasReturn) at++;
    this.#at = at;
    const after = bytes[at];
    if (after === LINE_FEED) return COMPLETE;
    if (after !== COMMA) return ODD;
    return hasReturn ? ODD_END : COMPLETE;
  }

  /** Finds the end of a record with quotes in unusual places, as `RecordScanner` does. */
  #skipOdd(from: number): RecordKind {
    const { bytes } = this;
    let quoted = false;
    this.lines = 0;
    for (let at = from; at < bytes.length; at++) {
      if (bytes[at] === QUOTE) quoted = !quoted;
      if (bytes[at] !== LINE_FEED) continue;
      this.lines++;
      if (quoted) continue;
      this.next = at + 1;
      return "odd";
    }
    return "incomplete";
  }

  /** Index of the first byte of a cell. */
  start(cell: number): number {
    return this.#start[cell]!;
  }

  /** Index after the last byte of a cell. */
  end(cell: number): number {
    return this.#end[cell]!;
  }

  /** True where a cell is empty or `NaN`; with `parts`, where all its parts between commas are. */
  isMissing(cell: number, parts: boolean): boolean {
    const { bytes } = this;
    const end = this.#end[cell]!;
    for (let at = this.#start[cell]!; ; at++) {
      at = this.#skipSpaces(at, end);
      const hasNaN =
        at + 2 < end &&
        bytes[at] === LETTER_N &&
        bytes[at + 1] === LETTER_A &&
        bytes[at + 2] === LETTER_N;
      if (hasNaN) at = this.#skipSpaces(at + 3, end);
      if (at >= end) return true;
      if (!parts || bytes[at] !== COMMA) return false;
    }
  }

  #skipSpaces(from: number, end: number): number {
    let at = from;
    while (at < end && this.bytes[at] === SPACE) at++;
    return at;
  }

  /**
   * Writes the numbers of a cell, separated by commas, to `into` from `offset` on. False unless there are exactly
   * `count`, each a decimal number without exponent; the values are those of `Number`, to the bit.
   */
  numbers(cell: number, count: number, into: Float64Array, offset: number): boolean {
    const end = this.#end[cell]!;
    let at = this.#start[cell]!;
    for (let k = 0; k < count; k++) {
      at = this.#number(this.#skipSpaces(at, end), end, into, offset + k);
      if (at < 0) return false;
      at = this.#skipSpaces(at, end);
      if (k < count - 1 && (at >= end || this.bytes[at++] !== COMMA)) return false;
    }
    return at === end;
  }

  /** Writes the number that begins at `first` to `into[index]`. Returns the index after it; -1 without one. */
  #number(first: number, end: number, into: Float64Array, index: number): number {
    const { bytes } = this;
    let at = first;
    const sign = at < end ? bytes[at]! : 0;
    if (sign === MINUS || sign === PLUS) at++;
    let value = 0;
    let digits = 0;
    let point = -1;
    let exact = true;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        exact &&= value <= MOST_EXACT;
        value = value * 10 + digit;
        digits++;
      } else if (byte === DOT && point < 0) point = at;
      else break;
    }
    if (digits === 0) return -1;
    const decimals = point < 0 ? 0 : at - point - 1;
    if (exact && decimals < POWERS.length) {
      // Divides also by 1: code that V8 compiles for integers is compiled again at the first other number.
      const power = POWERS[decimals]!;
      value /= sign === MINUS ? -power : power;
    } else {
      if (at - first > MOST_DIGITS) return -1;
      value = Number(String.fromCharCode(...bytes.subarray(first, at)));
      if (!Number.isFinite(value)) return -1;
    }
    into[index] = value;
    return at;
  }
}
