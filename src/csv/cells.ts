/**
 * CSV records over bytes, for cells that hold plain numbers: where each cell begins and ends, and its
 * numbers without a string in between. Whatever is not plain is said to be so and left to csv-parse.
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
const NAN = [78, 97, 78];
/** Above it, an integer of so many digits need not be exact in a double. */
const MOST_EXACT = (Number.MAX_SAFE_INTEGER - 9) / 10;
/** Longer numbers are left to others. */
const MOST_DIGITS = 400;
/** Powers of ten that are exact in a double: a quotient by one of them is rounded once, as `Number` does. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/** What a look at a record found. */
export type RecordKind = "cells" | "blank" | "odd" | "incomplete";

/** The cells of one record after another. */
export class CellScanner {
  bytes: Uint8Array = new Uint8Array(0);
  /** Just behind the record's line feed. */
  next = 0;
  /** Line feeds in the record, its own among them. */
  lines = 0;
  /** False where the record holds doubled quotes or bytes outside ASCII: its cells are not to be compared. */
  simple = true;
  readonly #width: number;
  readonly #start: Int32Array;
  readonly #end: Int32Array;

  constructor(width: number) {
    this.#width = width;
    this.#start = new Int32Array(width);
    this.#end = new Int32Array(width);
  }

  /**
   * Finds the cells of the record that begins at `from`. `"odd"`: not as many cells as the width, or a quote
   * where none may stand. `"incomplete"`: the bytes end before the record does.
   */
  scan(from: number): RecordKind {
    const { bytes } = this;
    const length = bytes.length;
    let at = from;
    let cell = 0;
    let high = 0;
    let odd = false;
    let doubled = false;
    this.lines = 0;
    for (;;) {
      let end: number;
      let start = at;
      if (bytes[at] === QUOTE) {
        start = ++at;
        for (; at < length; at++) {
          const byte = bytes[at]!;
          if (byte === QUOTE) {
            if (bytes[at + 1] !== QUOTE) break;
            doubled = true;
            at++;
          }
          high |= byte;
          if (byte === LINE_FEED) this.lines++;
        }
        if (at + 1 >= length) return "incomplete";
        end = at++;
        if (bytes[at] === CARRIAGE_RETURN && at + 1 < length) at++;
        const behind = bytes[at];
        // Text behind the quotes: csv-parse knows what to make of it.
        if (behind !== COMMA && behind !== LINE_FEED) return this.#skipOdd(from);
        if (behind === COMMA && bytes[at - 1] === CARRIAGE_RETURN) odd = true;
      } else {
        let byte = 0;
        for (; at < length; at++) {
          byte = bytes[at]!;
          if (byte === COMMA || byte === LINE_FEED) break;
          if (byte === QUOTE) return this.#skipOdd(from);
          high |= byte;
        }
        if (at >= length) return "incomplete";
        end = at;
        if (byte === LINE_FEED && end > start && bytes[end - 1] === CARRIAGE_RETURN) end--;
      }
      if (cell < this.#width) {
        this.#start[cell] = start;
        this.#end[cell] = end;
      }
      cell++;
      if (bytes[at++] === LINE_FEED) {
        this.lines++;
        this.next = at;
        if (cell === 1 && end === start && at - from <= 2) return "blank";
        this.simple = high < 128 && !doubled;
        return odd || cell !== this.#width ? "odd" : "cells";
      }
    }
  }

  /** The end of a record with quotes in unusual places, as `RecordScanner` finds it. */
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

  /** Bytes of a cell without the spaces around it; what stands between is up to the caller. */
  byte(cell: number, at: number): number {
    const index = this.#start[cell]! + at;
    return index < this.#end[cell]! ? this.bytes[index]! : -1;
  }

  /** Length of a cell in bytes. */
  size(cell: number): number {
    return this.#end[cell]! - this.#start[cell]!;
  }

  /** True where a cell says in the plainest words that it is not known: parts that are empty or `NaN`. */
  unknown(cell: number): boolean {
    const { bytes } = this;
    const end = this.#end[cell]!;
    for (let at = this.#start[cell]!; ; at++) {
      while (at < end && bytes[at] === SPACE) at++;
      if (at + 2 < end && NAN.every((byte, k) => bytes[at + k] === byte)) at += NAN.length;
      while (at < end && bytes[at] === SPACE) at++;
      if (at >= end) return true;
      if (bytes[at] !== COMMA) return false;
    }
  }

  /**
   * Writes the numbers of a cell, separated by commas, to `into` from `offset` on. False unless there are
   * exactly `count`, each a plain decimal number without exponent: the same numbers, to the bit, as `Number`
   * gives.
   */
  numbers(cell: number, count: number, into: Float64Array, offset: number): boolean {
    const { bytes } = this;
    const end = this.#end[cell]!;
    let at = this.#start[cell]!;
    for (let k = 0; k < count; k++) {
      while (at < end && bytes[at] === SPACE) at++;
      const first = at;
      const sign = at < end ? bytes[at] : 0;
      if (sign === MINUS || sign === PLUS) at++;
      let value = 0;
      let digits = 0;
      let decimals = -1;
      let exact = true;
      for (; at < end; at++) {
        const byte = bytes[at]!;
        const digit = byte - ZERO;
        if (digit >= 0 && digit <= 9) {
          exact &&= value <= MOST_EXACT;
          value = value * 10 + digit;
          digits++;
          if (decimals >= 0) decimals++;
        } else if (byte === DOT && decimals < 0) decimals = 0;
        else break;
      }
      if (digits === 0) return false;
      if (!exact || decimals > 22) {
        if (at - first > MOST_DIGITS) return false;
        value = Number(String.fromCharCode(...bytes.subarray(first, at)));
        if (!Number.isFinite(value)) return false;
      } else {
        if (decimals > 0) value /= POWERS[decimals]!;
        if (sign === MINUS) value = -value;
      }
      into[offset + k] = value;
      while (at < end && bytes[at] === SPACE) at++;
      if (k < count - 1 && (at >= end || bytes[at++] !== COMMA)) return false;
    }
    return at === end;
  }
}
