/**
 * Patients that never were, in the form of DL_info.csv, with their true sequences: for demonstrations,
 * tests and benches, where the truth about real lesions is not known.
 *
 * A lesion has a place in the body and a size that grows at its own rate, ever
 * slower towards what a body holds. A study scans a part of the
 * trunk, with the table, the field of view and the first slice somewhere else each time; a reader annotates
 * most of what is in the scan, some of it again in a second series.
 */

import type { DatedStudy } from "../core/lesion.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import { type DlInfoLesion, lesionFromRow } from "../deeplesion/dl-info-lesion.js";
import { completePatient } from "../deeplesion/format.js";
import { simulatedDates } from "./dates.js";
import { annotatedPatient } from "./patient.js";
import type { PatientLesion } from "./simulate-lesions.js";
import { type SimulationOptions, simulationOptions } from "./simulation-options.js";

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
