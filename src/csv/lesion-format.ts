/** What a kind of table (DL_info.csv, measurement CSV, vectors CSV) says about its rows, for the readers of lesions. */
import type { Lesion, LesionTable, Patient, Warning } from "../core/lesion.js";
import type { CellScanner } from "./cells.js";
import type { ReadOptions } from "./read-options.js";
import type { Separator } from "./records.js";

/** How one kind of file is read, made for one header. */
export interface LesionFormat<D extends Lesion> {
  /** Reads one data record and adds to `warnings`. `undefined` leaves the row out. */
  read(cells: readonly string[], row: number, warnings: Warning[]): D | undefined;
  /** The cells of a record that has another number of them than the header; `undefined` is an error. */
  fit?(cells: readonly string[]): readonly string[] | undefined;
  /** The lesions of one patient, completed by what depends on all of them. */
  complete(lesions: readonly D[]): LesionTable<D>;
}

/** Position at which reading continues after another reader. */
export interface Resumption {
  /** The header line. */
  readonly header: Uint8Array;
  /** Data rows and text lines that were read. */
  readonly rows: number;
  readonly lines: number;
  /** Patients that were read. */
  readonly seen: Iterable<string>;
}

/** Makes the format for a header, or throws where the header is not one of its kind. */
export type FormatOf<D extends Lesion> = (
  header: readonly string[],
  options: ReadOptions,
  separator: Separator,
) => LesionFormat<D>;

/** The bytes or texts of a file in chunks: a Node stream, a web stream, a generator. */
export type ByteSource = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** A patient with what the reader noticed about it. */
export interface ReadPatient<D extends Lesion = Lesion> extends Patient<D> {
  readonly warnings: readonly Warning[];
}

/** Reads rows from their bytes, without texts in between: ten times as fast. */
export interface RowScanner<D extends Lesion> {
  /** Number of cells of a row. */
  readonly width: number;
  /**
   * Returns a function that reads the row that `cells` has scanned, with its number. `undefined` leaves the row out;
   * {@link AS_TEXT} leaves it to {@link LesionFormat}.
   */
  reader(cells: CellScanner): (row: number) => D | undefined | typeof AS_TEXT;
}

/** A row that a {@link RowScanner} does not read, since something about it is unusual. */
export const AS_TEXT: unique symbol = Symbol("as text");

/** Makes the scanner for a header line; `undefined` where all rows have to be read as text. */
export type ScannerOf<D extends Lesion> = (
  header: Uint8Array,
  options: ReadOptions,
) => RowScanner<D> | undefined;
