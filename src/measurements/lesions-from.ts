/** Lesions from a list in memory. */

import { didYouMean } from "../core/did-you-mean.js";
import { fail, withPlace } from "../core/errors.js";
import type { Lesion, LesionTable, Vec3, Warning } from "../core/lesion.js";
import { groupByPatient } from "../core/lesion-list.js";
import { type MeasurementOptions, measurementOptions } from "../csv/read-options.js";
import { tableOfPatients } from "../csv/read-table.js";
import { MEASUREMENT_FIELDS } from "./fields.js";
import { findFields } from "./find-fields.js";
import { MeasurementReader } from "./measurement-reader.js";

/**
 * One measurement. `patient` and `study` or `date` are needed, and something to compare lesions by: a position
 * or a vector. Numbers may be texts; `null`, NaN and "" are missing values.
 */
export interface MeasurementRecord {
  readonly patient: string | number;
  /** Study, counted from 1 in time order; studies are numbered by date where absent. */
  readonly study?: number | string | null | undefined;
  /** Day of the study, "2019-03-27". */
  readonly date?: string | null | undefined;
  /** Study Instance UID, in place of `study` and `date` (see `studyDates`). */
  readonly studyUid?: string | null | undefined;
  /** Id of the lesion within its study; numbered by position where absent. */
  readonly lesion?: string | number | null | undefined;
  readonly series?: number | string | null | undefined;
  /** Centre in mm, patient coordinates (LPS); all three or none. */
  readonly x?: number | string | null | undefined;
  readonly y?: number | string | null | undefined;
  readonly z?: number | string | null | undefined;
  /** The same as x, y, z; an error where both are given and differ. */
  readonly centreMm?: Vec3 | null | undefined;
  /** Relative position in the body, 0-1 (see `locate`). */
  readonly location?: Vec3 | null | undefined;
  readonly longAxisMm?: number | string | null | undefined;
  readonly shortAxisMm?: number | string | null | undefined;
  /** Coarse type or site: "liver", "Liver segment 4", "left adrenal". */
  readonly type?: string | null | undefined;
  readonly volumeMl?: number | string | null | undefined;
  readonly trackingUid?: string | null | undefined;
  readonly label?: string | number | null | undefined;
  readonly vector?: ArrayLike<number> | null | undefined;
}

/** Fields that a table cannot have: they hold several numbers. */
const LISTS = ["centreMm", "location", "vector"] as const;

/**
 * Returns checked lesions from plain objects, in their order; `row` counts them from 1. Studies are numbered by date
 * where they have no number, and dates reach growth and response with the lesions. O(n log n).
 *
 * @param records measurements; keys may also be the column names of a measurement CSV ("Long axis (mm)") or those
 * of `columns`. Unknown keys are errors.
 * @throws LesionGraphError UNKNOWN_FEATURE for an unknown key, MISSING_COLUMN, BAD_VALUE, BAD_DATES,
 * DUPLICATE_LESION, BAD_OPTION, UNKNOWN_OPTION; with the record as `row`.
 *
 * @example
 * const { lesions } = lesionsFrom([
 *   { patient: "A", date: "2024-01-10", x: -40, y: 12, z: 88, longAxisMm: 21, shortAxisMm: 14, type: "liver" },
 *   { patient: "A", date: "2024-04-02", x: -38, y: 10, z: 91, longAxisMm: 26, shortAxisMm: 17, type: "liver" },
 * ]);
 * const [matched] = match(lesions);
 */
export function lesionsFrom(
  records: readonly MeasurementRecord[] | readonly Readonly<Record<string, unknown>>[],
  given?: Partial<MeasurementOptions>,
): LesionTable {
  const options = measurementOptions("lesionsFrom", given);
  assertRecords(records);
  const keys = keysOf(records);
  const header = keys.filter((key) => !(LISTS as readonly string[]).includes(key));
  const columns = records.length === 0 ? [] : findFields(header, options);
  assertKnown(header, new Set(columns.map(({ name }) => name)));
  const reader = new MeasurementReader(columns, options);
  const warnings: Warning[] = [];
  const lesions = records.map((record, i) =>
    withPlace({ row: i + 1 }, () => {
      const cells = header.map((key) => record[key]);
      const read = reader.read(cells, i + 1, warnings);
      const lists = listsOf(record);
      assertOnePosition(read.centreMm, lists.centreMm);
      const lesion = { ...read, ...lists };
      reader.assertPosition(lesion, cells);
      return lesion;
    }),
  );
  return tableOfPatients(groupByPatient<Lesion>(lesions), warnings, (own) => reader.complete(own));
}

type AnyRecord = Readonly<Record<string, unknown>>;

function assertRecords(records: unknown): asserts records is readonly AnyRecord[] {
  if (!Array.isArray(records)) {
    fail(
      "BAD_VALUE",
      "a list of records such as { patient, study, x, y, z, longAxisMm }",
      records ?? "nothing",
      {
        remedy: typeof records === "string" ? "readLesions reads the text of a CSV" : undefined,
      },
    );
  }
  // Entries include holes.
  for (const [i, record] of (records as readonly unknown[]).entries()) {
    if (typeof record === "object" && record !== null && !Array.isArray(record)) continue;
    fail("BAD_VALUE", "a record as an object", record ?? "nothing", { row: i + 1 });
  }
}

/** Keys of all records in order of first appearance. */
function keysOf(records: readonly AnyRecord[]): string[] {
  const keys = new Set<string>();
  for (const record of records) for (const key of Object.keys(record)) keys.add(key);
  return [...keys];
}

function assertKnown(header: readonly string[], read: ReadonlySet<string>): void {
  const unknown = header.find((key) => !read.has(key.trim()));
  if (unknown === undefined) return;
  fail("UNKNOWN_FEATURE", "a field of a measurement", unknown, {
    remedy: `${didYouMean(unknown, [...MEASUREMENT_FIELDS, ...LISTS])}; leave the field out or name it with \`columns\``,
    column: unknown,
  });
}

/** Asserts that `x`, `y`, `z` and `centreMm` do not contradict each other, up to rounding. */
function assertOnePosition(axes: Vec3 | undefined, centreMm: Vec3 | undefined): void {
  if (axes === undefined || centreMm === undefined) return;
  if (axes.every((mm, k) => Math.abs(mm - centreMm[k]!) <= ROUNDING_MM)) return;
  fail("BAD_VALUE", `the position of x, y and z (${axes.join(", ")})`, centreMm, {
    column: "centreMm",
    remedy: "give a position once: x, y and z, or centreMm",
  });
}

const ROUNDING_MM = 1e-6;

/** The fields of a record that hold several numbers. */
function listsOf(record: AnyRecord): Pick<Lesion, "centreMm" | "location" | "vector"> {
  const lists: { -readonly [K in (typeof LISTS)[number]]?: Lesion[K] } = {};
  for (const name of LISTS) {
    const value = record[name] ?? undefined;
    if (value === undefined) continue;
    const list = numbersOf(name, value);
    if (name === "vector") lists.vector = list;
    else if (list.length === 3) lists[name] = [list[0]!, list[1]!, list[2]!];
    else fail("BAD_VALUE", "three numbers x, y, z", value, { column: name });
  }
  return lists;
}

function numbersOf(name: string, value: unknown): readonly number[] {
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  const list = isList ? Array.from(value as ArrayLike<unknown>) : [];
  if (list.length > 0 && list.every((one) => Number.isFinite(one))) return list as number[];
  fail("BAD_VALUE", "a list of finite numbers", value, { column: name });
}
