/**
 * The joint matcher's model fitted on truth: how far annotations of one lesion and of different lesions lie
 * apart, how much each feature may be trusted, and how likely a link is to begin with.
 */
import type { Lesion } from "../../core/lesion.js";
import { groupByPatient } from "../../core/lesion-list.js";
import { completeOptions } from "../../core/options.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../../core/progress.js";
import { hasNormalised } from "../../features/location.js";
import {
  checkModel,
  JOINT_MODEL,
  type JointLocation,
  type JointModel,
} from "../../matching/joint/joint-model.js";
import { assertPairs, type GivenTruth, truthAbout } from "../truth.js";
import { withCalibration } from "./calibration-fit.js";
import { PRIORS_TRIED, withPriors } from "./priors.js";
import { type Sample, sampleOf } from "./sample.js";
import { withSpreads } from "./spreads.js";
import { withWeights } from "./weights.js";

/** Options of {@link fitJointModel}. */
export interface FitOptions {
  /** True where the truth links neighbouring studies only. @defaultValue false */
  readonly partial: boolean;
  /** What the model is said to be fitted on. @defaultValue "truth of one's own" */
  readonly fittedOn: string;
  /** Values for everything that the truth does not determine. @defaultValue {@link JOINT_MODEL} */
  readonly start: JointModel;
}

const DEFAULT_FIT_OPTIONS: FitOptions = Object.freeze({
  partial: false,
  fittedOn: "truth of one's own",
  start: JOINT_MODEL,
});

/**
 * Fits a model.
 *
 * - Deviations of the same lesion are robust (1.4826 times the median absolute deviation), since annotations are now
 *   and then placed roughly; those of different lesions are root mean squares. The offset of two studies is the median
 *   difference of the lesions they have in common.
 * - Weights of the features come from a logistic regression on pairs with known truth, drawn towards 1; every
 *   patient counts as the square root of its pairs.
 * - With complete truth the priors are the smallest whose pair F1 is within 0.002 of the best, and the probabilities
 *   are calibrated. Partial truth does not see most wrong links, so both stay those of `start`.
 *
 * `onProgress` counts passes over all patients: 5, and 15 more with complete truth.
 * O(pairs of lesions within patients), and with complete truth some twenty times matching.
 *
 * @throws LesionGraphError BAD_TRUTH where the truth does not fit the lesions or has no group of two lesions;
 * UNKNOWN_OPTION, BAD_MODEL.
 */
export function fitJointModel(
  lesions: readonly Lesion[],
  givenTruth: GivenTruth,
  given?: Partial<FitOptions & ProgressOptions>,
): JointModel {
  const [progress, own] = splitProgress("fitJointModel", given);
  const options = completeOptions("fitJointModel", DEFAULT_FIT_OPTIONS, own);
  const { partial, fittedOn } = options;
  const truth = truthAbout(lesions, givenTruth);
  assertPairs(truth, lesions);
  const start = checkModel(options.start);
  const patients = groupByPatient(lesions.filter(({ row }) => truth.has(row)));
  const passes = partial ? 5 : 5 + PRIORS_TRIED + 1;
  const count = progressCounter(progress, "passes", passes);
  const samplesOf = (location: JointLocation | "auto"): Sample[] => {
    const samples = patients
      .filter(({ lesions: own }) => location === "auto" || own.every(HAS_LOCATION[location]))
      .map(({ lesions: own }) => sampleOf(own, truth, { partial, location }));
    count();
    return samples;
  };
  const samples = samplesOf("auto");
  const spread = withSpreads({ ...start, fittedOn }, samples, {
    normalised: samplesOf("normalised"),
    physical: samplesOf("physical"),
    combined: samplesOf("combined"),
  });
  const weighted = withWeights(spread, samples);
  count();
  if (partial) return checkModel(weighted);
  const model = withCalibration(withPriors(weighted, patients, truth, count), patients, truth);
  count();
  return checkModel(model);
}

const hasPhysical = ({ centreMm }: Lesion): boolean => centreMm !== undefined;
const HAS_LOCATION = {
  normalised: hasNormalised,
  physical: hasPhysical,
  combined: (lesion: Lesion): boolean => hasNormalised(lesion) && hasPhysical(lesion),
};
