/** A patient: a body with lesions, studied again and again, and what a reader marked. */

import { fail } from "../core/errors.js";
import { type RandomSource, randomSource } from "../core/random.js";
import type { Sex } from "../deeplesion/dl-info-columns.js";
import type { DlInfoRow } from "../deeplesion/dl-info-lesion.js";
import { annotateLesion } from "./annotation.js";
import { atMost, type PatientLesion, simulateLesions } from "./simulate-lesions.js";
import { BODY_MM, OTHER_START_MM, type SimulationOptions } from "./simulation-options.js";
import { type Body, type Place, placeInStudy, type Study, simulateStudy } from "./study.js";

/** A row and the lesion it shows. */
export interface Annotation {
  readonly lesion: PatientLesion;
  readonly values: DlInfoRow;
}

/**
 * The annotations of a patient, at least one, in the order of their rows.
 *
 * @throws LesionGraphError BAD_OPTION where the options leave none in 100 tries.
 */
export function annotatedPatient(patient: number, options: SimulationOptions): Annotation[] {
  for (let attempt = 0; attempt < 100; attempt++) {
    const random = randomSource(options.seed, patient + attempt * 0x100000);
    const annotations = simulatePatient(random, patient, options);
    if (annotations.length > 0) return annotations;
  }
  fail("BAD_OPTION", "options under which a patient has an annotated lesion", "none in 100 tries", {
    remedy: "lower unannotated",
  });
}

function simulatePatient(
  random: RandomSource,
  patient: number,
  options: SimulationOptions,
): Annotation[] {
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
  const annotations: Annotation[] = [];
  for (let index = 1; index <= studies; index++) {
    const study = simulateStudy(random, index, body, options);
    const second = secondSeries(random, study, options);
    for (const lesion of lesions) {
      if (index < lesion.from || index > lesion.until) continue;
      if (lesion.at[2] < study.scan[0] || lesion.at[2] > study.scan[1]) continue;
      if (random.happens(options.unannotated)) continue;
      const twice = random.happens(options.duplicated);
      const elsewhere = second.isOwn && random.happens(IN_SECOND_SERIES);
      const place = placeInStudy(random, lesion, study, body, options);
      for (const series of twice ? [1, 2] : [elsewhere ? 2 : 1]) {
        const [scan, at] =
          series === 2 ? [second.study, movedAlongZ(place, second.startMm)] : [study, place];
        const values = annotateLesion(random, lesion, scan, at, options, {
          ...person,
          patient,
          series,
        });
        annotations.push({ lesion, values });
      }
    }
  }
  return annotations.sort((a, b) => compareRows(a.values, b.values));
}

/** Share of the lesions that are annotated in the second series of a study that has one of its own. */
const IN_SECOND_SERIES = 1 / 3;

interface SecondSeries {
  readonly study: Study;
  /** False where it only repeats annotations of the first series. */
  readonly isOwn: boolean;
  /** Start along z relative to the first series, mm. */
  readonly startMm: number;
}

/** Options of 0 draw no random numbers, so that cohorts without a second series stay what they are. */
function secondSeries(
  random: RandomSource,
  study: Study,
  options: SimulationOptions,
): SecondSeries {
  const isOwn = options.secondSeries > 0 && random.happens(options.secondSeries);
  const starts = options.otherSeriesStart > 0 && random.happens(options.otherSeriesStart);
  const startMm = starts ? random.pick([-1, 1]) * random.uniform(...OTHER_START_MM) : 0;
  return { study: { ...study, sliceMm: study.sliceMm === 5 ? 1 : 5 }, isOwn, startMm };
}

const movedAlongZ = ({ mm: [x, y, z], relative }: Place, by: number): Place => ({
  mm: [x, y, z + by],
  relative,
});

const compareRows = (a: DlInfoRow, b: DlInfoRow): number =>
  a.Study_index - b.Study_index ||
  a.Series_ID - b.Series_ID ||
  a.Key_slice_index - b.Key_slice_index ||
  a.Measurement_coordinates[0] - b.Measurement_coordinates[0];
