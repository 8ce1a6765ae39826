/** Matching by the method of choice: one patient, or all patients of a table. */

import { didYouMean } from "../core/did-you-mean.js";
import { fail } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { groupByPatient } from "../core/lesion-list.js";
import { assertObject, assertOneOf } from "../core/option-checks.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import { algorithm1 } from "./algorithm1/algorithm1.js";
import { ALGORITHM1_OPTIONS, type Algorithm1Options } from "./algorithm1/algorithm1-options.js";
import {
  assertPairs,
  assertRowsExist,
  type ConstraintOptions,
  constraintsOf,
  DEFAULT_CONSTRAINT_OPTIONS,
} from "./constraints.js";
import { joint } from "./joint/joint.js";
import { JOINT_OPTIONS, type JointOptions } from "./joint/joint-options.js";
import { DEFAULT_METHOD, METHODS, type Method, type PatientMatch } from "./result.js";
import { continuation, foreignPrevious, withNewPatient } from "./sequence-ids.js";

/** The method and its options. */
export type MatchOptions =
  | ({ readonly method?: "joint" | undefined } & Partial<JointOptions>)
  | ({ readonly method: "algorithm1" } & Partial<Algorithm1Options>);

/**
 * The lesion sequences of one patient: {@link joint} unless `method` is `"algorithm1"`.
 *
 * @throws LesionGraphError as {@link algorithm1} and {@link joint}; BAD_VALUE where `previous` names the patient with
 * none of the lesions. A patient that it does not name is a warning.
 */
export function matchPatient(lesions: readonly Lesion[], given: MatchOptions = {}): PatientMatch {
  const matched = matchAlone(lesions, given);
  const { previous = [] } = given;
  if (previous.length === 0) return matched;
  const kind = continuation(matched, previous);
  if (kind === "foreign") throw foreignPrevious();
  return kind === "new" ? withNewPatient(matched) : matched;
}

/** As {@link matchPatient}, but earlier results without any of the patient's lesions are a warning. */
export function matchAlone(lesions: readonly Lesion[], given: MatchOptions = {}): PatientMatch {
  assertObject("match", given);
  const { method = DEFAULT_METHOD, ...options } = given;
  assertOneOf("method", method, METHODS);
  assertOptionsOf(method, options);
  return method === "joint"
    ? joint(lesions, options as Partial<JointOptions>)
    : algorithm1(lesions, options as Partial<Algorithm1Options>);
}

/** Asserts that earlier results are of this cohort. @throws LesionGraphError BAD_VALUE. */
function assertContinued(matches: readonly PatientMatch[], { previous = [] }: MatchOptions): void {
  const lesions = matches.some(({ sequences }) => sequences.length > 0);
  if (previous.length === 0 || !lesions) return;
  if (matches.some((match) => continuation(match, previous) === "continued")) return;
  throw foreignPrevious();
}

/** The options of each method. */
export const METHOD_OPTIONS = {
  joint: JOINT_OPTIONS,
  algorithm1: ALGORITHM1_OPTIONS,
} as const satisfies Readonly<Record<Method, object>>;

/** Asserts that the method has all options that are given; the remedy names `method` where the other has one. */
function assertOptionsOf(method: Method, options: object): void {
  const own = ["method", ...Object.keys(METHOD_OPTIONS[method])];
  const name = Object.keys(options).find((one) => !own.includes(one));
  if (name === undefined) return;
  const other = METHODS.find((one) => Object.hasOwn(METHOD_OPTIONS[one], name));
  const remedy =
    other === undefined ? didYouMean(name, own) : `${name} is an option of method: "${other}"`;
  fail("UNKNOWN_OPTION", `an option of method: "${method}"`, name, { remedy, option: name });
}

/**
 * The lesion sequences of every patient, patients in the order of their first lesions. Patients never
 * mix: the result of one does not depend on the others. Time is that of the patients one by one.
 * `onProgress` counts patients; since nothing else runs meanwhile, a signal is aborted from there.
 *
 * @throws LesionGraphError as {@link matchPatient}; UNKNOWN_ROW for a constraint whose row is not
 * there, CONTRADICTION for one with rows of two patients, BAD_VALUE where `previous` has none of the lesions of any
 * patient.
 */
export function match(
  lesions: Iterable<Lesion>,
  given: MatchOptions & Partial<ProgressOptions> = {},
): PatientMatch[] {
  const [progress, options] = splitProgress<MatchOptions>("match", given);
  assertMatchOptions(options as MatchOptions);
  const patients = patientsWithConstraints(lesions, options);
  const count = progressCounter(progress, "patients", patients.length);
  const matches = patients.map(({ lesions: own, constraints }) => {
    const matched = matchAlone(own, { ...options, ...constraints } as MatchOptions);
    count();
    return matched;
  });
  assertContinued(matches, options as MatchOptions);
  return matches;
}

/**
 * Lesions by patient, each with its own constraints.
 *
 * @throws LesionGraphError BAD_OPTION, UNKNOWN_ROW, CONTRADICTION as {@link match}.
 */
export function patientsWithConstraints(
  lesions: Iterable<Lesion>,
  { mustLink = [], cannotLink = [] }: Partial<ConstraintOptions>,
): { readonly lesions: readonly Lesion[]; readonly constraints: Partial<ConstraintOptions> }[] {
  assertPairs({ mustLink, cannotLink });
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
