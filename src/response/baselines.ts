/** The baseline study of each patient. */
import { isoDay } from "../core/calendar.js";
import { didYouMean } from "../core/did-you-mean.js";
import { fail, fault, withPlace } from "../core/errors.js";
import { readRows } from "../csv/read-rows.js";
import { column } from "../csv/table.js";
import type { PatientGrowth } from "../growth/growth-result.js";
import type { StudyTime } from "../growth/patient-dates.js";
import type { Baseline, ResponseOptions } from "./response-schema.js";

/** Columns of a CSV of baselines. */
export const BASELINE_COLUMNS = Object.freeze({
  patient: column.text("Patient id"),
  baseline: column.text("Study number, or treatment start date (ISO 8601)"),
});

/**
 * Returns baselines by patient from a CSV with the columns `patient` and `baseline`: a study number, or the
 * treatment start date (ISO 8601). O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; BAD_VALUE; BAD_RESPONSE for a patient that occurs twice; and as
 * every CSV reader.
 */
export function readBaselines(source: string | Uint8Array): Map<string, Baseline> {
  const baselines = new Map<string, Baseline>();
  for (const { patient, baseline: cell } of readRows(source, BASELINE_COLUMNS)) {
    if (baselines.has(patient)) fail("BAD_RESPONSE", "every patient once", patient, { patient });
    const baseline = /^\d{1,9}$/.test(cell) ? Number(cell) : cell;
    withPlace({ column: "baseline", patient }, () => assertBaseline(baseline));
    baselines.set(patient, baseline);
  }
  return baselines;
}

/** Asserts a study number or an ISO date. @throws LesionGraphError BAD_VALUE */
export function assertBaseline(given: unknown): void {
  if (typeof given === "string") isoDay(given);
  else if (!Number.isSafeInteger(given) || (given as number) < 1) {
    fail("BAD_VALUE", "a study number >= 1 or a date such as 2019-03-27", given ?? String(given));
  }
}

/** Asserts that every patient with a baseline is there. @throws LesionGraphError UNKNOWN_PATIENT. */
export function assertPatientsKnown(
  baselines: ReadonlyMap<string, Baseline>,
  known: ReadonlySet<string>,
): void {
  for (const patient of baselines.keys()) {
    if (known.has(patient)) continue;
    const remedy = didYouMean(patient, [...known]);
    fail("UNKNOWN_PATIENT", "baselines of patients that are there", patient, { patient, remedy });
  }
}

/**
 * Returns the baseline study of a patient; none where the patient has no studies.
 *
 * @throws LesionGraphError BAD_OPTION where the patient does not have that study, or no study on or before
 * the treatment start; BAD_DATES where a treatment start is given without study dates.
 */
export function baselineOf(
  { patient, studies }: PatientGrowth,
  option: ResponseOptions["baseline"],
): StudyTime | undefined {
  const asked = option instanceof Map ? option.get(patient) : option;
  if (asked === undefined || studies.length === 0) return studies[0];
  if (typeof asked === "string") return studyBefore(asked, patient, studies);
  const baseline = studies.find(({ study }) => study === asked);
  if (baseline !== undefined) return baseline;
  const known = studies.map(({ study }) => study).join(", ");
  fail("BAD_OPTION", `a baseline among the studies of the patient: ${known}`, asked, {
    remedy: "give a baseline per patient, or leave it out for the first study",
    option: "baseline",
    patient,
  });
}

/** The last study on or before the start of treatment. */
function studyBefore(start: string, patient: string, studies: readonly StudyTime[]): StudyTime {
  const day = isoDay(start);
  const place = { option: "baseline", patient };
  if (studies.some(({ date }) => date === undefined)) {
    const remedy = "pass `dates` to grow, or give the baseline as a study number";
    throw fault("BAD_DATES", `study dates for the treatment start ${day}`, undefined, {
      remedy,
      ...place,
    });
  }
  const before = studies.findLast(({ date }) => date !== undefined && date <= day);
  if (before !== undefined) return before;
  const first = `the first study is on ${studies[0]?.date}`;
  fail("BAD_OPTION", `a study on or before the treatment start ${day}`, first, place);
}
