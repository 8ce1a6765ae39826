/**
 * The one error class of the package. A message has four parts: what was expected, what was received, where, and the
 * remedy. Programs read `code` and `where`; people read `message`.
 */
import type { Lesion } from "./lesion.js";

/** Every error code with its meaning. */
export const ERROR_CODES = Object.freeze({
  EMPTY_INPUT: "the input is empty or has no header",
  NOT_CSV: "the input cannot be read as UTF-8 CSV text",
  UNKNOWN_INPUT: "the header is not that of a DL_info.csv, a measurement CSV or a vectors CSV",
  MISSING_COLUMN: "a required column is absent",
  REPEATED_COLUMN: "two columns have the same name or hold the same field",
  FIELD_COUNT: "a record has more or fewer fields than the header",
  BAD_VALUE: "a cell or argument has a value of the wrong kind or range",
  RECORD_TOO_LONG: "a record is longer than the reader's limit",
  SCATTERED_PATIENT: "the rows of a patient are not adjacent in a stream",
  DUPLICATE_LESION: "two lesions have the same row, or the same id within a study",
  VECTOR_LENGTH: "feature vectors differ in length or number",
  BAD_NPY: "the file is not a .npy array that this package can use",
  MISSING_FEATURE: "a lesion lacks a selected feature",
  SEVERAL_PATIENTS: "lesions of several patients were given where one patient was expected",
  UNKNOWN_PATIENT: "the requested patient is not in the input",
  UNKNOWN_ROW: "the requested data row is not in the input",
  UNKNOWN_OPTION: "the option does not exist",
  BAD_OPTION: "an option has a value outside its range",
  UNKNOWN_FEATURE: "the feature, column or field does not exist",
  CONTRADICTION: "must-link and cannot-link constraints contradict each other",
  BAD_MODEL:
    "a model of the joint matcher or of the body-part regressor is incomplete or out of range",
  BAD_TRUTH: "the ground truth does not fit the lesions",
  BAD_SHARDS: "outputs of shards are missing, repeated or of another run",
  BAD_CALL: "the command line is not valid",
  BAD_DATES: "dates of studies are missing, contradictory or out of order",
  MISSING_ORGAN: "the organ of a lesion is required and missing",
  BAD_RESPONSE: "notes on lesions contradict each other or do not fit the lesions",
  BAD_MASK: "the file is not a label volume that this package can use",
  BAD_REPORT:
    "the file is not a DICOM measurement report that this package can use, or reports contradict",
  BAD_IMAGE:
    "the file is not a slice that this package can use, or not the one that its row describes",
  BAD_VOLUME: "the file or folder is not a CT volume that this package can use",
  BAD_SERIES: "the rows or slices of a series contradict each other",
  BAD_NETWORK: "the embedding model cannot be used or returns no vectors",
  FILE_NOT_FOUND: "the input file does not exist",
  CANNOT_READ: "the input file cannot be read",
  CANNOT_WRITE: "the output file cannot be written",
  MISSING_PACKAGE: "an optional package is not installed",
} as const);

export type ErrorCode = keyof typeof ERROR_CODES;

/** Where an error was found. Data rows and text lines are counted from 1. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly row?: number;
  readonly column?: string;
  readonly patient?: string;
  readonly study?: number;
  readonly lesion?: string;
  readonly option?: string;
}

/** The place of a lesion. */
export const placeOf = ({ row, patient, id }: Pick<Lesion, "row" | "patient" | "id">): Place => ({
  row,
  patient,
  lesion: id,
});

/** The parts of a message. */
export interface Fault {
  /** Completes "expected …". */
  readonly expected: string;
  /** What was received; texts are quoted and shortened. */
  readonly received?: unknown;
  /** How to correct it. */
  readonly remedy?: string;
}

/** The only error that this package throws on purpose. Any other is a bug. */
export class LesionGraphError extends Error {
  readonly code: ErrorCode;
  readonly fault: Fault;
  readonly where: Place;

  constructor(code: ErrorCode, fault: Fault, where: Place = {}) {
    super(describe(fault, where));
    this.name = "LesionGraphError";
    this.code = code;
    this.fault = fault;
    this.where = where;
  }

  /** Returns the same error with a more exact place; known parts of the place stay. */
  at(where: Place): LesionGraphError {
    return new LesionGraphError(this.code, this.fault, { ...where, ...this.where });
  }
}

/** Where an error was found and how to correct it. */
export interface Details extends Place {
  readonly remedy?: string | undefined;
}

/**
 * Throws a {@link LesionGraphError}.
 *
 * @param expected completes "expected …"
 * @param received what was received; `undefined` leaves it out of the message
 */
export function fail(
  code: ErrorCode,
  expected: string,
  received?: unknown,
  details: Details = {},
): never {
  throw fault(code, expected, received, details);
}

/** As {@link fail}, but returns the error. */
export function fault(
  code: ErrorCode,
  expected: string,
  received?: unknown,
  { remedy, ...where }: Details = {},
): LesionGraphError {
  return new LesionGraphError(
    code,
    {
      expected,
      ...(received === undefined ? {} : { received }),
      ...(remedy === undefined ? {} : { remedy }),
    },
    where,
  );
}

/** Runs `work` and adds `where` to a LesionGraphError that it throws; with `code`, only to that code. */
export function withPlace<T>(where: Place, work: () => T, code?: ErrorCode): T {
  try {
    return work();
  } catch (error) {
    const ours = error instanceof LesionGraphError && error.code === (code ?? error.code);
    throw ours ? error.at(where) : error;
  }
}

/** Most characters of a value in a message. */
const LONGEST = 60;

/**
 * Returns a value as messages show it: one line, at most 60 characters, text in quotes. Only the start of texts and
 * lists is read, which can be whole files.
 */
export function quoted(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, LONGEST)) : plain(value);
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST - 3)}…${typeof value === "string" ? '"' : ""}`;
}

function plain(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.slice(0, LONGEST).map(quoted).join(", ")}]`;
  return Object.prototype.toString.call(value).slice(8, -1).toLowerCase();
}

/** The name of an input in a sentence: commands read standard input by the name "-". */
export const inputName = (file: string): string => (file === "-" ? "standard input" : file);

function describe(fault: Fault, where: Place): string {
  const received = fault.received === undefined ? "" : `, got ${quoted(fault.received)}`;
  const place = Object.entries(where)
    .filter(([, value]) => value !== undefined)
    .map(([kind, value]) =>
      kind === "file" && value === "-" ? inputName(value) : `${kind} ${value}`,
    )
    .join(", ");
  const remedy = fault.remedy === undefined ? "" : `; ${fault.remedy}`;
  return `expected ${fault.expected}${received}${place && ` (${place})`}${remedy}`;
}
