/**
 * Patients that never were, in the form of DL_info.csv, with their true sequences: for demonstrations,
 * tests and benches, where the truth about real lesions is not known.
 *
 * A lesion has a place in the body and a size that grows at its own rate, ever
 * slower towards what a body holds. A study scans a part of the
 * trunk, with the table, the field of view and the first slice somewhere else each time; a reader annotates
 * most of what is in the scan, some of it again in a second series.
 */

import { fail } from "../core/errors.js";
import type { DatedStudy } from "../core/lesion.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import { randomSource } from "../core/random.js";
import { type DlInfoLesion, lesionFromRow } from "../deeplesion/dl-info-lesion.js";
import { completePatient } from "../deeplesion/format.js";
import { annotatedPatient } from "./patient.js";
import type { PatientLesion } from "./simulate-lesions.js";
import {
  LEAST_INTERVAL_DAYS,
  type SimulationOptions,
  simulationOptions,
} from "./simulation-options.js";

/** Which data row shows which lesion. */
export interface TrueGroup {
  readonly row: number;
  /** The same number for annotations of the same lesion; counted from 1 over the cohort. */
  readonly group: number;
}

/** Result of {@link simulateCohort}. */
export interface SimulatedCohort {
  readonly lesions: readonly DlInfoLesion[];
  /** One entry per lesion, in row order. */
  readonly truth: readonly TrueGroup[];
  /** One entry for every study of every patient, up to the last with an annotation. */
  readonly dates: readonly DatedStudy[];
}

/**
 * A cohort for a seed. Each patient depends on the seed and its own number only, so that a larger
 * cohort begins with the smaller one. `onProgress` counts patients. O(annotations).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 */
export function simulateCohort(
  given?: Partial<SimulationOptions & ProgressOptions>,
): SimulatedCohort {
  const [progress, own] = splitProgress("simulateCohort", given);
  const options = simulationOptions(own);
  const count = progressCounter(progress, "patients", options.patients);
  const lesions: DlInfoLesion[] = [];
  const truth: TrueGroup[] = [];
  const dates: DatedStudy[] = [];
  let groups = 0;
  for (let patient = 1; patient <= options.patients; patient++) {
    const annotations = annotatedPatient(patient, options);
    const groupOf = new Map<PatientLesion, number>();
    const own = annotations.map(({ lesion, values }, i) => {
      if (!groupOf.has(lesion)) groupOf.set(lesion, ++groups);
      truth.push({ row: truth.length + 1, group: groupOf.get(lesion) as number });
      return lesionFromRow(values, lesions.length + i + 1);
    });
    lesions.push(...completePatient(own).lesions);
    const studies = own.reduce((last, { study }) => Math.max(last, study), 0);
    dates.push(...simulatedDates(patient, studies, options));
    count();
  }
  return { lesions, truth, dates };
}

const MS_A_DAY = 86_400_000;

/**
 * Dates of studies 1 to `studies` of a patient: the first within ten years from 2010 on, then intervals of
 * two weeks and an exponentially distributed rest.
 *
 * @throws LesionGraphError BAD_OPTION for dates beyond the year 9999.
 */
function simulatedDates(
  patient: number,
  studies: number,
  { seed, meanIntervalDays }: SimulationOptions,
): DatedStudy[] {
  // A stream of its own, so that dates and lesions do not depend on each other.
  const dice = randomSource(seed, -patient);
  let day = dice.below(3653);
  return Array.from({ length: studies }, (_, i) => {
    const rest = meanIntervalDays - LEAST_INTERVAL_DAYS;
    if (i > 0) day += LEAST_INTERVAL_DAYS + Math.round(dice.exponential(rest));
    const date = new Date(Date.UTC(2010, 0, 1) + day * MS_A_DAY);
    if (date.getUTCFullYear() > 9999) {
      fail("BAD_OPTION", "intervals that end before the year 10000", meanIntervalDays, {
        option: "meanIntervalDays",
      });
    }
    return { patient: String(patient), study: i + 1, date: date.toISOString().slice(0, 10) };
  });
}
