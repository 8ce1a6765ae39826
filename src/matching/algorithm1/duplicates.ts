/** Step 2 of Algorithm 1: marks of one study that are one lesion. */
import { UnionFind } from "../../core/union-find.js";
import { type Constraints, DuplicateGroups, NO_CONSTRAINTS } from "../constraints.js";
import { forEachNearPair } from "../near-pairs.js";
import type { Nodes } from "../nodes.js";

/**
 * For each mark the number of the lesion it marks: marks of one study nearer than t1, directly or
 * through others, are one lesion, the nearest first, as far as constraints allow. Lesions are
 * numbered in the order of their first marks. O(sum of squares of marks per study) at worst.
 */
export function groupDuplicates(marks: Nodes, t1: number, constraints: Constraints): Int32Array {
  if (constraints === NO_CONSTRAINTS) {
    // Whatever the order, the same groups come out.
    const groups = new UnionFind(marks.count);
    forEachNearPair(marks, t1, "within", (i, j) => groups.join(i, j));
    return groups.labels();
  }
  const groups = new DuplicateGroups(marks.study, constraints);
  const near: { i: number; j: number; distance: number }[] = [];
  forEachNearPair(marks, t1, "within", (i, j, distance) => near.push({ i, j, distance }));
  near.sort((a, b) => a.distance - b.distance || a.i - b.i || a.j - b.j);
  for (const { i, j } of near) groups.join(i, j);
  return groups.labels();
}
