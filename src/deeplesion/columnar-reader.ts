/** Cuts the bytes of a DL_info.csv into patients, as columns where all rows are numeric. */
import { LargeSet } from "../core/large-set.js";
import { CellScanner } from "../csv/cells.js";
import type { ReadPatient, Resumption } from "../csv/lesion-format.js";
import type { ReadOptions } from "../csv/read-options.js";
import { skipLines, wholeAt } from "../csv/skip-lines.js";
import { ColumnarRows, NumericRows } from "./columnar-patient.js";
import { NumericRow } from "./numeric-row.js";
import type { StandardHeader } from "./standard-header.js";

/** A patient as columns, or as objects with warnings. */
export type ReadablePatient = ColumnarRows | ReadPatient;

/** True for a patient in columns. */
export const isColumnar = (patient: object): patient is ColumnarRows =>
  patient instanceof ColumnarRows;

/** The consecutive rows of a patient. */
export interface PatientRows {
  /** Bounds of their bytes. */
  readonly from: number;
  readonly end: number;
  /** `undefined` where the rows must be read in full. */
  readonly columns: ColumnarRows | undefined;
  /** Where a full reader begins. */
  readonly resumption: Resumption;
}

/** Cuts bytes into patients and reads those that are numeric. */
export class ColumnarReader {
  /** Number of bytes that have been read; pass the rest again, followed by more. */
  done = 0;
  /** True where the bytes from `done` on can only be read in full. */
  stuck = false;
  readonly #header: Uint8Array;
  readonly #options: ReadOptions;
  readonly #cells: CellScanner;
  readonly #numeric: NumericRow;
  readonly #patientCell: number;
  /** Whether rows of patients that are not chosen are skipped; a noisy one would not begin a patient. */
  readonly #skipsLines: boolean;
  readonly #rows = new NumericRows();
  readonly #seen = new LargeSet<number>();
  /** Rows and lines before the patient at `done`. */
  #read = { rows: 0, lines: 1 };

  constructor(header: Uint8Array, { width, positions }: StandardHeader, options: ReadOptions) {
    this.#header = header.slice();
    this.#options = options;
    this.#cells = new CellScanner(width);
    this.#numeric = new NumericRow(this.#cells, positions);
    this.#patientCell = positions.get("Patient_index") as number;
    this.#skipsLines = options.only !== undefined && options.noisy === "keep";
  }

  resumption(): Resumption {
    return { header: this.#header, ...this.#read, seen: textsOf(this.#seen) };
  }

  /** The chosen patients that are complete in these bytes. */
  read(bytes: Uint8Array, last: boolean): PatientRows[] {
    const cells = this.#cells;
    const numeric = this.#numeric;
    const rows = this.#rows;
    const found: PatientRows[] = [];
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
      if (!skipped) {
        const columns = allNumeric ? rows.patient(current) : undefined;
        const resumption = { header: this.#header, ...this.#read, seen: NONE };
        found.push({ from: this.done, end: at, columns, resumption });
      }
      this.#seen.add(current);
      this.done = at;
      this.#read = { rows: row, lines };
      rows.clear();
      allNumeric = true;
    };
    /** Begins a patient; false where it has been read before. */
    const begin = (patient: number): boolean => {
      if (current !== 0) close();
      current = patient;
      skipped = only?.(String(patient)) === false;
      return !this.#seen.has(patient);
    };
    for (;;) {
      const foreign = this.#skipsLines ? wholeAt(bytes, at, this.#patientCell) : 0;
      if (foreign > 0 && (foreign === current ? skipped : only?.(String(foreign)) === false)) {
        const { lines: count, next } = skipLines(
          bytes,
          at,
          this.#patientCell,
          foreign,
          maxRecordLength,
        );
        if (count > 0) {
          if (foreign !== current) this.stuck = !begin(foreign);
          if (this.stuck) break;
          row += count;
          lines += count;
          at = next;
          continue;
        }
      }
      const kind = cells.scan(at);
      if (kind === "incomplete") {
        this.stuck = last ? at < bytes.length : bytes.length - at > maxRecordLength;
        break;
      }
      if (kind !== "blank") {
        const isReadable = kind === "cells" && cells.next - at <= maxRecordLength;
        const patient = isReadable ? numeric.patient() : 0;
        this.stuck = patient === 0;
        if (this.stuck) break;
        if (noisy === "drop" && !numeric.isCertain()) {
          // A dropped row neither ends nor begins a patient; a row that is not numeric may be one.
          this.stuck = !numeric.read();
        } else {
          if (patient !== current) this.stuck = !begin(patient);
          allNumeric &&= skipped || (numeric.read() && rows.add(row + 1, numeric.values));
        }
        if (this.stuck) break;
        row++;
      }
      lines += cells.lines;
      at = cells.next;
    }
    if (last && !this.stuck && current !== 0) close();
    return found;
  }
}

/** A full reader of one patient need not know of others. */
const NONE: readonly string[] = [];

function* textsOf(ids: Iterable<number>): Generator<string> {
  for (const id of ids) yield String(id);
}
