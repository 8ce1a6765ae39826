/** The nearest node of every other study, for every node that has one nearer than a limit. */
import { forEachNearPair } from "../near-pairs.js";
import type { Nodes } from "../nodes.js";

/** Tells how far two nodes are from each other. */
export type DistanceOf = (i: number, j: number) => number;

/** What is known of pairs beside their distance: the distance a pin or forbid gives them. */
export interface Pinned {
  readonly pairs: readonly (readonly [i: number, j: number])[];
  readonly distanceOf: DistanceOf;
}

/**
 * For node i and study t, entry `i * studies + t` is the node of t nearest to i, where it is nearer than
 * `limit`; -1 where there is none, or t is the node's own study. Of equally near nodes the first in the
 * lesions' own order wins; infinitely far ones are none. Time is that of {@link forEachNearPair}; memory
 * O(m x studies).
 */
export function nearestByStudy(nodes: Nodes, limit: number, pinned?: Pinned): Int32Array {
  const { count, study, studies } = nodes;
  const nearest = new Int32Array(count * studies).fill(-1);
  const nearestDistance = new Float64Array(count * studies).fill(Number.POSITIVE_INFINITY);
  const offer = (slot: number, node: number, distance: number): void => {
    const least = nearestDistance[slot] as number;
    if (distance > least || (distance === least && node >= (nearest[slot] as number))) return;
    if (distance === Number.POSITIVE_INFINITY) return;
    nearest[slot] = node;
    nearestDistance[slot] = distance;
  };
  const meet = (i: number, j: number, distance: number): void => {
    offer(i * studies + (study[j] as number), j, distance);
    offer(j * studies + (study[i] as number), i, distance);
  };
  if (pinned === undefined) {
    forEachNearPair(nodes, limit, "between", meet);
    return nearest;
  }
  const { pairs, distanceOf } = pinned;
  forEachNearPair(nodes, limit, "between", (i, j) => meet(i, j, distanceOf(i, j)));
  for (const [i, j] of pairs) if (study[i] !== study[j]) meet(i, j, distanceOf(i, j));
  return nearest;
}

/**
 * The node of a study nearest to a node, other than one of them; -1 for none. O(m d).
 */
export function nextNearest(
  { count, study }: Nodes,
  node: number,
  other: number,
  distanceOf: DistanceOf,
): number {
  const within = study[other] as number;
  let next = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let j = firstOf(study, count, within); j < count && study[j] === within; j++) {
    if (j === other) continue;
    const distance = distanceOf(Math.min(node, j), Math.max(node, j));
    if (distance >= least) continue;
    next = j;
    least = distance;
  }
  return next;
}

/** The first node of a study; nodes stand study by study. O(log m). */
function firstOf(study: Int32Array, count: number, wanted: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((study[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
