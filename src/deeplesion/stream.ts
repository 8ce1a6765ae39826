/**
 * Reads a DL_info.csv patient by patient from bytes. A patient all of whose rows are numeric comes as columns; all
 * others are read by csv-parse from the same bytes, so that lesions, warnings and errors are those of a full read.
 */

import { LargeSet } from "../core/large-set.js";
import type { ColumnarPatient } from "../core/lesion.js";
import { countedChunks } from "../core/progress.js";
import { CellScanner } from "../csv/cells.js";
import type { ByteSource, ReadPatient, Resumption } from "../csv/lesion-format.js";
import { streamTable } from "../csv/lesions.js";
import { type ReadOptions, readOptions } from "../csv/read-options.js";
import { NumericRows } from "./columnar-patient.js";
import { AT } from "./columns.js";
import { dlInfoFormat } from "./format.js";
import { NumericRow } from "./numeric-row.js";
import { type StandardHeader, standardHeader } from "./standard-header.js";

/** A patient as columns, or as objects with warnings. */
export type ReadablePatient = ColumnarPatient | ReadPatient;

/** True for a patient in columns. */
export const isColumnar = (patient: ReadablePatient): patient is ColumnarPatient =>
  "row" in patient;

/** Reads what is not numeric: `streamPatients`, resumed after what was read. */
export type FullReader = (
  source: ByteSource,
  options: Partial<ReadOptions>,
  resumption?: Resumption,
) => AsyncIterable<ReadPatient>;

/**
 * Patients in batches, as the chunks of the source bring them. Memory for the longest patient and one chunk.
 *
 * @throws LesionGraphError as `streamPatients`.
 */
export async function* streamColumnar(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  given: Partial<ReadOptions>,
  full: FullReader,
): AsyncGenerator<readonly ReadablePatient[], void, undefined> {
  const options = readOptions(given);
  const chunks = countedChunks(source, options);
  try {
    yield* columnarPatients(chunks, options, given, full);
  } finally {
    // The source is closed when reading stops or fails.
    await chunks.return();
  }
}

async function* columnarPatients(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  options: ReadOptions,
  given: Partial<ReadOptions>,
  full: FullReader,
): AsyncGenerator<readonly ReadablePatient[], void, undefined> {
  const rest = (first: Uint8Array): ByteSource => prepend(first, chunks);
  /** The bytes are counted already. */
  const inFull = { ...given, onProgress: undefined };
  let bytes: Uint8Array = new Uint8Array(0);
  let headerEnd = -1;
  let ended = false;
  /** A chunk more; behind a long rest as many as make it twice as long, so that it is not read too often. */
  const more = async (): Promise<void> => {
    const parts = [bytes];
    const wanted = bytes.length < LONG_REST ? bytes.length + 1 : bytes.length * 2;
    for (let length = bytes.length; length < wanted && !ended; ) {
      const { value, done } = await chunks.next();
      if (done) ended = true;
      else {
        parts.push(value);
        length += value.length;
      }
    }
    bytes = joined(parts);
  };
  while (headerEnd < 0 && !ended && bytes.length < MOST_HEADER) {
    await more();
    headerEnd = bytes.indexOf(LINE_FEED) + 1 || -1;
  }
  const header = bytes.subarray(0, Math.max(headerEnd, 0));
  const positions = headerEnd < 0 ? undefined : standardHeader(header);
  if (positions === undefined || given.vectors !== undefined) {
    for await (const patient of full(rest(bytes), inFull)) yield [patient];
    return;
  }

  const reader = new ColumnarReader(header, positions, options);
  bytes = bytes.subarray(headerEnd);
  for (;;) {
    const batch: ReadablePatient[] = [];
    try {
      for (const piece of reader.read(bytes, ended)) {
        if (!isSpan(piece)) batch.push(piece);
        else {
          const rows = [bytes.subarray(piece.from, piece.end)];
          const patients = streamTable(rows, { formatOf: dlInfoFormat }, inFull, piece.resumption);
          for await (const patient of patients) batch.push(patient);
        }
      }
    } finally {
      // What was read before a fault is handed on before it, whatever the chunks are.
      yield batch;
    }
    bytes = bytes.subarray(reader.done);
    if (reader.stuck) {
      for await (const patient of full(rest(bytes), inFull, reader.resumption())) yield [patient];
      return;
    }
    if (ended) return;
    await more();
  }
}

function* textsOf(ids: Iterable<number>): Generator<string> {
  for (const id of ids) yield String(id);
}

/** The rows of patients that must be read in full. */
interface Span {
  readonly from: number;
  end: number;
  readonly resumption: Resumption;
}

const isSpan = (piece: ReadablePatient | Span): piece is Span => "resumption" in piece;

/** Cuts bytes into patients and reads those that are numeric. */
class ColumnarReader {
  /** Bytes that are dealt with; the rest is to be handed over again, with more behind it. */
  done = 0;
  /** True where the bytes from `done` on can only be read in full. */
  stuck = false;
  readonly #header: Uint8Array;
  readonly #options: ReadOptions;
  readonly #cells: CellScanner;
  readonly #numeric: NumericRow;
  readonly #rows = new NumericRows();
  readonly #seen = new LargeSet<number>();
  /** Rows and lines before the patient at `done`. */
  #read = { rows: 0, lines: 1 };

  constructor(header: Uint8Array, { width, positions }: StandardHeader, options: ReadOptions) {
    this.#header = header.slice();
    this.#options = options;
    this.#cells = new CellScanner(width);
    this.#numeric = new NumericRow(this.#cells, positions);
  }

  resumption(): Resumption {
    return { header: this.#header, ...this.#read, seen: textsOf(this.#seen) };
  }

  /** Marks the bytes up to `at`, those of a patient, as read. */
  #end(patient: number, at: number, rows: number, lines: number): void {
    this.#seen.add(patient);
    this.done = at;
    this.#read = { rows, lines };
  }

  /** The patients that are complete in these bytes: read, or as spans to be read in full. */
  read(bytes: Uint8Array, last: boolean): (ReadablePatient | Span)[] {
    const cells = this.#cells;
    const numeric = this.#numeric;
    const rows = this.#rows;
    const found: (ReadablePatient | Span)[] = [];
    const { maxRecordLength, noisy, only } = this.#options;
    let { rows: row, lines } = this.#read;
    let current = 0;
    let allNumeric = true;
    /** True where the current patient is not chosen. */
    let skipped = false;
    let at = 0;
    cells.bytes = bytes;
    this.done = 0;
    rows.clear();

    const close = (): void => {
      if (skipped) {
        this.#end(current, at, row, lines);
        return;
      }
      const patient = allNumeric ? rows.patient(current) : undefined;
      const before = found.at(-1);
      if (patient !== undefined) found.push(patient);
      // One reader for adjacent patients: to begin one costs as much as to read a few patients.
      else if (before && isSpan(before) && before.end === this.done) before.end = at;
      else {
        const resumption = { header: this.#header, ...this.#read, seen: [] };
        found.push({ from: this.done, end: at, resumption });
      }
      this.#end(current, at, row, lines);
      rows.clear();
      allNumeric = true;
    };
    for (;;) {
      const kind = cells.scan(at);
      if (kind === "incomplete") {
        this.stuck = last ? at < bytes.length : bytes.length - at > maxRecordLength;
        break;
      }
      if (cells.next - at > maxRecordLength) this.stuck = true;
      const patient = kind === "cells" ? numeric.patient() : 0;
      if (kind === "odd" || (kind === "cells" && patient === 0)) this.stuck = true;
      if (this.stuck) break;
      const isForeign =
        kind === "cells" &&
        (patient === current ? skipped : only?.(String(patient)) === false) &&
        (noisy === "keep" || numeric.isCertain());
      const isNumeric = isForeign || (kind === "cells" && numeric.read());
      // A dropped row neither ends nor begins a patient; a row that is not numeric may be one.
      const dropped = noisy === "drop" && !isForeign && isNumeric && numeric.values[AT.noisy] === 1;
      if (noisy === "drop" && kind === "cells" && !isNumeric && !numeric.isCertain()) {
        this.stuck = true;
        break;
      }
      if (dropped) row++;
      else if (kind === "cells") {
        if (patient !== current) {
          if (current !== 0) close();
          current = patient;
          skipped = only?.(String(patient)) === false;
          if (this.#seen.has(patient)) {
            this.stuck = true;
            break;
          }
        }
        row++;
        allNumeric = allNumeric && isNumeric && (skipped || rows.add(row, numeric.values));
      }
      lines += cells.lines;
      at = cells.next;
    }
    if (last && !this.stuck && current !== 0) close();
    return found;
  }
}

const LINE_FEED = 10;
const LONG_REST = 1 << 18;
/** A first line longer than this is left to the full reader. */
const MOST_HEADER = 1 << 16;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function* prepend(first: Uint8Array, chunks: AsyncIterable<Uint8Array>) {
  yield first;
  yield* chunks;
}
