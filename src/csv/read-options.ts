/** Options of the readers of lesions. */
import { DATE_FORMATS, type DateFormat } from "../core/calendar.js";
import { fail } from "../core/errors.js";
import {
  choice,
  integer,
  type OptionSchema,
  resolveOptions,
  text,
  value,
} from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions } from "../core/progress.js";
import { MAX_RECORD_LENGTH } from "./records.js";

/** Options of measurement tables; with a DL_info.csv or a vectors CSV, which do not use them, they are an error. */
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
   * Lesions without position and vector: "reject" is an error, "keep" matches them by size and type.
   * @defaultValue "reject"
   */
  readonly missingPosition: "reject" | "keep";
  /** Days of studies by study UID, for tables without dates. @defaultValue undefined (none) */
  readonly studyDates: ReadonlyMap<string, string> | undefined;
}

/** Options of every reader of lesions. */
export interface ReadOptions extends MeasurementOptions, ProgressOptions {
  /** Name of the file for error messages. @defaultValue "" (no name) */
  readonly file: string;
  /**
   * Rows marked `Possibly_noisy` in a DL_info.csv: kept, or dropped (the other rows keep their numbers). Dropping is
   * an error with other tables, which mark none.
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
  ...PROGRESS_SCHEMA,
  file: text("", "name of the file for error messages"),
  noisy: choice(["keep", "drop"], "keep", "keep or drop rows marked Possibly_noisy"),
  maxRecordLength: integer(MAX_RECORD_LENGTH, "longest record in characters", 1),
  vectors: value<VectorTable | undefined>(undefined, "a vector for every data row"),
  only: value<((patient: string) => boolean) | undefined>(
    undefined,
    "chooses patients by id",
    "a function of a patient's id",
    (given) => typeof given === "function",
  ),
};

/** @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export const readOptions = (given: Partial<ReadOptions> | undefined): ReadOptions =>
  resolveOptions("a reader", READ_SCHEMA, given);

/** The first option of measurement tables that is not at its default. */
export const measurementOptionIn = (options: ReadOptions): keyof MeasurementOptions | undefined =>
  (Object.keys(MEASUREMENT_SCHEMA) as (keyof MeasurementOptions)[]).find((name) =>
    name === "columns"
      ? Object.keys(options.columns).length > 0
      : options[name] !== MEASUREMENT_SCHEMA[name].default,
  );

/** @throws LesionGraphError BAD_OPTION for an option that a table does not use. */
export function failUnused(option: keyof ReadOptions, table: string): never {
  fail("BAD_OPTION", `only options that apply to ${table}`, option, {
    remedy: "leave it out",
    option,
  });
}

/** Asserts that no option of measurement tables is given to another table. @throws LesionGraphError BAD_OPTION. */
export function assertNoMeasurementOption(options: ReadOptions, table: string): void {
  const unused = measurementOptionIn(options);
  if (unused !== undefined) failUnused(unused, table);
}

/** Asserts that no noisy rows are to be dropped from a table that marks none. @throws LesionGraphError BAD_OPTION. */
export function assertNoneDropped({ noisy }: ReadOptions): void {
  if (noisy === "drop") failUnused("noisy", "a table without Possibly_noisy");
}

/** @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export const measurementOptions = (
  caller: string,
  given: Partial<MeasurementOptions> | undefined,
): MeasurementOptions => resolveOptions(caller, MEASUREMENT_SCHEMA, given);
