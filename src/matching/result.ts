/** The result of a matcher: the sequences of a patient, and what explains them. */
import type { Lesion, Warning } from "../core/lesion.js";
import type { PatientResultKind } from "../core/patient-list.js";
import type { JointFeature } from "./joint/joint-model.js";

/** How sequences are found. */
export const METHODS = Object.freeze(["joint", "algorithm1"] as const);
/** A matching method: one of {@link METHODS}. */
export type Method = (typeof METHODS)[number];
/** The method of {@link match} where none is given. */
export const DEFAULT_METHOD = "joint" satisfies Method;

/** The same lesion followed through the studies. */
export interface Sequence {
  /** Unique within the patient; counted from 1 in the order of the sequences' first lesions. */
  readonly id: number;
  /** By study; duplicates of a study stand next to each other. */
  readonly lesions: readonly Lesion[];
}

/**
 * A pair of lesions, the earlier study's first. `from` and `to` are data rows; of duplicates the row of the
 * first.
 */
export interface Edge {
  readonly from: number;
  readonly to: number;
  /**
   * Euclidean distance of the weighted feature vectors. With the joint matcher over the features that both
   * lesions have (location, size, appearance); absent where they have none in common.
   */
  readonly distance?: number | undefined;
  /** Log-odds of being the same lesion; joint matcher only. */
  readonly logOdds?: number | undefined;
  /** Calibrated probability of being the same lesion; joint matcher only. */
  readonly probability?: number | undefined;
}

/** Two lesions of one sequence in consecutive studies of the sequence. */
export interface Link extends Edge {
  /**
   * True where the matcher accepted this pair itself. Otherwise the two are the same lesion through other
   * pairs of the sequence.
   */
  readonly accepted: boolean;
  /** The best other pair that one of the two lesions could have made with the other's study. */
  readonly runnerUp?: Edge | undefined;
  /** How much better the link is than the runner-up, in distance (Algorithm 1) or log-odds (joint). */
  readonly margin?: number | undefined;
  /** Log-odds by feature; joint matcher only. */
  readonly evidence?: LinkEvidence | undefined;
  /** True where the probability is below `uncertainBelow`, or the location is missing or unlikely; joint matcher only. */
  readonly uncertain?: boolean | undefined;
  /** Present where must-link constraints make the two one lesion, directly or through others. */
  readonly constrained?: true | undefined;
}

/** Log-odds by feature; they add up to the pair's `logOdds`. */
export interface LinkEvidence extends Readonly<Record<JointFeature, number>> {
  /** Before the features are seen. */
  readonly prior: number;
}

/** A candidate pair that was not accepted. */
export interface RejectedPair extends Edge {
  /**
   * The step that rejected the pair.
   *
   * - `"threshold"`: the distance is not below T2 (Algorithm 1).
   * - `"exclusion"`: both are of one study, or a competitor is closer (Algorithm 1).
   * - `"cannot-link"`: a constraint keeps the two apart.
   * - `"conflict"`: their sequences have different lesions of one study (joint).
   * - `"odds"`: the best pair of two sequences that could be one lesion, but is not likely enough (joint).
   * - `"duplicate"`: two lesions of one study that could be duplicates, but are not likely enough (joint).
   */
  readonly step: "threshold" | "exclusion" | "cannot-link" | "conflict" | "odds" | "duplicate";
  /** The pair that stood in the way, where there is one. */
  readonly competitor?: Edge | undefined;
  /** Log-odds by feature; joint matcher only. */
  readonly evidence?: LinkEvidence | undefined;
}

/** Several lesions of one study that were merged into one. */
export interface Duplicate {
  readonly study: number;
  readonly rows: readonly number[];
  /** Log-odds of the least certain merge; joint matcher only. */
  readonly logOdds?: number | undefined;
  /** Calibrated probability of the least certain merge; joint matcher only. */
  readonly probability?: number | undefined;
}

/** Lesions of one study in one sequence that are no duplicates: a chain joined different lesions. */
export interface Conflict {
  readonly sequence: number;
  readonly study: number;
  readonly rows: readonly number[];
}

/** Quality of a joint solution. */
export interface Solution {
  /** Sum of the log-odds of the accepted pairs. */
  readonly logOdds: number;
  /** Upper bound of that sum over all partitions of the lesions. */
  readonly bound: number;
  /** True where the two are equal: the partition is proven to be the best under the model. */
  readonly optimal: boolean;
}

/** How arguments that should be matches are described and recognised. */
export const MATCH_KIND: PatientResultKind = Object.freeze({
  name: "match",
  plural: "matches",
  ofAll: "match",
  ofOne: "matchPatient",
  field: "links",
});

/** The sequences of one patient. Every lesion is in exactly one of them. */
export interface PatientMatch {
  readonly patient: string;
  readonly method: Method;
  readonly sequences: readonly Sequence[];
  /** Consecutive lesions of every sequence, in time. */
  readonly links: readonly Link[];
  /**
   * The pairs that the matcher kept: the edges of Algorithm 1 after exclusion, or the spanning trees of the
   * joint matcher. They may skip studies.
   */
  readonly acceptedPairs: readonly Edge[];
  readonly duplicates: readonly Duplicate[];
  /** Always empty with the joint matcher. */
  readonly conflicts: readonly Conflict[];
  readonly rejectedPairs: readonly RejectedPair[];
  /**
   * Where an assumption decided something. By `kind`:
   *
   * - `"missing-series"`: two lesions of one study without `series` were, or were not, merged as duplicates because
   *   of the option `missingSeries`.
   * - `"appearance"`: appearance was asked for and could not be compared (joint).
   * - `"previous"`: the earlier result of the patient has none of the lesions, so that no sequence keeps its id.
   */
  readonly warnings: readonly Warning[];
  /** The largest id that an earlier result used, where no sequence has it any more. */
  readonly lastId?: number | undefined;
  /** Joint matcher only. */
  readonly solution?: Solution | undefined;
}
