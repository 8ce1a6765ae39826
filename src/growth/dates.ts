/** When studies were made. DeepLesion does not tell; a CSV of one's own does. */

import { daysBetween, isoDay } from "../core/calendar.js";
import { fault, type Place, withPlace } from "../core/errors.js";
import type { DatedStudy } from "../core/lesion.js";
import { readRows } from "../csv/read-rows.js";
import { column } from "../csv/table.js";

/** ISO dates of the studies, by patient and study. */
export type StudyDates = ReadonlyMap<string, ReadonlyMap<number, string>>;

/**
 * Reads dates: the columns `patient`, `study` and `date` (ISO 8601, `2019-03-27`; a time of day behind it
 * is passed over). Studies of a patient are in time order; two may share a day. O(n log n).
 *
 * @throws LesionGraphError MISSING_COLUMN; BAD_VALUE for what is no day of the calendar; BAD_DATES where a
 * study comes twice or a later study has an earlier date, with patient and study; and as every CSV reader.
 */
export const readDates = (source: string | Uint8Array): StudyDates =>
  datesOf(readRows(source, DATE_COLUMNS));

/** Columns of a dates CSV. */
export const DATE_COLUMNS = Object.freeze({
  patient: column.text("Patient id"),
  study: column.integer("Study number within the patient", undefined, { min: 1 }),
  date: column.date("Day of the study (ISO 8601)"),
});

/**
 * Dates by patient and study, checked; those of one patient `only` where it is named. O(n log n).
 *
 * @throws LesionGraphError BAD_VALUE where it is neither a list nor a Map, or a patient, study or date is
 * not one; BAD_DATES as {@link readDates}.
 */
export function datesOf(given: StudyDates | readonly DatedStudy[], only?: string): StudyDates {
  const dates = new Map<string, Map<number, string>>();
  for (const [patient, study, date] of entriesOf(given, only)) {
    const own = dates.get(patient) ?? new Map<number, string>();
    if (own.has(study)) {
      throw badDates("every study once", `study ${study} again`, patient, study);
    }
    own.set(
      study,
      withPlace({ patient, study }, () => isoDay(date)),
    );
    dates.set(patient, own);
  }
  for (const [patient, own] of dates) assertOrder(patient, own);
  return dates;
}

type Entry = readonly [patient: string, study: number, date: string];

/** Both forms, entry by entry, as they may come from plain JavaScript. */
function* entriesOf(given: unknown, only: string | undefined): Generator<Entry> {
  if (Array.isArray(given)) {
    for (const one of given) {
      const { patient, study, date } = (one ?? {}) as Record<string, unknown>;
      if (only === undefined || patient === only) yield entry(patient, study, date);
    }
  } else if (given instanceof Map) {
    for (const [patient, studies] of given) {
      if (only !== undefined && patient !== only) continue;
      if (!(studies instanceof Map)) {
        throw badValue("a Map of dates by study", studies, { option: "dates", patient });
      }
      for (const [study, date] of studies) yield entry(patient, study, date);
    }
  } else {
    throw badValue(
      "dates as readDates gives them, or a list of { patient, study, date }",
      given,
      { option: "dates" },
      typeof given === "string" ? "readDates reads the text of a CSV" : undefined,
    );
  }
}

function entry(patient: unknown, study: unknown, date: unknown): Entry {
  if (typeof patient !== "string") {
    throw badValue("the patient's id as text", patient, { option: "dates" });
  }
  if (typeof study !== "number" || !Number.isSafeInteger(study) || study < 1) {
    throw badValue("study to be an integer >= 1", study, { option: "dates", patient });
  }
  if (typeof date !== "string") {
    throw badValue("a date such as 2019-03-27", date, { option: "dates", patient, study });
  }
  return [patient, study, date];
}

const badValue = (expected: string, received: unknown, where: Place, remedy?: string) =>
  fault("BAD_VALUE", expected, received ?? "nothing", {
    ...(remedy !== undefined && { remedy }),
    ...where,
  });

function assertOrder(patient: string, own: ReadonlyMap<number, string>): void {
  const studies = [...own].sort(([a], [b]) => a - b);
  studies.forEach(([study, date], i) => {
    const before = studies[i - 1];
    if (before === undefined || date >= before[1]) return;
    throw badDates(
      "dates in the order of studies",
      `study ${study} on ${date}, study ${before[0]} on ${before[1]}`,
      patient,
      study,
    );
  });
}

const badDates = (expected: string, received: string | undefined, patient: string, study: number) =>
  fault("BAD_DATES", expected, received, { patient, study });

/** When a study was made, as far as it is known. */
export interface StudyTime {
  readonly study: number;
  /** ISO date; where dates are known. */
  readonly date: string | undefined;
  /** Days since the patient's first study; where dates are known. */
  readonly day: number | undefined;
}

/**
 * The patient's studies in order: those with a mark, and those that only the dates name (a study in which
 * nothing was marked).
 *
 * @throws LesionGraphError BAD_DATES where dates are given and a study with a mark has none.
 */
export function studyTimes(
  patient: string,
  marked: Iterable<number>,
  dates: StudyDates | undefined,
): StudyTime[] {
  const own = dates?.get(patient);
  const studies = [...new Set([...marked, ...(own?.keys() ?? [])])].sort((a, b) => a - b);
  if (dates === undefined) {
    return studies.map((study) => ({ study, date: undefined, day: undefined }));
  }
  const known = studies.map((study) => {
    const date = own?.get(study);
    if (date === undefined) throw badDates("a date for every study", undefined, patient, study);
    return { study, date };
  });
  const first = known[0]?.date ?? "";
  return known.map((one) => ({
    ...one,
    day: daysBetween(first, one.date),
  }));
}
