/** Options of the joint matcher. */
import {
  assertBoolean,
  assertInteger,
  assertNumber,
  assertOneOf,
  completeOptions,
} from "../../core/options.js";
import { chosenFeatures, FEATURES, type Feature } from "../../features/matrix.js";
import { type ConstraintOptions, DEFAULT_CONSTRAINT_OPTIONS } from "../constraints.js";
import type { MissingSeries } from "../missing-series.js";
import { type ContinueOptions, DEFAULT_CONTINUE_OPTIONS } from "../sequence-ids.js";
import { checkModel, JOINT_MODEL, type JointLocation, type JointModel } from "./model.js";

/** Options of the joint matcher, `joint`. */
export interface JointOptions extends ConstraintOptions, ContinueOptions {
  /** Features to use where a lesion has them. @defaultValue all four */
  readonly features: readonly Feature[];
  /**
   * Location to use: `"normalised"`, `"physical"`, or `"combined"`, which needs both. `"auto"` takes the combined
   * one where every lesion of the patient has both, else the normalised one where every lesion has it, else the
   * physical one. @defaultValue "auto"
   */
  readonly location: JointLocation | "auto";
  /** @defaultValue {@link JOINT_MODEL} */
  readonly model: JointModel;
  /**
   * Number of links that branch and bound visits in every group of connected candidates before it returns the
   * best partition found so far. @defaultValue 200000 (about 10 ms)
   */
  readonly searchLimit: number;
  /**
   * Links with a lower probability are marked `uncertain`, from 0 to 1. Links of lesions without location and
   * appearance always are, constrained links never. @defaultValue 0.9
   */
  readonly uncertainBelow: number;
  /**
   * Whether two lesions of one study without `series` may be duplicates: `"different"` merges them only where
   * position and size are identical, `"any"` as if they were of two series. Each pair that it decides is among the
   * `warnings`. @defaultValue "different"
   */
  readonly missingSeries: MissingSeries;
  /**
   * Rejected pairs to list: `"near"` lists likely pairs that conflict with better ones, and the best pair of every
   * two sequences or lesions of a study that could be one lesion. @defaultValue "near"
   */
  readonly rejectedPairs: "near" | "none";
  /**
   * Whether to explain links by distance, log-odds, probability, evidence and runner-up. Without it only `from`,
   * `to` and `accepted` are given. @defaultValue true
   */
  readonly explain: boolean;
}

export const DEFAULT_JOINT_OPTIONS: JointOptions = Object.freeze({
  ...DEFAULT_CONSTRAINT_OPTIONS,
  ...DEFAULT_CONTINUE_OPTIONS,
  features: FEATURES,
  location: "auto",
  model: JOINT_MODEL,
  searchLimit: 200_000,
  uncertainBelow: 0.9,
  missingSeries: "different",
  rejectedPairs: "near",
  explain: true,
});

/** The given options over the defaults, checked. */
export function jointOptions(given: Partial<JointOptions> | undefined): JointOptions {
  const options = completeOptions("joint", DEFAULT_JOINT_OPTIONS, given);
  assertOneOf("location", options.location, ["auto", "normalised", "physical", "combined"]);
  assertOneOf("missingSeries", options.missingSeries, ["different", "any"]);
  assertOneOf("rejectedPairs", options.rejectedPairs, ["near", "none"]);
  assertInteger("searchLimit", options.searchLimit, 0);
  assertNumber("uncertainBelow", options.uncertainBelow, { min: 0, max: 1 });
  assertBoolean("explain", options.explain);
  const features = chosenFeatures(options.features);
  const model = options.model === JOINT_MODEL ? JOINT_MODEL : checkModel(options.model);
  return { ...options, features, model };
}
