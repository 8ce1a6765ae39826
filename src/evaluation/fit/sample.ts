/** What ground truth says about the pairs of a patient's lesions. */
import { groupBy } from "../../core/group-by.js";
import type { Lesion } from "../../core/lesion.js";
import { inOrder } from "../../core/lesion-list.js";
import { JOINT_FEATURES, type JointLocation } from "../../matching/joint/joint-model.js";
import {
  type LesionFeatures,
  lesionFeatures,
  mergeDuplicates,
} from "../../matching/joint/lesion-features.js";
import type { Pair } from "../../matching/node-pairs.js";
import type { Truth } from "../truth.js";

/** A number needs at least this many observations; with fewer, that of `start` stays. */
export const ENOUGH = 10;

/** A patient's lesions with their true groups, before and after duplicates are merged. */
export interface Sample {
  readonly lesions: LesionFeatures;
  readonly merged: LesionFeatures;
  /** Lesions of one study and one group. */
  readonly duplicates: readonly Pair[];
  /** Merged lesions of two studies and one group. */
  readonly same: readonly Pair[];
  /** Merged lesions of two studies that are known to be of two groups. */
  readonly different: readonly Pair[];
}

/** The pairs of one patient's lesions, all of which the truth knows. O(n²). */
export function sampleOf(
  own: readonly Lesion[],
  truth: Truth,
  { partial, location }: { readonly partial: boolean; readonly location: JointLocation | "auto" },
): Sample {
  const ordered = inOrder(own);
  const lesions = lesionFeatures(ordered, JOINT_FEATURES, location);
  const groupOf = ordered.map(({ row }) => truth.get(row));
  const indices = Array.from(ordered, (_, i) => i);
  const members = groupBy(indices, (i) => `${lesions.study[i]} ${groupOf[i]}`);
  const merged = mergeDuplicates(lesions, [...members.values()]);
  const group = Array.from(members.values(), ([first]) => groupOf[first!]);
  const seen = (i: number, j: number): boolean => members.has(`${merged.study[j]} ${group[i]}`);
  const lesionPairs = pairsOf(lesions, (i, j) => lesions.study[i] === lesions.study[j]);
  const mergedPairs = pairsOf(merged, (i, j) => merged.study[i] !== merged.study[j]);
  return {
    lesions,
    merged,
    duplicates: lesionPairs.filter(([i, j]) => groupOf[i] === groupOf[j]),
    same: mergedPairs.filter(([i, j]) => group[i] === group[j]),
    different: mergedPairs.filter(
      ([i, j]) => group[i] !== group[j] && (!partial || seen(i, j) || seen(j, i)),
    ),
  };
}

function pairsOf({ count }: LesionFeatures, takes: (i: number, j: number) => boolean): Pair[] {
  const pairs: Pair[] = [];
  for (let j = 1; j < count; j++) for (let i = 0; i < j; i++) if (takes(i, j)) pairs.push([i, j]);
  return pairs;
}
