/** Step 2 of Algorithm 1: marks of one study that are one lesion. */
import { type Nodes, nodeDistance } from "../nodes.js";
import { DuplicateGroups, type Pins } from "../pins.js";

/**
 * For each mark the number of the lesion it marks: marks of one study nearer than t1, directly or
 * through others, are one lesion, the nearest first, as far as pins and forbids allow. Lesions are
 * numbered in the order of their first marks. O(sum of squares of marks per study).
 */
export function groupDuplicates(marks: Nodes, t1: number, pins: Pins): Int32Array {
  const near: { i: number; j: number; distance: number }[] = [];
  for (let j = 1; j < marks.count; j++) {
    for (let i = j - 1; i >= 0 && marks.study[i] === marks.study[j]; i--) {
      const distance = nodeDistance(marks, i, j);
      if (distance < t1) near.push({ i, j, distance });
    }
  }
  near.sort((a, b) => a.distance - b.distance || a.i - b.i || a.j - b.j);
  const groups = new DuplicateGroups(marks.study, pins);
  for (const { i, j } of near) groups.join(i, j);
  return groups.labels();
}
