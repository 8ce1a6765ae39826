/** Lesions, patients and what a reader returns. A lesion is one annotation of one patient in one study. */
import { fail } from "./errors.js";
import { groupBy } from "./group-by.js";

/** Three numbers along x (patient's right to left in the image), y (front to back), z (head to feet). */
export type Vec3 = readonly [x: number, y: number, z: number];

/** Coarse lesion types in the order of DeepLesion's codes 1 to 8. */
export const LESION_TYPES = Object.freeze([
  "bone",
  "abdomen",
  "mediastinum",
  "liver",
  "lung",
  "kidney",
  "soft tissue",
  "pelvis",
] as const);

/** One of {@link LESION_TYPES}: the coarse type of a lesion. */
export type LesionType = (typeof LESION_TYPES)[number];

/**
 * One annotated lesion in one study: one input row. `row`, `patient`, `study` and `id` are always known; every
 * other field is absent where the input does not have it, never 0.
 */
export interface Lesion {
  /** Data row of the input, counted from 1; unique within an input. */
  readonly row: number;
  /** The patient's id as text, for example "89". */
  readonly patient: string;
  /** The study (one examination), counted from 1 in time order. */
  readonly study: number;
  /** Series of the study; two annotations of one series are two lesions. */
  readonly series?: number | undefined;
  /**
   * The lesion's name within patient and study. Readers derive it from the row's content, so that it does not
   * depend on row order, except among rows that are identical.
   */
  readonly id: string;
  /** Position in the body along x, y and z, each about 0-1 (DeepLesion's normalised location). */
  readonly location?: Vec3 | undefined;
  /**
   * Physical position in mm. In a DL_info.csv: centre of the RECIST axes relative to the image centre (x, y) and
   * (key slice index - 1) times slice distance (z). In measurement tables: patient coordinates (LPS).
   */
  readonly centreMm?: Vec3 | undefined;
  /** RECIST long axis in mm. */
  readonly longAxisMm?: number | undefined;
  /** RECIST short axis in mm. */
  readonly shortAxisMm?: number | undefined;
  /** Volume in ml, where it was measured. */
  readonly volumeMl?: number | undefined;
  readonly type?: LesionType | undefined;
  /** Free text, for example the site as it was typed or a viewer's label. */
  readonly label?: string | undefined;
  /** Day of the study, ISO 8601 ("2019-03-27"); the same in all lesions of a study. */
  readonly date?: string | undefined;
  /** DICOM Tracking UID (112040): the same lesion has the same UID in all studies. */
  readonly trackingUid?: string | undefined;
  /** Feature vector, for example an embedding of the lesion's appearance. */
  readonly vector?: ArrayLike<number> | undefined;
}

/** The lesions of one patient, in the order of the input. */
export interface Patient<L extends Lesion = Lesion> {
  readonly id: string;
  readonly lesions: readonly L[];
}

/** When a study was made. */
export interface DatedStudy {
  readonly patient: string;
  readonly study: number;
  /** ISO 8601, for example "2019-03-27". */
  readonly date: string;
}

/**
 * A patient's lesions as one array per column, in the order of {@link compareLesions}: the form in which whole
 * cohorts are matched. Index i is the same lesion in every array.
 */
export interface ColumnarPatient {
  readonly patient: string;
  readonly count: number;
  /** Data rows of the input, counted from 1. */
  readonly row: Int32Array;
  readonly study: Int32Array;
  /** count x 3 positions in the body (0-1); three NaN where unknown. */
  readonly location: Float64Array;
  /** count x 3 mm, as a lesion's `centreMm`. */
  readonly centreMm: Float64Array;
  /** count x 2 mm: long and short axis. */
  readonly axesMm: Float64Array;
  /** Index in {@link LESION_TYPES}; -1 where unknown. */
  readonly type: Int8Array;
  /** The id of a lesion. */
  idOf(i: number): string;
  /** The same lesions as objects. */
  lesions(): Lesion[];
}

/** An inconsistency that a reader found and accepted. */
export interface Warning {
  /** Kind of inconsistency, for counting: "diameters", "box", … */
  readonly kind: string;
  readonly row: number;
  readonly patient: string;
  /** One sentence with the values. */
  readonly message: string;
}

/** Lesions as read, with the reader's warnings. */
export interface LesionTable<L extends Lesion = Lesion> {
  readonly lesions: readonly L[];
  readonly warnings: readonly Warning[];
}

/**
 * Compares two lesions of a patient: by study, then id, then (identical annotations only) row. Matchers break
 * ties by this order, so that row order never matters.
 */
export function compareLesions(a: Lesion, b: Lesion): number {
  return a.study - b.study || compareNaturally(a.id, b.id) || a.row - b.row;
}

/**
 * Compares two texts with runs of digits as numbers, so that "2" comes before "10". Independent of locale and
 * machine. Different texts never compare as equal.
 */
export function compareNaturally(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (a.charCodeAt(at) === b.charCodeAt(at)) at++;
  let start = at;
  while (start > 0 && isDigit(a, start - 1)) start--;
  if (isDigit(a, start) && isDigit(b, start)) {
    const order = Number(digitsAt(a, start)) - Number(digitsAt(b, start));
    // Runs of more than 308 digits are Infinity; their difference is NaN.
    if (order < 0 || order > 0) return order;
  }
  return a < b ? -1 : 1;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function digitsAt(text: string, start: number): string {
  let end = start;
  while (isDigit(text, end)) end++;
  return text.slice(start, end);
}

/** Groups lesions by patient, patients in order of first appearance. O(n). */
export function groupByPatient<L extends Lesion>(lesions: Iterable<L>): Patient<L>[] {
  assertIterable(lesions);
  const patientOf = (lesion: L): string => {
    assertPresent(lesion);
    return lesion.patient;
  };
  return Array.from(groupBy(lesions, patientOf), ([id, own]) => ({ id, lesions: own }));
}

/** Returns the lesions as an array. @throws LesionGraphError BAD_VALUE for no list, or a list of anything else. */
export function lesionList<L extends Lesion>(lesions: Iterable<L>): L[] {
  assertIterable(lesions);
  const all = Array.from(lesions);
  all.forEach(assertPresent);
  return all;
}

function assertIterable(lesions: unknown): void {
  if (typeof lesions === "object" && lesions !== null && Symbol.iterator in lesions) return;
  fail("BAD_VALUE", "a list of lesions", lesions === null ? "null" : typeof lesions, {
    remedy: "pass the lesions of a reader, such as readLesions(text).lesions",
  });
}

function assertPresent(lesion: unknown): void {
  if (typeof lesion === "object" && lesion !== null) return;
  fail("BAD_VALUE", "a lesion", lesion === null ? "null" : typeof lesion);
}

/** Returns the lesion of a data row. O(n). @throws LesionGraphError UNKNOWN_ROW where there is none. */
export function lesionOfRow<L extends Lesion>(lesions: readonly L[], row: number): L {
  const lesion = lesionList(lesions).find((one) => one.row === row);
  if (lesion !== undefined) return lesion;
  fail("UNKNOWN_ROW", "a data row of the input", row);
}

/**
 * Returns the lesions of one patient in the order of {@link compareLesions}. O(n log n).
 *
 * @throws LesionGraphError SEVERAL_PATIENTS, DUPLICATE_LESION where a row comes twice, BAD_VALUE where
 * a row or study is not an integer >= 1 or the id is no text, UNKNOWN_FEATURE for a misspelled field.
 */
export function inOrder<L extends Lesion>(lesions: readonly L[]): L[] {
  assertIterable(lesions);
  const rows = new Set<number>();
  for (const lesion of lesions) {
    assertPresent(lesion);
    assertFields(lesion);
    const { row, patient, study, id } = lesion;
    const place = { row, patient, lesion: id };
    if (patient !== lesions[0]?.patient) {
      fail("SEVERAL_PATIENTS", `lesions of one patient (${lesions[0]?.patient})`, patient, {
        remedy: "use groupByPatient, or match() for many patients",
        ...place,
      });
    }
    if (!Number.isSafeInteger(row) || row < 1) {
      fail("BAD_VALUE", "row to be an integer >= 1", row, { patient, study, lesion: id });
    }
    if (rows.has(row)) {
      fail("DUPLICATE_LESION", "every lesion to have a row of its own", row, place);
    }
    if (!Number.isSafeInteger(study) || study < 1) {
      fail("BAD_VALUE", "study to be an integer >= 1", study, place);
    }
    if (typeof id !== "string") fail("BAD_VALUE", "id to be a text", id, { row, patient, study });
    rows.add(row);
  }
  return [...lesions].sort(compareLesions);
}

/** Fields of a lesion that matching, growth and figures read. */
const FIELDS = [
  "row",
  "patient",
  "study",
  "series",
  "id",
  "location",
  "centreMm",
  "longAxisMm",
  "shortAxisMm",
  "volumeMl",
  "type",
  "label",
  "date",
  "trackingUid",
  "vector",
] as const satisfies readonly (keyof Lesion)[];

/**
 * Asserts that no field is a misspelling of one of {@link FIELDS}, which would count as missing. Other fields are
 * the caller's own.
 */
function assertFields(lesion: Lesion): void {
  for (const name in lesion) {
    const near = NEAR_FIELDS.get(name) ?? fieldNear(name);
    if (near === "" || Object.hasOwn(lesion, near)) continue;
    const { row, patient, id } = lesion;
    fail("UNKNOWN_FEATURE", "a field of a lesion", name, {
      remedy: `did you mean "${near}"? A field of your own needs another name`,
      row,
      patient,
      lesion: id,
    });
  }
}

/** What {@link fieldNear} has found: names are those of a few forms of lesions, compared for every lesion. */
const NEAR_FIELDS = new Map<string, string>();
const MOST_NAMES = 1000;

/** The field that a name may be a misspelling of; "" where it is a field, or none is near. */
function fieldNear(name: string): string {
  const plain = plainName(name);
  const found = FIELDS.find((field) => isSpelling(plain, plainName(field)));
  const near = found === undefined || found === name ? "" : found;
  if (NEAR_FIELDS.size < MOST_NAMES) NEAR_FIELDS.set(name, near);
  return near;
}

/** Lower-case letters without separators, in British spelling. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .replace("center", "centre");

/** True where two names are equal, or one lacks the unit of the other. */
const isSpelling = (name: string, field: string): boolean =>
  name === field || `${name}mm` === field || `${name}ml` === field;
