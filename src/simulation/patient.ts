/** A patient: a body with lesions, studied again and again, and what a reader marked. */

import { fail } from "../core/errors.js";
import { type RandomSource, randomSource } from "../core/random.js";
import type { Sex } from "../deeplesion/columns.js";
import type { DlInfoRow } from "../deeplesion/lesion.js";
import { atMost } from "./counts.js";
import { type PatientLesion, simulateLesions } from "./lesions.js";
import { markLesion } from "./mark.js";
import { BODY_MM, type SimulationOptions } from "./options.js";
import { placeInStudy } from "./place.js";
import { type Body, simulateStudy } from "./study.js";

/** A row and the lesion it shows. */
export interface Mark {
  readonly lesion: PatientLesion;
  readonly values: DlInfoRow;
}

/**
 * The marks of a patient, at least one, in the order of their rows.
 *
 * @throws LesionGraphError BAD_OPTION where the options leave none in 100 tries.
 */
export function markedPatient(patient: number, options: SimulationOptions): Mark[] {
  for (let attempt = 0; attempt < 100; attempt++) {
    const random = randomSource(options.seed, patient + attempt * 0x100000);
    const marks = simulatePatient(random, patient, options);
    if (marks.length > 0) return marks;
  }
  fail("BAD_OPTION", "options under which a patient has a mark now and then", "none in 100 tries", {
    remedy: "lower unmarked",
  });
}

function simulatePatient(
  random: RandomSource,
  patient: number,
  options: SimulationOptions,
): Mark[] {
  const body = BODY_MM.map(({ mean, deviation }) =>
    random.normal(mean, deviation),
  ) as unknown as Body;
  const studies = atMost(options.maxStudies, random, options.meanStudies);
  const lesions = simulateLesions(random, studies, options);
  const person = {
    sex: random.pick<Sex>(["F", "M"]),
    age: 20 + random.below(65),
    typed: random.happens(options.typed),
  };
  const marks: Mark[] = [];
  for (let index = 1; index <= studies; index++) {
    const study = simulateStudy(random, index, body, options);
    const again = { ...study, sliceMm: study.sliceMm === 5 ? 1 : 5 };
    for (const lesion of lesions) {
      if (index < lesion.from || index > lesion.until) continue;
      if (lesion.at[2] < study.scan[0] || lesion.at[2] > study.scan[1]) continue;
      if (random.happens(options.unmarked)) continue;
      const series = random.happens(options.duplicated) ? [study, again] : [study];
      const place = placeInStudy(random, lesion, study, body, options);
      for (const [i, one] of series.entries()) {
        const values = markLesion(random, lesion, one, place, options, {
          ...person,
          patient,
          series: i + 1,
        });
        marks.push({ lesion, values });
      }
    }
  }
  return marks.sort((a, b) => compareRows(a.values, b.values));
}

const compareRows = (a: DlInfoRow, b: DlInfoRow): number =>
  a.Study_index - b.Study_index ||
  a.Series_ID - b.Series_ID ||
  a.Key_slice_index - b.Key_slice_index ||
  a.Measurement_coordinates[0] - b.Measurement_coordinates[0];
