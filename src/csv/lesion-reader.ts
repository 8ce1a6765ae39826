/** Chunks of a table → lesions: from bytes where a scanner can read the row, else from texts. */
import { fail, withPlace } from "../core/errors.js";
import type { Lesion, LesionTable, Warning } from "../core/lesion.js";
import { uncsvCell } from "./csv-line.js";
import type { FormatOf, LesionFormat, Resumption, ScannerOf } from "./lesion-format.js";
import { type ReadOptions, readOptions, type VectorTable } from "./read-options.js";
import { RecordReader } from "./records.js";
import { ScannedRows } from "./scanned-rows.js";
import { Utf8Reader } from "./utf8.js";

/** How a kind of table is read. */
export interface TableKind<D extends Lesion> {
  readonly formatOf: FormatOf<D>;
  readonly scannerOf?: ScannerOf<D> | undefined;
}

/** Takes the lesions of a table in row order; `undefined` for a row that is left out. */
type Take<D extends Lesion> = (lesion: D | undefined, noticed: readonly Warning[]) => void;

/** Reads the chunks of one table; every error carries the name of the file. */
export class LesionReader<D extends Lesion> {
  readonly #options: ReadOptions;
  readonly #records: RecordReader;
  readonly #utf8 = new Utf8Reader();
  readonly #rows: ScannedRows<D> | undefined;
  #format: LesionFormat<D> | undefined;

  /** @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
  constructor(
    { formatOf, scannerOf }: TableKind<D>,
    given: Partial<ReadOptions> | undefined,
    take: Take<D>,
  ) {
    const options = readOptions(given);
    this.#options = options;
    this.#records = new RecordReader(
      {
        header: (cells) => {
          this.#format = formatOf(cells, options, this.#records.separator);
        },
        fit: (cells) => this.#format?.fit?.(cells),
        record: (cells, row) => {
          const noticed: Warning[] = [];
          const lesion = this.#format?.read(unescaped(cells), row, noticed);
          const vector = options.vectors && vectorOfRow(options.vectors, row);
          take(lesion && vector ? { ...lesion, vector } : lesion, noticed);
        },
      },
      options.maxRecordLength,
    );
    // Vectors are joined to rows read as text.
    if (scannerOf === undefined || options.vectors !== undefined) return;
    this.#rows = new ScannedRows(scannerOf, options, {
      take: (lesion) => take(lesion, NOTHING),
      text: (chunk) => this.#pushText(chunk),
      skip: (read) => this.#skip(read),
    });
  }

  push(chunk: Uint8Array | string): void {
    this.#withFile(() => (this.#rows ? this.#rows.push(chunk) : this.#pushText(chunk)));
  }

  end(): void {
    this.#withFile(() => {
      this.#rows?.end();
      this.#records.push(this.#utf8.end());
      this.#records.end();
      const { vectors } = this.#options;
      if (vectors) assertSameRows(vectors, this.#records.rows);
    });
  }

  /** Continues after another reader. */
  resume({ header, ...read }: Resumption): void {
    this.push(header);
    if (this.#rows) this.#rows.skip(read);
    else this.#skip(read);
  }

  /** The lesions of one patient, completed. */
  complete(lesions: readonly D[]): LesionTable<D> {
    return this.#withFile(() => this.#format?.complete(lesions) ?? { lesions, warnings: [] });
  }

  #pushText(chunk: Uint8Array | string): void {
    this.#records.push(typeof chunk === "string" ? chunk : this.#utf8.push(chunk));
  }

  #skip(read: { readonly rows: number; readonly lines: number }): void {
    this.#records.skip(read);
    this.#utf8.skip(read.lines);
  }

  #withFile<T>(work: () => T): T {
    const { file } = this.#options;
    return file === "" ? work() : withPlace({ file }, work);
  }
}

/** Cells as they were before CSV output put an apostrophe before formulas. */
const unescaped = (cells: readonly string[]): readonly string[] =>
  cells.some((cell) => cell.startsWith("'")) ? cells.map(uncsvCell) : cells;

const NOTHING: readonly Warning[] = Object.freeze([]);

function vectorOfRow(vectors: VectorTable, row: number): ArrayLike<number> {
  const vector = vectors.at(row);
  if (vector === undefined) {
    fail(
      "VECTOR_LENGTH",
      "a vector for every data row",
      `${vectors.rows} vectors and none for this row`,
    );
  }
  let bad = 0;
  while (bad < vector.length && Number.isFinite(vector[bad])) bad++;
  if (bad === vector.length) return vector;
  fail("BAD_VALUE", "a vector of finite numbers", vector[bad], { column: `dimension ${bad + 1}` });
}

function assertSameRows(vectors: VectorTable, rows: number): void {
  if (vectors.rows === rows) return;
  fail("VECTOR_LENGTH", `as many vectors as data rows (${rows})`, vectors.rows, {
    remedy: "vector i belongs to data row i; join the vectors of this very file",
  });
}
