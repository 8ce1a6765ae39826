/** Settings chosen on some patients and judged on others: no patient is ever on both sides. */
import { fail } from "../core/errors.js";
import type { Lesion, Patient } from "../core/lesion.js";
import { groupByPatient } from "../core/lesion-list.js";
import { assertInteger, assertOneOf } from "../core/option-checks.js";
import { completeOptions } from "../core/options.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import { randomSource } from "../core/random.js";
import type { Algorithm1Options } from "../matching/algorithm1/algorithm1-options.js";
import { constraintsOf } from "../matching/constraints.js";
import type { JointOptions } from "../matching/joint/joint-options.js";
import { assertMatchOptions, type MatchOptions, matchPatient } from "../matching/match.js";
import { DEFAULT_METHOD, METHODS, type Method, type PatientMatch } from "../matching/result.js";
import {
  DEFAULT_EVALUATION_OPTIONS,
  type Evaluation,
  type EvaluationOptions,
  evaluate,
} from "./evaluate.js";
import { fitJointModel } from "./fit/fit-joint-model.js";
import { labelledLesions } from "./labelled.js";
import { countPairs, type PairCounts, scorePairs, sumPairs } from "./pairs.js";
import { assertPairs, type GivenTruth, type Truth, truthAbout } from "./truth.js";

/** What Algorithm 1 is tuned over: every combination is tried. */
export interface Grid {
  readonly t1: readonly number[];
  readonly t2: readonly number[];
  /** Weights by feature or column; a size of 0 is location alone. */
  readonly weights: readonly Readonly<Record<string, number>>[];
}

/** The settings of Algorithm 1 that are tried by default. */
export const DEFAULT_GRID: Grid = Object.freeze({
  t1: Object.freeze([0.01, 0.015, 0.02, 0.025]),
  t2: Object.freeze([0.04, 0.06, 0.08, 0.1, 0.125, 0.15, 0.2]),
  weights: Object.freeze([0, 0.0125, 0.025, 0.05].map((size) => Object.freeze({ size }))),
});

/** Options of {@link selectSettings} and {@link crossValidate}. */
export interface SelectionOptions extends EvaluationOptions {
  /** @defaultValue "joint" */
  readonly method: Method;
  /** Parts that are not given are those of the default. @defaultValue {@link DEFAULT_GRID} */
  readonly grid: Partial<Grid>;
  /**
   * Further options of the matcher, the same for all. What is chosen replaces its thresholds, the
   * weights that the grid names, or its model. @defaultValue {}
   */
  readonly matcher: Partial<Algorithm1Options> | Partial<JointOptions>;
}

const DEFAULT_SELECTION_OPTIONS: SelectionOptions = Object.freeze({
  ...DEFAULT_EVALUATION_OPTIONS,
  method: DEFAULT_METHOD,
  grid: DEFAULT_GRID,
  matcher: Object.freeze({}),
});

/** What was chosen: thresholds and weights for Algorithm 1, or a model for the joint matcher. */
export type Settings =
  | ({ readonly method: "algorithm1" } & Pick<Algorithm1Options, "t1" | "t2" | "weights">)
  | ({ readonly method: "joint" } & Pick<JointOptions, "model">);

/** Result of {@link crossValidate}. */
export interface CrossValidation {
  /** For every fold its patients and what the others' truth chose for them. */
  readonly folds: readonly { readonly patients: readonly string[]; readonly settings: Settings }[];
  /** Every patient judged with the settings of its fold. */
  readonly evaluation: Evaluation;
}

/**
 * Chooses settings on truth: for Algorithm 1 the combination of the grid with the best pair F1 (of equals
 * the first), for the joint matcher a fitted model ({@link fitJointModel}).
 *
 * @throws LesionGraphError BAD_TRUTH where the truth does not fit the lesions or knows no two to be the same;
 * UNKNOWN_OPTION, BAD_OPTION, and as the matchers.
 */
export function selectSettings(
  lesions: readonly Lesion[],
  truth: GivenTruth,
  given?: Partial<SelectionOptions>,
): Settings {
  const options = checkedOptions(given);
  return tuner(truthAbout(lesions, truth), options)(groupByPatient(lesions));
}

/**
 * Patient-wise k-fold cross-validation: for each fold the settings are chosen on the patients of the others, and the
 * fold's patients are matched with them. `onProgress` counts folds. O(grid x matching), or O(folds x fitting).
 *
 * @throws LesionGraphError as {@link selectSettings}; BAD_OPTION for fewer than 2 folds or more than patients.
 */
export function crossValidate(
  lesions: readonly Lesion[],
  givenTruth: GivenTruth,
  folds: number,
  given: Partial<SelectionOptions & ProgressOptions> = {},
): CrossValidation {
  const [progress, selection] = splitProgress("crossValidate", given);
  const options = checkedOptions(selection);
  const truth = truthAbout(lesions, givenTruth);
  const parts = patientFolds(groupByPatient(lesions), folds, options.seed);
  const choose = tuner(truth, options);
  const count = progressCounter(progress, "folds", folds);
  const settings = parts.map((held) => {
    const chosen = choose(parts.filter((part) => part !== held).flat());
    count();
    return chosen;
  });
  const matches = parts.flatMap((held, fold) =>
    held.map((patient) => matchWith(patient, settings[fold] as Settings, options)),
  );
  const { partial, resamples, seed, heldBack } = options;
  return {
    folds: parts.map((held, fold) => ({
      patients: held.map(({ id }) => id),
      settings: settings[fold] as Settings,
    })),
    evaluation: evaluate(matches, truth, { partial, resamples, seed, heldBack }),
  };
}

/** The options with a whole grid. */
type CheckedOptions = Omit<SelectionOptions, "grid"> & { readonly grid: Grid };

function checkedOptions(given: Partial<SelectionOptions> | undefined): CheckedOptions {
  const options = completeOptions("tuning", DEFAULT_SELECTION_OPTIONS, given);
  const { method, matcher } = options;
  assertOneOf("method", method, METHODS);
  assertMatchOptions({ ...matcher, method } as MatchOptions);
  const grid = completeOptions("the grid", DEFAULT_GRID, options.grid);
  for (const [name, values] of Object.entries(grid)) {
    if (Array.isArray(values) && values.length > 0) continue;
    fail("BAD_OPTION", `${name} of the grid to be a list of at least one value`, values, {
      option: "grid",
    });
  }
  return { ...options, grid };
}

/** Patients dealt out by a seeded shuffle, so that folds differ by one patient at most. */
function patientFolds(patients: readonly Patient[], folds: number, seed: number): Patient[][] {
  assertInteger("folds", folds, 2);
  if (folds > patients.length) {
    fail("BAD_OPTION", `at most as many folds as patients (${patients.length})`, folds, {
      option: "folds",
    });
  }
  const random = randomSource(seed, 0);
  const shuffled = patients
    .map((patient) => ({ patient, order: random.uniform(0, 1) }))
    .sort((a, b) => a.order - b.order)
    .map(({ patient }) => patient);
  return Array.from({ length: folds }, (_, fold) =>
    shuffled.filter((_, place) => place % folds === fold),
  );
}

/** Chooses settings for patients; what is counted for a patient is counted once. */
function tuner(truth: Truth, options: CheckedOptions): (patients: readonly Patient[]) => Settings {
  const { method, grid, partial, matcher } = options;
  const { weights = {} } = matcher as Partial<Algorithm1Options>;
  if (method === "joint") {
    return (patients) => {
      const lesions = patients.flatMap((patient) => patient.lesions);
      assertPairs(truth, lesions);
      const rows = new Set(lesions.map(({ row }) => row));
      const own = new Map([...truth].filter(([row]) => rows.has(row)));
      return { method, model: fitJointModel(lesions, own, { partial }) };
    };
  }
  const all = grid.t1.flatMap((t1) =>
    grid.t2.flatMap((t2) =>
      grid.weights.map((chosen) => ({ method, t1, t2, weights: { ...weights, ...chosen } })),
    ),
  );
  const counted = new Map<string, readonly PairCounts[]>();
  const countsOf = (patient: Patient): readonly PairCounts[] => {
    const counts =
      counted.get(patient.id) ??
      all.map((settings) =>
        countPairs(labelledLesions(matchWith(patient, settings, options), truth), partial),
      );
    counted.set(patient.id, counts);
    return counts;
  };
  return (patients) => {
    assertPairs(
      truth,
      patients.flatMap((patient) => patient.lesions),
    );
    const scores = all.map((_, at) =>
      scorePairs(sumPairs(patients.map((patient) => countsOf(patient)[at] as PairCounts))),
    );
    const best = Math.max(...scores.map(({ f1 }) => f1));
    return all[scores.findIndex(({ f1 }) => f1 === best)] as Settings;
  };
}

/** The patient matched with what was chosen and its constraints, and else as all are. */
const matchWith = (
  patient: Patient,
  settings: Settings,
  { matcher }: CheckedOptions,
): PatientMatch => {
  const { mustLink = [], cannotLink = [] } = matcher;
  const constraints = constraintsOf(patient, { mustLink, cannotLink });
  return matchPatient(patient.lesions, {
    ...matcher,
    ...settings,
    ...constraints,
    rejectedPairs: "none",
  } as MatchOptions);
};
