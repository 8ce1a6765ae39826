/** Step 2 of Algorithm 1: lesions of one study that are the same lesion, annotated twice. */
import { UnionFind } from "../../core/union-find.js";
import { type Constraints, DuplicateGroups, NO_CONSTRAINTS } from "../constraints.js";
import { forEachNearPair } from "../near-pairs.js";
import type { Nodes } from "../nodes.js";

/** Whether two lesions of one study nearer than t1 may be duplicates. */
export type MayMerge = (i: number, j: number) => boolean;

/**
 * For each lesion the number of its node: lesions of one study nearer than t1, directly or through others, are
 * duplicates, the nearest first, as far as constraints allow. Nodes are numbered in the order of their first
 * lesions. O(sum of squares of lesions per study) at worst.
 */
export function groupDuplicates(
  lesions: Nodes,
  t1: number,
  constraints: Constraints,
  mayMerge?: MayMerge,
): Int32Array {
  if (constraints === NO_CONSTRAINTS) {
    // Whatever the order, the same groups come out.
    const groups = new UnionFind(lesions.count);
    forEachNearPair(lesions, t1, "within", (i, j) => {
      if (mayMerge?.(i, j) !== false) groups.join(i, j);
    });
    return groups.labels();
  }
  const groups = new DuplicateGroups(lesions.study, constraints);
  const near: { i: number; j: number; distance: number }[] = [];
  forEachNearPair(lesions, t1, "within", (i, j, distance) => {
    if (mayMerge?.(i, j) !== false) near.push({ i, j, distance });
  });
  near.sort((a, b) => a.distance - b.distance || a.i - b.i || a.j - b.j);
  for (const { i, j } of near) groups.join(i, j);
  return groups.labels();
}
