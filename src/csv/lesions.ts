/**
 * From CSV to lesions: whole, or patient by patient. A format (DL_info.csv, vectors CSV) says how one
 * record is read and what belongs to a patient; this module does the rest once for all of them.
 */
import { fail, fault, type LesionGraphError, withPlace } from "../core/errors.js";
import {
  groupByPatient,
  type Lesion,
  type LesionTable,
  type Patient,
  type Warning,
} from "../core/lesion.js";
import { assertInteger, assertOneOf, completeOptions } from "../core/options.js";
import { RecordReader } from "./records.js";
import { Utf8Reader } from "./utf8.js";

/** Options of every reader of lesions. */
export interface ReadOptions {
  /** Name of the file for error messages. @defaultValue "" (no name) */
  readonly file: string;
  /**
   * What becomes of rows marked `Possibly_noisy` in a DL_info.csv: kept and marked, or dropped (the
   * other rows keep their numbers). @defaultValue "keep"
   */
  readonly noisy: "keep" | "drop";
  /**
   * The longest record in characters, so that a file without line ends cannot fill the memory.
   * @defaultValue 1048576
   */
  readonly maxRecordLength: number;
  /**
   * Vectors to join to the lesions by data row, for example embeddings of their appearance: one for
   * every data row and none beyond. @defaultValue undefined (none)
   */
  readonly vectors: VectorTable | undefined;
}

/** Feature vectors by data row. */
export interface VectorTable {
  /** How many data rows have a vector. */
  readonly rows: number;
  /** Length of every vector. */
  readonly dimensions: number;
  /** The vector of a data row, counted from 1. */
  at(row: number): ArrayLike<number> | undefined;
}

export const DEFAULT_READ_OPTIONS: ReadOptions = Object.freeze({
  file: "",
  noisy: "keep",
  maxRecordLength: 1024 * 1024,
  vectors: undefined,
});

/** @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export function readOptions(given: Partial<ReadOptions> | undefined): ReadOptions {
  const options = completeOptions("a reader", DEFAULT_READ_OPTIONS, given);
  assertOneOf("noisy", options.noisy, ["keep", "drop"]);
  assertInteger("maxRecordLength", options.maxRecordLength, 1);
  return options;
}

/** How one kind of file is read, made for one header. */
export interface LesionFormat<D extends Lesion> {
  /** One data record; what is noticed is added to `noticed`. `undefined` leaves the row out. */
  read(cells: readonly string[], row: number, noticed: Warning[]): D | undefined;
  /** The lesions of one patient, completed by what only all of them together tell. */
  complete(lesions: readonly D[]): LesionTable<D>;
}

/** Where reading goes on, when somebody else has read what stands before it. */
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
) => LesionFormat<D>;

/** The bytes or texts of a file in chunks: a Node stream, a web stream, a generator. */
export type ByteSource = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** A patient with what the reader noticed about it. */
export interface ReadPatient<D extends Lesion = Lesion> extends Patient<D> {
  readonly warnings: readonly Warning[];
}

/** Reads a whole table. Rows of a patient may stand anywhere. */
export function readTable<D extends Lesion>(
  source: string | Uint8Array,
  formatOf: FormatOf<D>,
  given?: Partial<ReadOptions>,
): LesionTable<D> {
  const table = tableReader(formatOf, given);
  table.push(source);
  return table.end();
}

/** As `readTable`, from chunks. */
export async function collectTable<D extends Lesion>(
  source: ByteSource,
  formatOf: FormatOf<D>,
  given?: Partial<ReadOptions>,
): Promise<LesionTable<D>> {
  const table = tableReader(formatOf, given);
  for await (const chunk of source) table.push(chunk);
  return table.end();
}

function tableReader<D extends Lesion>(
  formatOf: FormatOf<D>,
  given: Partial<ReadOptions> | undefined,
) {
  const read: D[] = [];
  const warnings: Warning[] = [];
  const reader = lesionReader(formatOf, given, (lesion, noticed) => {
    read.push(lesion);
    warnings.push(...noticed);
  });
  return {
    push: reader.push,
    end(): LesionTable<D> {
      reader.end();
      const lesions: D[] = [];
      for (const patient of groupByPatient(read)) {
        const completed = reader.complete(patient.lesions);
        lesions.push(...completed.lesions);
        warnings.push(...completed.warnings);
      }
      return { lesions: lesions.sort(byRow), warnings: warnings.sort(byRow) };
    },
  };
}

const byRow = (a: { readonly row: number }, b: { readonly row: number }): number => a.row - b.row;

/**
 * Reads patient by patient with memory for one patient (and the ids of those before it).
 *
 * @throws LesionGraphError SCATTERED_PATIENT where the rows of a patient do not stand together.
 */
export async function* streamTable<D extends Lesion>(
  source: ByteSource,
  formatOf: FormatOf<D>,
  given?: Partial<ReadOptions>,
  resumption?: Resumption,
): AsyncGenerator<ReadPatient<D>, void, undefined> {
  const seen = new Set(resumption?.seen);
  let complete: ReadPatient<D>[] = [];
  let lesions: D[] = [];
  let warnings: Warning[] = [];

  const reader = lesionReader(formatOf, given, (lesion, noticed) => {
    const current = lesions[0];
    if (current !== undefined && current.patient !== lesion.patient) closePatient(current.patient);
    if (lesions.length === 0 && seen.has(lesion.patient)) throw scattered(lesion);
    lesions.push(lesion);
    warnings.push(...noticed);
  });
  const closePatient = (id: string): void => {
    const completed = reader.complete(lesions);
    complete.push({
      id,
      lesions: completed.lesions,
      warnings: [...warnings, ...completed.warnings].sort(byRow),
    });
    seen.add(id);
    lesions = [];
    warnings = [];
  };

  if (resumption) reader.resume(resumption);
  for await (const chunk of source) {
    try {
      reader.push(chunk);
    } finally {
      // What was read before a fault is handed on before it, whatever the chunks are.
      yield* complete;
      complete = [];
    }
  }
  try {
    reader.end();
    if (lesions[0] !== undefined) closePatient(lesions[0].patient);
  } finally {
    yield* complete;
  }
}

function scattered({ row, patient }: Lesion): LesionGraphError {
  return fault(
    "SCATTERED_PATIENT",
    "the rows of a patient to stand together",
    `another row of patient ${patient} behind rows of other patients`,
    { remedy: "sort the file by patient, or read it whole (--whole)", row, patient },
  );
}

/** Chunks in, lesions and what was noticed about them out; every fault carries the file's name. */
function lesionReader<D extends Lesion>(
  formatOf: FormatOf<D>,
  given: Partial<ReadOptions> | undefined,
  take: (lesion: D, noticed: readonly Warning[]) => void,
) {
  const options = readOptions(given);
  const place = options.file === "" ? {} : { file: options.file };

  const utf8 = new Utf8Reader();
  let format: LesionFormat<D>;
  const records = new RecordReader(
    {
      header(cells) {
        format = formatOf(cells, options);
      },
      record(cells, row) {
        const noticed: Warning[] = [];
        const lesion = format.read(cells, row, noticed);
        const vector = options.vectors && vectorOfRow(options.vectors, row);
        if (lesion !== undefined) take(vector ? { ...lesion, vector } : lesion, noticed);
      },
    },
    options,
  );
  return {
    resume({ header, ...read }: Resumption): void {
      this.push(header);
      records.skip(read);
    },
    push(chunk: Uint8Array | string): void {
      withPlace(place, () => records.push(typeof chunk === "string" ? chunk : utf8.push(chunk)));
    },
    end(): void {
      withPlace(place, () => {
        records.push(utf8.end());
        records.end();
        if (options.vectors) assertSameRows(options.vectors, records.rows);
      });
    },
    complete(lesions: readonly D[]): LesionTable<D> {
      return withPlace(place, () => format.complete(lesions));
    },
  };
}

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
