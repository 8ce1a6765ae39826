/**
 * The joint matcher's model fitted on truth: how far marks of one lesion and of different lesions lie
 * apart, how much each feature may be trusted, and how likely a link is to begin with.
 */
import { groupByPatient, type Lesion } from "../../core/lesion.js";
import { completeOptions } from "../../core/options.js";
import { checkModel, JOINT_MODEL, type JointModel } from "../../matching/joint/model.js";
import { assertPairs, type GivenTruth, truthAbout } from "../truth.js";
import { withPriors } from "./priors.js";
import { sampleOf } from "./sample.js";
import { withSpreads } from "./spreads.js";
import { withWeights } from "./weights.js";

export interface FitOptions {
  /** True where the truth links neighbouring studies only. @defaultValue false */
  readonly partial: boolean;
  /** What the model is said to be fitted on. @defaultValue "truth of one's own" */
  readonly fittedOn: string;
  /** Values for everything the truth does not tell. @defaultValue {@link JOINT_MODEL} */
  readonly start: JointModel;
}

export const DEFAULT_FIT_OPTIONS: FitOptions = Object.freeze({
  partial: false,
  fittedOn: "truth of one's own",
  start: JOINT_MODEL,
});

/**
 * Fits a model.
 *
 * Deviations of "the same" are robust (1.4826 times the median absolute deviation), as marks are now and
 * then placed roughly; those of different lesions are root mean squares. What two studies share is the
 * median difference of the lesions they have in common. The features' weights are those of a logistic
 * regression on pairs whose truth is known, drawn towards 1, every patient counting as the square root of
 * its pairs. The prior of a link is that of the regression or up to 2 away from it: of the priors with
 * which the matcher comes within 0.002 of the best pair F1 on these patients, the middle one.
 *
 * O(pairs of lesions within patients), and some ten times matching.
 *
 * @throws LesionGraphError BAD_TRUTH where the truth does not fit the lesions or knows no two to be the same;
 * UNKNOWN_OPTION, BAD_MODEL.
 */
export function fitJointModel(
  lesions: readonly Lesion[],
  givenTruth: GivenTruth,
  given?: Partial<FitOptions>,
): JointModel {
  const options = completeOptions("fitJointModel", DEFAULT_FIT_OPTIONS, given);
  const truth = truthAbout(lesions, givenTruth);
  assertPairs(truth, lesions);
  const start = checkModel(options.start);
  const patients = groupByPatient(lesions.filter(({ row }) => truth.has(row)));
  const samples = patients.map((patient) => sampleOf(patient.lesions, truth, options.partial));
  const spread = withSpreads({ ...start, fittedOn: options.fittedOn }, samples);
  return checkModel(
    withPriors(withWeights(spread, samples), patients, samples, truth, options.partial),
  );
}
