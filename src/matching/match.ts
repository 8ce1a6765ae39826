/** Matching by the method of choice: one patient, or all patients of a table. */
import { groupByPatient, type Lesion } from "../core/lesion.js";
import { assertObject, assertOneOf, resolveOptions } from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import { type Algorithm1Options, algorithm1 } from "./algorithm1/algorithm1.js";
import {
  assertRowsExist,
  type ConstraintOptions,
  constraintsOf,
  DEFAULT_CONSTRAINT_OPTIONS,
} from "./constraints.js";
import { joint } from "./joint/joint.js";
import type { JointOptions } from "./joint/joint-options.js";
import { METHODS, type PatientMatch } from "./result.js";

/** The method and its options. */
export type MatchOptions =
  | ({ readonly method?: "algorithm1" | undefined } & Partial<Algorithm1Options>)
  | ({ readonly method: "joint" } & Partial<JointOptions>);

/**
 * The lesion sequences of one patient: {@link algorithm1} unless `method` is `"joint"`.
 *
 * @throws LesionGraphError as {@link algorithm1} and {@link joint}.
 */
export function matchPatient(lesions: readonly Lesion[], given: MatchOptions = {}): PatientMatch {
  assertObject("match", given);
  const { method = "algorithm1", ...options } = given;
  assertOneOf("method", method, METHODS);
  return method === "joint"
    ? joint(lesions, options as Partial<JointOptions>)
    : algorithm1(lesions, options as Partial<Algorithm1Options>);
}

/**
 * The lesion sequences of every patient, patients in the order of their first lesions. Patients never
 * mix: the result of one does not depend on the others. Time is that of the patients one by one.
 * `onProgress` counts patients; since nothing else runs meanwhile, a signal is aborted from there.
 *
 * @throws LesionGraphError as {@link matchPatient}; UNKNOWN_ROW for a constraint whose row is not
 * there, CONTRADICTION for one with rows of two patients.
 */
export function match(
  lesions: Iterable<Lesion>,
  given: MatchOptions & Partial<ProgressOptions> = {},
): PatientMatch[] {
  assertObject("match", given);
  const { onProgress, signal, ...options } = given;
  const progress = resolveOptions("match", PROGRESS_SCHEMA, { onProgress, signal });
  assertMatchOptions(options as MatchOptions);
  const patients = patientsWithConstraints(lesions, options);
  const count = progressCounter(progress, "patients", patients.length);
  return patients.map(({ lesions: own, constraints }) => {
    const matched = matchPatient(own, { ...options, ...constraints } as MatchOptions);
    count();
    return matched;
  });
}

/**
 * Lesions by patient, each with its own constraints.
 *
 * @throws LesionGraphError UNKNOWN_ROW, CONTRADICTION as {@link match}.
 */
export function patientsWithConstraints(
  lesions: Iterable<Lesion>,
  { mustLink = [], cannotLink = [] }: Partial<ConstraintOptions>,
): { readonly lesions: readonly Lesion[]; readonly constraints: Partial<ConstraintOptions> }[] {
  const patients = groupByPatient(lesions);
  if (mustLink.length > 0 || cannotLink.length > 0) {
    const rows = new Set(patients.flatMap((patient) => patient.lesions.map(({ row }) => row)));
    assertRowsExist({ mustLink, cannotLink }, rows);
  }
  return patients.map((patient) => ({
    lesions: patient.lesions,
    constraints: constraintsOf(patient, { mustLink, cannotLink }),
  }));
}

/**
 * Asserts options that a matcher takes, before there is a lesion; constraints are checked with the lesions.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, UNKNOWN_FEATURE, BAD_MODEL.
 */
export function assertMatchOptions(options: MatchOptions): void {
  assertObject("match", options);
  matchPatient([], { ...options, ...DEFAULT_CONSTRAINT_OPTIONS });
}
