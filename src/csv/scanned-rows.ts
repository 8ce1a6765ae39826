/** Rows of a table: read from bytes by a scanner where it can, else passed on as text, in the order of the rows. */
import { withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { CellScanner } from "./cells.js";
import { AS_TEXT, type ScannerOf } from "./lesion-format.js";
import type { ReadOptions } from "./read-options.js";

/** What becomes of the rows. */
interface RowTargets<D extends Lesion> {
  take(lesion: D | undefined): void;
  /** Takes the header line, and whole rows that are to be read as text. */
  text(chunk: Uint8Array | string): void;
  /** Tells how many rows and lines stand before the next text. */
  skip(read: { readonly rows: number; readonly lines: number }): void;
}

/** Takes a table chunk by chunk. Call `end()` after the last chunk. */
export class ScannedRows<D extends Lesion> {
  readonly #scannerOf: ScannerOf<D>;
  readonly #options: ReadOptions;
  readonly #targets: RowTargets<D>;
  /** Bytes after the last complete row. */
  #rest: Uint8Array = new Uint8Array(0);
  #cells: CellScanner | undefined;
  /** Reads the row that the cells have scanned. */
  #readRow: (row: number) => D | undefined | typeof AS_TEXT = () => AS_TEXT;
  /** True where all that follows is read as text. */
  #isText = false;
  #read = { rows: 0, lines: 0 };
  /** Where adjacent rows to be read as text begin; -1 without any. */
  #textFrom = -1;

  constructor(scannerOf: ScannerOf<D>, options: ReadOptions, targets: RowTargets<D>) {
    this.#scannerOf = scannerOf;
    this.#options = options;
    this.#targets = targets;
  }

  push(chunk: Uint8Array | string): void {
    if (typeof chunk === "string" || this.#isText) {
      this.#goOnAsText();
      this.#targets.text(chunk);
      return;
    }
    const bytes = joined(this.#rest, chunk);
    const from = this.#cells === undefined ? this.#header(bytes) : 0;
    const cells = this.#cells;
    // A copy: the chunk may be valid only until the next.
    this.#rest = bytes.slice(cells === undefined ? from : this.#rows(cells, bytes, from));
    const most = cells === undefined ? MOST_HEADER : this.#options.maxRecordLength;
    if (this.#rest.length > most || (cells === undefined && from > 0)) this.#goOnAsText();
  }

  /** Counts rows and lines that were read elsewhere; call it after the header line. */
  skip(read: { readonly rows: number; readonly lines: number }): void {
    this.#read = { ...read };
    this.#targets.skip(read);
  }

  end(): void {
    if (!this.#isText) this.#goOnAsText();
  }

  /** Passes the header line on and returns where it ends; 0 where it is not complete. */
  #header(bytes: Uint8Array): number {
    const end = bytes.indexOf(LINE_FEED) + 1;
    if (end === 0) return 0;
    const header = bytes.subarray(0, end);
    const scanner = this.#scannerOf(header, this.#options);
    this.#targets.text(header);
    if (scanner === undefined) return end;
    this.#cells = new CellScanner(scanner.width);
    this.#readRow = scanner.reader(this.#cells);
    this.#read = { rows: 0, lines: 1 };
    return end;
  }

  /** Reads the rows that are complete and returns where they end. */
  #rows(cells: CellScanner, bytes: Uint8Array, from: number): number {
    const { maxRecordLength } = this.#options;
    cells.bytes = bytes;
    let at = from;
    for (let kind = cells.scan(at); kind !== "incomplete"; kind = cells.scan(at)) {
      const isReadable = kind === "cells" && cells.next - at <= maxRecordLength;
      const found = isReadable ? this.#readRow(this.#read.rows + 1) : AS_TEXT;
      if (kind !== "blank") this.#row(found, bytes, at);
      this.#read.lines += cells.lines;
      at = cells.next;
    }
    this.#endText(bytes, at);
    return at;
  }

  /** Takes one row. Adjacent rows to be read as text go on together. */
  #row(found: D | undefined | typeof AS_TEXT, bytes: Uint8Array, at: number): void {
    if (found !== AS_TEXT) {
      this.#endText(bytes, at);
      const { rows, lines } = this.#read;
      withPlace({ line: lines + 1, row: rows + 1 }, () => this.#targets.take(found));
    } else if (this.#textFrom < 0) {
      this.#targets.skip(this.#read);
      this.#textFrom = at;
    }
    this.#read.rows++;
  }

  #endText(bytes: Uint8Array, at: number): void {
    if (this.#textFrom >= 0) this.#targets.text(bytes.subarray(this.#textFrom, at));
    this.#textFrom = -1;
  }

  #goOnAsText(): void {
    if (this.#isText) return;
    this.#isText = true;
    if (this.#cells !== undefined) this.#targets.skip(this.#read);
    if (this.#rest.length > 0) this.#targets.text(this.#rest);
    this.#rest = new Uint8Array(0);
  }
}

const LINE_FEED = 10;
/** A first line longer than this is read as text. */
const MOST_HEADER = 1 << 16;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
