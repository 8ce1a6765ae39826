/**
 * From CSV to lesions: whole, or patient by patient. A format (DL_info.csv, vectors CSV) says how one
 * record is read and what belongs to a patient; this module does the rest once for all of them.
 */
import { DATE_FORMATS, type DateFormat } from "../core/calendar.js";
import { fail, fault, type LesionGraphError, withPlace } from "../core/errors.js";
import { LargeSet } from "../core/large-set.js";
import {
  groupByPatient,
  type Lesion,
  type LesionTable,
  type Patient,
  type Warning,
} from "../core/lesion.js";
import {
  choice,
  defaultsOf,
  integer,
  type OptionSchema,
  resolveOptions,
  text,
  value,
} from "../core/options.js";
import { RecordReader, type Separator } from "./records.js";
import { Utf8Reader } from "./utf8.js";

/** Options of measurement tables; other inputs do not use them. */
export interface MeasurementOptions {
  /**
   * Names of columns by field, where the reader does not recognise them: `{ x: "CoordX", patient: "PID" }`.
   * @defaultValue {}
   */
  readonly columns: Readonly<Record<string, string>>;
  /** Unit of lengths whose column does not name one: "mm" or "cm". @defaultValue undefined (mm) */
  readonly units: "mm" | "cm" | undefined;
  /** Notation of dates; never guessed. @defaultValue "iso" (2019-03-27) */
  readonly dateFormat: DateFormat;
  /**
   * Lesions without a series: "unknown" leaves the matcher to judge whether two near lesions of a study are one
   * annotated twice; "one" puts them into one series, so that they are two lesions. @defaultValue "unknown"
   */
  readonly missingSeries: "unknown" | "one";
  /**
   * Lesions without position and vector: "reject" is an error, "keep" matches them by size and type.
   * @defaultValue "reject"
   */
  readonly missingPosition: "reject" | "keep";
  /** Days of studies by study UID, for tables without dates. @defaultValue undefined (none) */
  readonly studyDates: ReadonlyMap<string, string> | undefined;
}

/** Options of every reader of lesions. */
export interface ReadOptions extends MeasurementOptions {
  /** Name of the file for error messages. @defaultValue "" (no name) */
  readonly file: string;
  /**
   * Rows marked `Possibly_noisy` in a DL_info.csv: kept, or dropped (the other rows keep their numbers).
   * @defaultValue "keep"
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
  /**
   * Chooses patients by id. Rows of others keep their numbers; those of a DL_info.csv may be skipped unparsed, so
   * that their faults are not reported. @defaultValue undefined (all patients)
   */
  readonly only: ((patient: string) => boolean) | undefined;
  /** Stops reading: the reader rejects with the signal's reason. @defaultValue undefined */
  readonly signal: AbortSignal | undefined;
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

const MEASUREMENT_SCHEMA: OptionSchema<MeasurementOptions> = {
  columns: value<Readonly<Record<string, string>>>(
    Object.freeze({}),
    "columns of a measurement table by field (x=CoordX)",
    "an object of column names by field",
    (given) =>
      typeof given === "object" &&
      given !== null &&
      Object.values(given).every((one) => typeof one === "string"),
  ),
  units: value<"mm" | "cm" | undefined>(
    undefined,
    "unit of lengths whose column does not name one",
    "mm or cm",
    (given) => given === undefined || given === "mm" || given === "cm",
  ),
  dateFormat: choice(DATE_FORMATS, "iso", "notation of dates in a measurement table"),
  missingSeries: choice(
    ["unknown", "one"],
    "unknown",
    "whether lesions of a study without series may be one annotated twice",
  ),
  missingPosition: choice(["reject", "keep"], "reject", "lesions without position and vector"),
  studyDates: value<ReadonlyMap<string, string> | undefined>(
    undefined,
    "days of studies by study UID",
    "a Map of days by study UID",
    (given) => given instanceof Map,
  ),
};

/** Options of every reader of lesions. */
export const READ_SCHEMA: OptionSchema<ReadOptions> = {
  ...MEASUREMENT_SCHEMA,
  file: text("", "name of the file for error messages"),
  noisy: choice(["keep", "drop"], "keep", "keep or drop rows marked Possibly_noisy"),
  maxRecordLength: integer(1024 * 1024, "longest record in characters", 1),
  vectors: value<VectorTable | undefined>(undefined, "a vector for every data row"),
  only: value<((patient: string) => boolean) | undefined>(
    undefined,
    "chooses patients by id",
    "a function of a patient's id",
    (given) => typeof given === "function",
  ),
  signal: value<AbortSignal | undefined>(
    undefined,
    "stops reading",
    "an AbortSignal",
    (given) => given instanceof AbortSignal,
  ),
};

export const DEFAULT_READ_OPTIONS: ReadOptions = defaultsOf(READ_SCHEMA);

/** @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export const readOptions = (given: Partial<ReadOptions> | undefined): ReadOptions =>
  resolveOptions("a reader", READ_SCHEMA, given);

/** @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export const measurementOptions = (
  caller: string,
  given: Partial<MeasurementOptions> | undefined,
): MeasurementOptions => resolveOptions(caller, MEASUREMENT_SCHEMA, given);

/** How one kind of file is read, made for one header. */
export interface LesionFormat<D extends Lesion> {
  /** Reads one data record and adds to `warnings`. `undefined` leaves the row out. */
  read(cells: readonly string[], row: number, warnings: Warning[]): D | undefined;
  /** The cells of a record that has another number of them than the header; `undefined` is an error. */
  fit?(cells: readonly string[]): readonly string[] | undefined;
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
  separator: Separator,
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
  for await (const chunk of source) {
    given?.signal?.throwIfAborted();
    table.push(chunk);
  }
  return table.end();
}

function tableReader<D extends Lesion>(
  formatOf: FormatOf<D>,
  given: Partial<ReadOptions> | undefined,
) {
  const read: D[] = [];
  const warnings: Warning[] = [];
  const reader = lesionReader(formatOf, given, (lesion, noticed) => {
    if (lesion !== undefined) read.push(lesion);
    warnings.push(...noticed);
  });
  return {
    push: reader.push,
    end(): LesionTable<D> {
      reader.end();
      const lesions: D[] = [];
      for (const patient of groupByPatient(read)) {
        if (given?.only?.(patient.id) === false) continue;
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
 * Reads patient by patient with memory for one patient and about 50 bytes for the id of each before it.
 *
 * @throws LesionGraphError SCATTERED_PATIENT where the rows of a patient do not stand together.
 */
export async function* streamTable<D extends Lesion>(
  source: ByteSource,
  formatOf: FormatOf<D>,
  given?: Partial<ReadOptions>,
  resumption?: Resumption,
): AsyncGenerator<ReadPatient<D>, void, undefined> {
  const seen = new LargeSet(resumption?.seen);
  let complete: ReadPatient<D>[] = [];
  let lesions: D[] = [];
  let warnings: Warning[] = [];

  const reader = lesionReader(formatOf, given, (lesion, noticed) => {
    if (lesion === undefined) {
      warnings.push(...noticed);
      return;
    }
    const current = lesions[0];
    if (current !== undefined && current.patient !== lesion.patient) closePatient(current.patient);
    if (lesions.length === 0 && seen.has(lesion.patient)) throw scattered(lesion);
    lesions.push(lesion);
    warnings.push(...noticed);
  });
  const closePatient = (id: string): void => {
    if (given?.only?.(id) === false) {
      seen.add(id);
      lesions = [];
      warnings = [];
      return;
    }
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
    given?.signal?.throwIfAborted();
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
    { remedy: "sort the file by patient, or read it whole (--unsorted)", row, patient },
  );
}

/** Chunks in, lesions and what was noticed about them out; every fault carries the file's name. */
function lesionReader<D extends Lesion>(
  formatOf: FormatOf<D>,
  given: Partial<ReadOptions> | undefined,
  take: (lesion: D | undefined, noticed: readonly Warning[]) => void,
) {
  const options = readOptions(given);
  const place = options.file === "" ? {} : { file: options.file };

  const utf8 = new Utf8Reader();
  let format: LesionFormat<D>;
  const records = new RecordReader(
    {
      header(cells) {
        format = formatOf(cells, options, records.separator);
      },
      fit: (cells) => format.fit?.(cells),
      record(cells, row) {
        const noticed: Warning[] = [];
        const lesion = format.read(cells, row, noticed);
        const vector = options.vectors && vectorOfRow(options.vectors, row);
        take(lesion && vector ? { ...lesion, vector } : lesion, noticed);
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
