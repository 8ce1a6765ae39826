/** Patients of every kind for figures. */
import type { Lesion } from "../../src/core/lesion.js";
import { groupByPatient } from "../../src/core/lesion-list.js";
import { simulateCohort } from "../../src/simulation/cohort.js";

/** A small patient made by hand: a sequence of three, a duplicate, a single lesion. */
export const small: readonly Lesion[] = [
  [1, 1, 0.3, 0.3, 12],
  [2, 1, 0.7, 0.6, 30],
  [3, 2, 0.31, 0.3, 14],
  [4, 2, 0.31, 0.301, 14.2],
  [5, 2, 0.69, 0.61, 36],
  [6, 3, 0.3, 0.305, 20],
  [7, 3, 0.5, 0.9, 9],
].map(([row, study, x, z, long]) => ({
  row: row as number,
  patient: "p",
  study: study as number,
  id: `L${row}`,
  location: [x as number, 0.5, z as number],
  longAxisMm: long as number,
  shortAxisMm: (long as number) * 0.7,
  type: "liver",
}));

/** Simulated patients, from one lesion to more than 60. */
export function simulated(seed: number, patients = 12): (readonly Lesion[])[] {
  return [
    { meanStudies: 2, meanLesions: 2 },
    { meanStudies: 4, meanLesions: 5 },
    { meanStudies: 9, meanLesions: 9 },
  ].flatMap((size) =>
    groupByPatient(simulateCohort({ ...size, patients, seed }).lesions).map(
      ({ lesions }) => lesions,
    ),
  );
}

/** One patient of 200 lesions: the lesions of several put together. */
export function patientOf200(): Lesion[] {
  const { lesions } = simulateCohort({ patients: 12, seed: 4, meanStudies: 5, meanLesions: 9 });
  return lesions.slice(0, 200).map((lesion) => ({ ...lesion, patient: "200" }));
}

/** Another order of the same lesions. */
export const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item, i) => ({ item, key: (i * 7919 + 13) % 1009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
