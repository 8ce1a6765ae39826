/** Dates of the studies. DeepLesion has none; users give their own. */
import { daysBetween, isoDay } from "../core/calendar.js";
import { fault, type Place, withPlace } from "../core/errors.js";
import type { DatedStudy, Lesion } from "../core/lesion.js";
import { readRows } from "../csv/read-rows.js";
import { column } from "../csv/table.js";

/** ISO dates of the studies, by patient and study. */
export type StudyDates = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** The time of a study, as far as it is known. */
export interface StudyTime {
  readonly study: number;
  /** ISO date; where dates are known. */
  readonly date: string | undefined;
  /** Days since the patient's first study; where dates are known. */
  readonly day: number | undefined;
}

/**
 * Returns the study dates of a CSV with the columns `patient`, `study` and `date` (ISO 8601, `2019-03-27`; a
 * time of day after it is ignored). Studies of a patient are in time order; two may share a day. O(n log n).
 *
 * @example
 * const dates = readDates("patient,study,date\n1,1,2019-03-27\n1,2,2019-06-30\n");
 *
 * @throws LesionGraphError MISSING_COLUMN; BAD_VALUE for a date that is not in the calendar; BAD_DATES for a
 * study that occurs twice or is earlier than the study before it; and as every CSV reader.
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
 * Returns checked dates by patient and study; those of one patient only where `only` names it. O(n log n).
 *
 * @throws LesionGraphError BAD_VALUE where `given` is neither a list nor a Map, or an entry is not valid;
 * BAD_DATES as {@link readDates}.
 */
export function datesOf(given: StudyDates | readonly DatedStudy[], only?: string): StudyDates {
  const dates = new Map<string, Map<number, string>>();
  for (const { patient, study, date } of entriesOf(given, only)) {
    const own = dates.get(patient) ?? new Map<number, string>();
    if (own.has(study)) throw badDates("every study once", `study ${study} again`, patient, study);
    own.set(
      study,
      withPlace({ patient, study }, () => isoDay(date)),
    );
    dates.set(patient, own);
  }
  for (const [patient, own] of dates) assertTimeOrder(patient, own);
  return dates;
}

/** The entries of a list or Map, checked, as they may come from plain JavaScript. */
function entriesOf(given: unknown, only: string | undefined): DatedStudy[] {
  const isWanted = (patient: unknown): boolean => only === undefined || patient === only;
  if (Array.isArray(given)) {
    return given
      .map((one) => (one ?? {}) as Record<string, unknown>)
      .filter(({ patient }) => isWanted(patient))
      .map(({ patient, study, date }) => checkedEntry(patient, study, date));
  }
  if (given instanceof Map) {
    // One look-up: the dates of a cohort are given again for each of its patients.
    const patients = only === undefined ? given.keys() : given.has(only) ? [only] : [];
    return Array.from(patients, (patient) => entriesOfPatient(patient, given.get(patient))).flat();
  }
  throw badValue(
    "dates as readDates returns them, or a list of { patient, study, date }",
    given,
    { option: "dates" },
    typeof given === "string" ? "readDates reads the text of a CSV" : undefined,
  );
}

function entriesOfPatient(patient: unknown, studies: unknown): DatedStudy[] {
  if (studies instanceof Map) {
    return Array.from(studies, ([study, date]) => checkedEntry(patient, study, date));
  }
  const place = typeof patient === "string" ? { patient } : {};
  throw badValue("a Map of dates by study", studies, { option: "dates", ...place });
}

function checkedEntry(patient: unknown, study: unknown, date: unknown): DatedStudy {
  if (typeof patient !== "string") {
    throw badValue("the patient's id as text", patient, { option: "dates" });
  }
  if (typeof study !== "number" || !Number.isSafeInteger(study) || study < 1) {
    throw badValue("study to be an integer >= 1", study, { option: "dates", patient });
  }
  if (typeof date !== "string") {
    throw badValue("a date such as 2019-03-27", date, { option: "dates", patient, study });
  }
  return { patient, study, date };
}

const badValue = (expected: string, received: unknown, where: Place, remedy?: string) =>
  fault("BAD_VALUE", expected, received ?? "nothing", { remedy, ...where });

const badDates = (
  expected: string,
  received: string | undefined,
  patient: string,
  study: number,
  remedy?: string,
) => fault("BAD_DATES", expected, received, { patient, study, remedy });

function assertTimeOrder(patient: string, own: ReadonlyMap<number, string>): void {
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

/**
 * Returns the patient's studies in order: those with an annotation, and those that only the dates name (a
 * study without annotations). O(n log n).
 *
 * @throws LesionGraphError BAD_DATES where dates are given and an annotated study has none.
 */
export function studyTimes(
  patient: string,
  annotated: Iterable<number>,
  dates: StudyDates | undefined,
): StudyTime[] {
  const own = dates?.get(patient);
  const studies = new Set(annotated);
  for (const study of own?.keys() ?? []) studies.add(study);
  const times: StudyTime[] = [];
  let first: string | undefined;
  for (const study of [...studies].sort((a, b) => a - b)) {
    const date = own?.get(study);
    if (date === undefined && dates !== undefined) {
      throw badDates("a date for every study", undefined, patient, study);
    }
    first ??= date;
    times.push({ study, date, day: date === undefined ? undefined : daysBetween(first!, date) });
  }
  return times;
}

/**
 * Returns the study dates that the lesions of a patient carry: a date of one lesion is that of its study. None unless
 * every study has one. O(n log n).
 *
 * @throws LesionGraphError BAD_DATES where lesions of one study differ, or dates are not in study order.
 */
export function lesionDates(lesions: readonly Lesion[]): StudyDates | undefined {
  const studies = new Map<number, DatedStudy>();
  for (const { patient, study, date } of lesions) {
    if (date === undefined) continue;
    const before = studies.get(study);
    if (before !== undefined && before.date !== date) {
      throw badDates("one date for every study", `${before.date} and ${date}`, patient, study);
    }
    studies.set(study, { patient, study, date });
  }
  if (lesions.some(({ study }) => !studies.has(study))) return undefined;
  return studies.size === 0 ? undefined : datesOf([...studies.values()]);
}

/**
 * Asserts that the given dates are those that the lesions of a patient carry, as far as these have one. O(lesions).
 *
 * @throws LesionGraphError BAD_DATES where a study has another date.
 */
export function assertDatesOfLesions(lesions: readonly Lesion[], dates: StudyDates): void {
  for (const { patient, study, date } of lesions) {
    const given = dates.get(patient)?.get(study);
    if (date === undefined || given === undefined || date === given) continue;
    const own = withPlace({ patient, study }, () => isoDay(date));
    if (own === given) continue;
    throw badDates(
      `the date that the lesions of the study carry, ${own}`,
      given,
      patient,
      study,
      "correct the wrong date, or give the lesions the study numbers of `dates`",
    );
  }
}
