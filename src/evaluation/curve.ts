/** Precision and recall of Algorithm 1 as T2 grows. */
import type { Lesion } from "../core/lesion.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import { type Algorithm1Options, sequencesByT2 } from "../matching/algorithm1/algorithm1.js";
import { patientsWithConstraints } from "../matching/match.js";
import { labelledLesions } from "./labelled.js";
import { addPairs, countPairs, NO_PAIRS, scorePairs } from "./pairs.js";
import { type GivenTruth, truthAbout } from "./truth.js";

/** One point of the curve. */
export interface CurvePoint {
  readonly t2: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Result of {@link precisionRecallCurve}. */
export interface Curve {
  /** By growing T2; recall never falls, unless the truth has no pairs at all. */
  readonly points: readonly CurvePoint[];
  /**
   * Area under the precision-recall curve as average precision: the sum over the points of the recall
   * gained times the precision there, 0-1. What T2 never recalls is no area.
   */
  readonly area: number;
}

/**
 * Runs Algorithm 1 with every T2 of a list. `onProgress` counts patients. O(values x matching).
 *
 * @throws LesionGraphError BAD_TRUTH, and as `match`.
 */
export function precisionRecallCurve(
  lesions: readonly Lesion[],
  givenTruth: GivenTruth,
  t2Values: readonly number[],
  given: Partial<Algorithm1Options & ProgressOptions> & { readonly partial?: boolean } = {},
): Curve {
  const [progress, options] = splitProgress("precisionRecallCurve", given);
  const truth = truthAbout(lesions, givenTruth);
  const { partial = false, ...matcher } = options;
  const values = [...t2Values].sort((a, b) => a - b);
  const counts = values.map(() => NO_PAIRS);
  const patients = patientsWithConstraints(lesions, matcher);
  const count = progressCounter(progress, "patients", patients.length);
  for (const { lesions: own, constraints } of patients) {
    sequencesByT2(own, values, { ...matcher, ...constraints }).forEach((sequences, k) => {
      const pairs = countPairs(labelledLesions({ sequences }, truth), partial);
      counts[k] = addPairs(counts[k] ?? NO_PAIRS, pairs);
    });
    count();
  }
  const points = values.map((t2, k) => {
    const { precision, recall, f1 } = scorePairs(counts[k] ?? NO_PAIRS);
    return { t2, precision, recall, f1 };
  });
  const area = points.reduce((sum, { precision, recall }, i) => {
    const gained = recall - (points[i - 1]?.recall ?? 0);
    return sum + Math.max(0, gained) * precision;
  }, 0);
  return { points, area };
}
