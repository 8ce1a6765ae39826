/** Precision and recall of Algorithm 1 as T2 grows. */
import { fail } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { resolveOptions } from "../core/options.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import { sequencesByT2 } from "../matching/algorithm1/algorithm1.js";
import {
  ALGORITHM1_OPTIONS,
  type Algorithm1Options,
} from "../matching/algorithm1/algorithm1-options.js";
import { patientsWithConstraints } from "../matching/match.js";
import { countPairs, type PairCounts, scorePairs, sumPairs } from "./pairs.js";
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
 * @throws LesionGraphError BAD_TRUTH, BAD_VALUE for T2 values that are not numbers, and as `match`.
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
  const areNumbers =
    Array.isArray(t2Values) && Array.from(t2Values).every((t2) => typeof t2 === "number");
  if (!areNumbers) fail("BAD_VALUE", "a list of T2 as numbers", t2Values ?? "nothing");
  const values = [...t2Values].sort((a, b) => a - b);
  for (const t2 of values) resolveOptions("precisionRecallCurve", ALGORITHM1_OPTIONS, { t2 });
  const counts = values.map((): PairCounts[] => []);
  const patients = patientsWithConstraints(lesions, matcher);
  const count = progressCounter(progress, "patients", patients.length);
  for (const { lesions: own, constraints } of patients) {
    const labels = sequencesByT2(own, values, { ...matcher, ...constraints });
    const known = labels.lesions.flatMap((lesion, at) => {
      const group = truth.get(lesion.row);
      return group === undefined ? [] : [{ lesion, group, at }];
    });
    labels.byT2.forEach((sequenceOf, k) => {
      const labelled = known.map(({ lesion, group, at }) => ({
        lesion,
        group,
        sequence: sequenceOf[at]!,
      }));
      counts[k]!.push(countPairs(labelled, partial));
    });
    count();
  }
  const points = values.map((t2, k) => {
    const { precision, recall, f1 } = scorePairs(sumPairs(counts[k]!));
    return { t2, precision, recall, f1 };
  });
  const area = points.reduce((sum, { precision, recall }, i) => {
    const gained = recall - (points[i - 1]?.recall ?? 0);
    return sum + Math.max(0, gained) * precision;
  }, 0);
  return { points, area };
}
