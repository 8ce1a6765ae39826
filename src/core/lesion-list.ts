/** Lists of lesions: checked, by patient, in order. */
import { fail, placeOf } from "./errors.js";
import { groupBy } from "./group-by.js";
import type { Lesion, Patient } from "./lesion.js";
import { compareLesions } from "./lesion-order.js";

/** Groups lesions by patient, patients in order of first appearance. O(n). */
export function groupByPatient<L extends Lesion>(lesions: Iterable<L>): Patient<L>[] {
  assertIterable(lesions);
  const patientOf = (lesion: L): string => {
    assertPresent(lesion);
    return lesion.patient;
  };
  return Array.from(groupBy(lesions, patientOf), ([id, own]) => ({ id, lesions: own }));
}

/**
 * Returns the lesions as an array.
 *
 * @throws LesionGraphError BAD_VALUE for no list, a list of anything else, and fields that are not of their kind.
 */
export function lesionList<L extends Lesion>(lesions: Iterable<L>): L[] {
  assertIterable(lesions);
  const all = Array.from(lesions);
  for (const lesion of all) {
    assertPresent(lesion);
    assertKinds(lesion);
  }
  return all;
}

function assertIterable(lesions: unknown): void {
  const isList = typeof lesions === "object" && lesions !== null && Symbol.iterator in lesions;
  if (isList && !(lesions instanceof Map)) return;
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
 * @throws LesionGraphError SEVERAL_PATIENTS, DUPLICATE_LESION where a row comes twice, UNKNOWN_FEATURE for a
 * misspelled field, BAD_VALUE where a row or study is not an integer >= 1 and where another field is not of its kind.
 */
export function inOrder<L extends Lesion>(lesions: readonly L[]): L[] {
  assertIterable(lesions);
  const rows = new Set<number>();
  for (const lesion of lesions) {
    assertPresent(lesion);
    assertFields(lesion);
    const { row, patient, study, id } = lesion;
    const place = placeOf(lesion);
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
    if (typeof patient !== "string")
      fail("BAD_VALUE", "patient to be a text", patient, { row, lesion: id });
    assertKinds(lesion);
    rows.add(row);
  }
  return [...lesions].sort(compareLesions);
}

/** Fields that hold a number, several numbers, and a text. */
const NUMBERS = ["series", "longAxisMm", "shortAxisMm", "volumeMl"] as const;
const LISTS = ["location", "centreMm", "vector"] as const;
const TEXTS = ["label", "date", "trackingUid"] as const;

/** Asserts the kinds of present fields: arithmetic would take null as 0, true as 1 and texts as their digits. */
function assertKinds(lesion: Lesion): void {
  for (const field of NUMBERS) {
    const value: unknown = lesion[field];
    if (value !== undefined && typeof value !== "number") failField(lesion, field, "a number");
  }
  for (const field of LISTS) {
    const value: unknown = lesion[field];
    if (value !== undefined && !areNumbers(value)) failField(lesion, field, "a list of numbers");
  }
  for (const field of TEXTS) {
    const value: unknown = lesion[field];
    if (value !== undefined && typeof value !== "string") failField(lesion, field, "a text");
  }
}

function areNumbers(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const list = value as ArrayLike<unknown>;
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== "number") return false;
  return typeof list.length === "number";
}

function failField(lesion: Lesion, column: keyof Lesion, expected: string): never {
  const remedy = "leave out missing values, and convert others";
  fail("BAD_VALUE", expected, lesion[column], { remedy, ...placeOf(lesion), column });
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
    fail("UNKNOWN_FEATURE", "a field of a lesion", name, {
      remedy: `did you mean "${near}"? A field of your own needs another name`,
      ...placeOf(lesion),
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
