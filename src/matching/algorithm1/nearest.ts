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

/** Two tables of nodes x studies; -1 where no (second) node is near enough. */
export interface Neighbours {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/**
 * For node i and study t, entry `i * studies + t` of `first` is the node of t nearest to i and of `second`
 * the next, where they are nearer than `limit`; -1 where there is none, or t is the node's own study. Of
 * equally near nodes the first in the lesions' own order wins; infinitely far ones are none. Time is that
 * of {@link forEachNearPair}; memory O(m x studies).
 */
export function nearestByStudy(nodes: Nodes, limit: number, pinned?: Pinned): Neighbours {
  const { count, study, studies } = nodes;
  const first = new Int32Array(count * studies).fill(-1);
  const second = new Int32Array(count * studies).fill(-1);
  const firstDistance = new Float64Array(count * studies).fill(Number.POSITIVE_INFINITY);
  const secondDistance = new Float64Array(count * studies).fill(Number.POSITIVE_INFINITY);
  const offer = (slot: number, node: number, distance: number): void => {
    if (distance === Number.POSITIVE_INFINITY || first[slot] === node) return;
    const least = firstDistance[slot] as number;
    if (distance < least || (distance === least && node < (first[slot] as number))) {
      second[slot] = first[slot] as number;
      secondDistance[slot] = least;
      first[slot] = node;
      firstDistance[slot] = distance;
      return;
    }
    const next = secondDistance[slot] as number;
    if (distance > next || (distance === next && node > (second[slot] as number))) return;
    second[slot] = node;
    secondDistance[slot] = distance;
  };
  const meet = (i: number, j: number, distance: number): void => {
    offer(i * studies + (study[j] as number), j, distance);
    offer(j * studies + (study[i] as number), i, distance);
  };
  if (pinned === undefined) {
    forEachNearPair(nodes, limit, "between", meet);
    return { first, second };
  }
  const { pairs, distanceOf } = pinned;
  forEachNearPair(nodes, limit, "between", (i, j) => meet(i, j, distanceOf(i, j)));
  for (const [i, j] of pairs) if (study[i] !== study[j]) meet(i, j, distanceOf(i, j));
  return { first, second };
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
