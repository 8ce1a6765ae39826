/** Options of the joint matcher. */
import {
  boolean,
  choice,
  integer,
  number,
  type OptionSchema,
  resolveOptions,
  value,
} from "../../core/options.js";
import { chosenFeatures } from "../../features/feature-options.js";
import { CONSTRAINT_OPTIONS, type ConstraintOptions } from "../constraints.js";
import { CONTINUE_OPTIONS, type ContinueOptions } from "../earlier-matches.js";
import type { MissingSeries } from "../missing-series.js";
import {
  checkModel,
  JOINT_FEATURES,
  JOINT_MODEL,
  type JointFeature,
  type JointLocation,
  type JointModel,
} from "./joint-model.js";

/** Options of the joint matcher, `joint`. */
export interface JointOptions extends ConstraintOptions, ContinueOptions {
  /** Features to use where a lesion has them. @defaultValue all */
  readonly features: readonly JointFeature[];
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
   * appearance, or with log-odds of location below -1.5, always are, constrained links never. @defaultValue 0.9
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

/** The options of {@link joint}, declared once: defaults, checks, command-line flags and the docs table derive. */
export const JOINT_OPTIONS: OptionSchema<JointOptions> = Object.freeze({
  // chosenFeatures checks the names and suggests the nearest.
  features: value<readonly JointFeature[]>(
    JOINT_FEATURES,
    "Features to compare where a lesion has them",
    `a list of ${JOINT_FEATURES.join(", ")}`,
    Array.isArray,
  ),
  location: choice(["auto", "normalised", "physical", "combined"], "auto", "Location to use"),
  // checkModel checks the model.
  model: value(JOINT_MODEL, "Model fitted to ground truth (default: JOINT_MODEL)", "a model"),
  missingSeries: choice(
    ["different", "any"],
    "different",
    "Lesions of one study without series: different unless identical, or any that may be duplicates",
  ),
  uncertainBelow: number(0.9, "Links with a lower probability are uncertain", { min: 0, max: 1 }),
  searchLimit: integer(200_000, "Number of links that branch and bound visits in a group"),
  rejectedPairs: choice(["near", "none"], "near", "Rejected pairs to list"),
  explain: boolean(true, "Explain links by evidence, probability and runner-up"),
  ...CONSTRAINT_OPTIONS,
  ...CONTINUE_OPTIONS,
});

/** The given options over the defaults, checked. */
export function jointOptions(given: Partial<JointOptions> | undefined): JointOptions {
  const options = resolveOptions("joint", JOINT_OPTIONS, given);
  const features = chosenFeatures(options.features, JOINT_FEATURES);
  const model = options.model === JOINT_MODEL ? JOINT_MODEL : checkModel(options.model);
  return { ...options, features, model };
}
