/**
 * The words every room speaks: a lesion is one annotation of one patient in one study.
 */
import { fail } from "./errors.js";

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

export type LesionType = (typeof LESION_TYPES)[number];

/**
 * One annotation. Only the first four fields are always there; what is not known is absent, never 0.
 */
export interface Lesion {
  /** Data row of the input, counted from 1; unique in an input. */
  readonly row: number;
  /** The patient's id as text, for example "89". */
  readonly patient: string;
  /** The study (one examination), counted from 1 in time order. */
  readonly study: number;
  /** Series of the study in which the mark was made; two marks of one series are two lesions. */
  readonly series?: number | undefined;
  /** The lesion's own identity within patient and study, independent of row order. */
  readonly id: string;
  /** Relative position in the body, each coordinate about 0-1 (DeepLesion's normalised location). */
  readonly location?: Vec3 | undefined;
  /**
   * Physical position in mm: centre of the RECIST axes relative to the image centre (x, y), and the
   * key slice's index times the distance between slices (z).
   */
  readonly centreMm?: Vec3 | undefined;
  /** RECIST long axis in mm. */
  readonly longAxisMm?: number | undefined;
  /** RECIST short axis in mm. */
  readonly shortAxisMm?: number | undefined;
  readonly type?: LesionType | undefined;
  /** A vector of one's own, for example an embedding of the lesion's appearance. */
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
 * A patient's lesions column by column, in their own order: the form in which a whole cohort is matched.
 * Index i is the same lesion in every column.
 */
export interface ColumnarPatient {
  readonly patient: string;
  readonly count: number;
  /** Data rows of the input, counted from 1. */
  readonly row: Int32Array;
  readonly study: Int32Array;
  /** count x 3 relative positions in the body; NaN, all three, where it is not known. */
  readonly location: Float64Array;
  /** count x 3 mm, as a lesion's `centreMm`. */
  readonly centreMm: Float64Array;
  /** count x 2 mm: long and short axis. */
  readonly axesMm: Float64Array;
  /** Place in {@link LESION_TYPES}; -1 where the type is not known. */
  readonly type: Int8Array;
  /** The id of a lesion. */
  idOf(i: number): string;
  /** The same as objects, for whoever wants objects. */
  lesions(): Lesion[];
}

/** Something a reader noticed and let pass. */
export interface Warning {
  /** What kind of thing, for counting: "diameters", "box", … */
  readonly kind: string;
  readonly row: number;
  readonly patient: string;
  /** A sentence with the figures. */
  readonly message: string;
}

/** Lesions as read, with what the reader noticed on the way. */
export interface LesionTable<L extends Lesion = Lesion> {
  readonly lesions: readonly L[];
  readonly warnings: readonly Warning[];
}

/**
 * The order of a patient's lesions: by study, then by id, then (identical marks only) by row.
 * Ties of a matcher are decided by it, so that row order never matters.
 */
export function compareLesions(a: Lesion, b: Lesion): number {
  return a.study - b.study || compareNaturally(a.id, b.id) || a.row - b.row;
}

/**
 * Compares two texts with runs of digits taken as numbers, so that "2" comes before "10". The same on
 * every machine, whatever its locale. Texts that differ never compare as equal.
 */
export function compareNaturally(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (a.charCodeAt(at) === b.charCodeAt(at)) at++;
  let start = at;
  while (start > 0 && isDigit(a, start - 1)) start--;
  if (isDigit(a, start) && isDigit(b, start)) {
    const order = Number(digitsAt(a, start)) - Number(digitsAt(b, start));
    // Runs of over 308 digits are beyond all numbers: their difference is none.
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

/** Lesions put together by patient, patients in order of first appearance. O(n). */
export function groupByPatient<L extends Lesion>(lesions: Iterable<L>): Patient<L>[] {
  const byId = new Map<string, L[]>();
  for (const lesion of lesions) {
    const group = byId.get(lesion.patient);
    if (group === undefined) byId.set(lesion.patient, [lesion]);
    else group.push(lesion);
  }
  return Array.from(byId, ([id, group]) => ({ id, lesions: group }));
}

/** The lesion of a data row. O(n). @throws LesionGraphError UNKNOWN_ROW where there is none. */
export function lesionOfRow<L extends Lesion>(lesions: readonly L[], row: number): L {
  const lesion = lesions.find((one) => one.row === row);
  if (lesion !== undefined) return lesion;
  fail("UNKNOWN_ROW", "a data row of the input", row);
}

/**
 * The lesions of one patient in their own order, which does not depend on the order they come in.
 * O(n log n).
 *
 * @throws LesionGraphError SEVERAL_PATIENTS, DUPLICATE_LESION where a row comes twice, BAD_VALUE where
 * a row or study is no whole number >= 1.
 */
export function inOrder<L extends Lesion>(lesions: readonly L[]): L[] {
  const rows = new Set<number>();
  for (const { row, patient, study, id } of lesions) {
    const place = { row, patient, lesion: id };
    if (patient !== lesions[0]?.patient) {
      fail("SEVERAL_PATIENTS", `lesions of one patient (${lesions[0]?.patient})`, patient, {
        remedy: "use groupByPatient, or match() for many patients",
        ...place,
      });
    }
    if (!Number.isSafeInteger(row) || row < 1) {
      fail("BAD_VALUE", "row to be a whole number >= 1", row, { patient, study, lesion: id });
    }
    if (rows.has(row)) {
      fail("DUPLICATE_LESION", "every lesion to have a row of its own", row, place);
    }
    if (!Number.isSafeInteger(study) || study < 1) {
      fail("BAD_VALUE", "study to be a whole number >= 1", study, place);
    }
    rows.add(row);
  }
  return [...lesions].sort(compareLesions);
}
