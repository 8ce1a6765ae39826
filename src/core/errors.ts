/**
 * Everything that can go wrong with an input or a call, in one class.
 *
 * A message has four parts, in this order: what was expected, what came, where, and what to do
 * about it. Programs read `code` and `where`; people read `message`.
 */

/** Every code this package throws, with the situation it stands for. */
export const ERROR_CODES = Object.freeze({
  EMPTY_INPUT: "the input has no header or no text at all",
  NOT_CSV: "the input cannot be read as UTF-8 CSV text",
  UNKNOWN_INPUT: "the first line is neither that of a DL_info.csv nor that of a vectors CSV",
  MISSING_COLUMN: "a column that the reader needs is absent",
  REPEATED_COLUMN: "a column name stands twice in the header",
  FIELD_COUNT: "a record has more or fewer fields than the header",
  BAD_VALUE: "a cell or argument holds something that is not a value of its kind",
  RECORD_TOO_LONG: "a record is longer than the reader's limit",
  SCATTERED_PATIENT: "the rows of a patient do not stand together in a stream",
  DUPLICATE_LESION: "two lesions of a patient carry the same identity",
  VECTOR_LENGTH: "feature vectors differ in length or number",
  BAD_NPY: "the file is no .npy array this package can use",
  MISSING_FEATURE: "a chosen feature is not known for a lesion",
  SEVERAL_PATIENTS: "lesions of several patients came where one patient was expected",
  UNKNOWN_PATIENT: "the asked-for patient is not in the input",
  UNKNOWN_ROW: "the asked-for data row is not in the input",
  UNKNOWN_OPTION: "an option name is not known",
  BAD_OPTION: "an option has a value outside its range",
  UNKNOWN_FEATURE: "a feature or column name is not known",
  CONTRADICTION: "pins and forbids cannot all hold",
  BAD_MODEL: "the joint matcher's model is not complete or out of range",
  BAD_TRUTH: "the truth does not fit the lesions",
  BAD_SHARDS: "outputs of shards are missing, doubled or of another run",
  BAD_CALL: "the command line cannot be understood",
  BAD_DATES: "dates of studies are missing or out of order",
  MISSING_ORGAN: "the organ of a lesion is needed and not known",
  BAD_RESPONSE: "what the reader says of lesions does not fit them",
  BAD_MASK: "the file is not a label volume that this package can use",
  BAD_REPORT:
    "the file is not a DICOM measurement report that this package can use, or reports contradict",
  BAD_IMAGE: "the file is no slice this package can use, or not the one its row describes",
  BAD_SERIES: "the rows or slices of a series do not fit together",
  BAD_NETWORK: "an embedding model cannot be used or gives no vectors",
  FILE_NOT_FOUND: "the input file does not exist",
  CANNOT_READ: "the input file cannot be read",
  CANNOT_WRITE: "the output file cannot be written",
  MISSING_PACKAGE: "a package that only some uses need is not installed",
} as const);

export type ErrorCode = keyof typeof ERROR_CODES;

/** Where a fault was found. Rows count data rows from 1, lines count text lines from 1. */
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

/** The parts of a message. */
export interface Fault {
  /** What would have been right: "expected …". */
  readonly expected: string;
  /** What came instead; texts are quoted and shortened. */
  readonly received?: unknown;
  /** What to do about it. */
  readonly remedy?: string;
}

/** The only error this package throws on purpose. Anything else is a bug of ours. */
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

  /** The same error with a more exact place; what is already known stays. */
  at(where: Place): LesionGraphError {
    return new LesionGraphError(this.code, this.fault, { ...where, ...this.where });
  }
}

/** Where a fault was found, and what to do about it. */
export interface Details extends Place {
  readonly remedy?: string | undefined;
}

/**
 * Throws a {@link LesionGraphError}.
 *
 * @param expected what would have been right, completing "expected …"
 * @param received what came instead; `undefined` leaves it out of the message
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

/** Runs `work` and adds `where` to an error of ours that comes out of it; only to one `code` where given. */
export function withPlace<T>(where: Place, work: () => T, code?: ErrorCode): T {
  try {
    return work();
  } catch (error) {
    const ours = error instanceof LesionGraphError && error.code === (code ?? error.code);
    throw ours ? error.at(where) : error;
  }
}

/** A received value as a message shows it: one line, quoted where it is text, at most 60 characters. */
export function quoted(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : plain(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…${typeof value === "string" ? '"' : ""}`;
}

function plain(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
  return Object.prototype.toString.call(value).slice(8, -1).toLowerCase();
}

function describe(fault: Fault, where: Place): string {
  const received = fault.received === undefined ? "" : `, got ${quoted(fault.received)}`;
  const place = Object.entries(where)
    .filter(([, value]) => value !== undefined)
    .map(([kind, value]) => `${kind} ${value}`)
    .join(", ");
  const remedy = fault.remedy === undefined ? "" : `; ${fault.remedy}`;
  return `expected ${fault.expected}${received}${place && ` (${place})`}${remedy}`;
}
