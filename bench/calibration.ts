/**
 * `npm run model:calibration`: fits the calibrations of the shipped joint model to simulated cohorts with complete
 * truth and prints them.
 */

import { withCalibration } from "../src/evaluation/fit/calibration-fit.js";
import { groupByPatient, JOINT_MODEL, type Patient } from "../src/index.js";
import { simulateCohort } from "../src/simulation/index.js";
import { cohorts } from "./cohorts.js";

const SEEDS = [501, 502, 503];
const PATIENTS = 150;
/** Rows and groups of the cohorts are numbered apart. */
const APART = 1_000_000;

const truth = new Map<number, string>();
const patients: Patient[] = [];
const kinds = SEEDS.flatMap((seed) => Object.values(cohorts(seed, PATIENTS)));
kinds.forEach((options, cohort) => {
  const simulated = simulateCohort(options);
  for (const { row, group } of simulated.truth) {
    truth.set(cohort * APART + row, String(cohort * APART + group));
  }
  for (const { id, lesions } of groupByPatient(simulated.lesions)) {
    const apart = lesions.map((one) => ({ ...one, row: cohort * APART + one.row }));
    patients.push({ id, lesions: apart });
    patients.push({ id, lesions: apart.map((one) => ({ ...one, location: undefined })) });
  }
});
const { calibration } = withCalibration(JOINT_MODEL, patients, truth);
const rounded = (_: string, value: unknown): unknown =>
  typeof value === "number" ? Number(value.toPrecision(3)) : value;
console.log(JSON.stringify(calibration, rounded, 2));
