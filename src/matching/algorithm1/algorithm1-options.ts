/** Options of Algorithm 1. */
import { boolean, choice, number, type OptionSchema } from "../../core/options.js";
import { FEATURE_OPTIONS, type FeatureOptions } from "../../features/feature-options.js";
import { CONSTRAINT_OPTIONS, type ConstraintOptions } from "../constraints.js";
import { CONTINUE_OPTIONS, type ContinueOptions } from "../earlier-matches.js";
import type { MissingSeries } from "../missing-series.js";

/** How Algorithm 1 reads "nearest": from both ends of an edge, or from one end at least. */
export type Exclusion = "mutual" | "one-sided";

/** Options of `algorithm1`. */
export interface Algorithm1Options extends FeatureOptions, ConstraintOptions, ContinueOptions {
  /**
   * Intra-study threshold: annotations of one study nearer than this are one lesion. 0 merges nothing.
   * @defaultValue 0.02 (12 mm of physical location)
   */
  readonly t1: number;
  /**
   * Inter-study threshold: lesions of two studies nearer than this may be the same. 0 links nothing.
   * @defaultValue 0.1 (60 mm of physical location)
   */
  readonly t2: number;
  /** @defaultValue "mutual" */
  readonly exclusion: Exclusion;
  /**
   * Whether two lesions of one study without `series` may be duplicates: `"any"` merges them below T1, as the paper
   * does with all lesions of a study, `"different"` only where they are identical. Each pair that it decides is
   * among the `warnings`. @defaultValue "any"
   */
  readonly missingSeries: MissingSeries;
  /**
   * Which rejected pairs to list: those nearer than T2, all, or none. All pairs of n lesions are n²/2, and
   * are listed for at most 2,000 lesions. @defaultValue "near"
   */
  readonly rejectedPairs: "near" | "all" | "none";
  /**
   * Whether to explain links by distance and runner-up. Without it only `from`, `to` and `accepted` are given.
   * @defaultValue true
   */
  readonly explain: boolean;
}

/** The options of `algorithm1`, declared once: defaults, checks, command-line flags and the docs table derive. */
export const ALGORITHM1_OPTIONS: OptionSchema<Algorithm1Options> = Object.freeze({
  t1: number(0.02, "Lesions of one study below this distance are duplicates", { min: 0 }),
  t2: number(0.1, "Lesions of two studies below this distance may be linked", { min: 0 }),
  exclusion: choice(["mutual", "one-sided"], "mutual", "Exclusion from both ends or from one"),
  ...FEATURE_OPTIONS,
  missingSeries: choice(
    ["different", "any"],
    "any",
    "Lesions of one study without series: different unless identical, or any that may be duplicates",
  ),
  rejectedPairs: choice(["near", "all", "none"], "near", "Rejected pairs to list"),
  explain: boolean(true, "Explain links by distance and runner-up"),
  ...CONSTRAINT_OPTIONS,
  ...CONTINUE_OPTIONS,
});
