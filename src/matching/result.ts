/** What a matcher gives back: the sequences of a patient, and the reasons for them. */
import type { Lesion } from "../core/lesion.js";

/** How sequences are found. */
export const METHODS = Object.freeze(["algorithm1", "joint"] as const);
export type Method = (typeof METHODS)[number];

/** The same lesion through the studies. */
export interface Sequence {
  /** Counted from 1 within the patient, in the order of the sequences' first lesions. */
  readonly id: number;
  /** By study; duplicates of a study stand next to each other. */
  readonly lesions: readonly Lesion[];
}

/** A pair of lesions of two studies: the rows of their first marks, the earlier study's in front. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  /**
   * Euclidean distance of the feature vectors, over the features that are known of both: a distance over
   * size alone is not comparable with one over location and size. The joint matcher's is that of location,
   * size and appearance with their default weights, as far as `features` names them; there is none where
   * nothing of these is known of both. Algorithm 1 always has one.
   */
  readonly distance?: number | undefined;
  /** Log-odds of being the same lesion; joint matcher only. */
  readonly logOdds?: number | undefined;
}

/** Two lesions of different studies taken as the same. */
export interface Link extends Edge {
  /** The best other pair that one of the two ends could have made with the other's study. */
  readonly runnerUp?: Edge | undefined;
  /**
   * By how much the link is better than the runner-up: in distance (Algorithm 1) or in log-odds (joint);
   * negative where it is worse.
   */
  readonly margin?: number | undefined;
  /** How much each feature speaks for the link, in log-odds; joint matcher only. */
  readonly evidence?: LinkEvidence | undefined;
  /** True where log-odds or margin are small and no pin says so; joint matcher only. */
  readonly uncertain?: boolean | undefined;
  /** There where pins make the two one lesion, directly or through others: the link is not the matcher's. */
  readonly constrained?: true | undefined;
}

/** Log-odds by feature; they add up to the link's `logOdds`. */
export interface LinkEvidence {
  /** Before anything is known of the two. */
  readonly prior: number;
  readonly location: number;
  readonly size: number;
  readonly type: number;
  readonly appearance: number;
}

/** A pair that was not linked. */
export interface RejectedPair extends Edge {
  /**
   * `"threshold"`: not nearer than T2. `"exclusion"`: of one study, or a rival is nearer. `"forbidden"`:
   * a forbid keeps the two apart. `"conflict"`: their sequences have different lesions of one study.
   */
  readonly step: "threshold" | "exclusion" | "cannot-link" | "conflict";
  /** The pair that stood in the way, where there is one. */
  readonly competitor?: Edge | undefined;
}

/** Several marks of one study that were merged into one lesion. */
export interface Duplicate {
  readonly study: number;
  readonly rows: readonly number[];
}

/** Marks of one study in one sequence that are no duplicates: a chain united different lesions. */
export interface Conflict {
  readonly sequence: number;
  readonly study: number;
  readonly rows: readonly number[];
}

/** How good a joint solution is. */
export interface Solution {
  /** Log-odds of all links that hold the sequences together. */
  readonly logOdds: number;
  /** No partition of the lesions has more. */
  readonly bound: number;
  /** True where the two are equal: no better partition exists under the model. */
  readonly optimal: boolean;
}

/** The sequences of one patient. Every lesion is in exactly one of them. */
export interface PatientMatch {
  readonly patient: string;
  readonly method: Method;
  readonly sequences: readonly Sequence[];
  readonly links: readonly Link[];
  readonly duplicates: readonly Duplicate[];
  /** Always empty with the joint matcher. */
  readonly conflicts: readonly Conflict[];
  readonly rejectedPairs: readonly RejectedPair[];
  /** Joint matcher only. */
  readonly solution?: Solution | undefined;
}
