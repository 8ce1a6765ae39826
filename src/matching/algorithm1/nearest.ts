/** The nearest node of every other study, for every node that has one nearer than a limit. */

import type { Nodes } from "../feature-nodes.js";
import { forEachNearPair } from "../near-pairs.js";
import type { Pair } from "../node-pairs.js";

/** Tells how far two nodes are from each other. */
export type DistanceOf = (i: number, j: number) => number;

/** What is known of pairs beside their distance: the distance that a constraint gives them. */
interface Constrained {
  /** Pairs of different studies. */
  readonly pairs: readonly Pair[];
  readonly distanceOf: DistanceOf;
}

/** Tables of nodes x studies; -1 where no (second) node is near enough. */
export interface Neighbours {
  readonly first: Int32Array;
  /** Empty where runners-up were not asked for. */
  readonly second: Int32Array;
}

/** What else is to be known or found. */
export interface NearestOptions {
  /** Also find the second nearest, which only reasons need. */
  readonly runnersUp: boolean;
  readonly constrained?: Constrained;
}

/**
 * For node i and study t, entry `i * studies + t` of `first` is the node of t nearest to i and of `second`
 * the next, where they are nearer than `limit`; -1 where there is none, or t is the node's own study. Of
 * equally near nodes the first in the lesions' own order wins; infinitely far ones are none. Time is that
 * of {@link forEachNearPair}; memory O(m x studies).
 */
export function nearestByStudy(
  nodes: Nodes,
  limit: number,
  { runnersUp, constrained }: NearestOptions,
): Neighbours {
  const { count, study, studies } = nodes;
  const first = new NearestTable(count * studies);
  const second = new NearestTable(runnersUp ? count * studies : 0);
  const offer = (slot: number, node: number, distance: number): void => {
    const before = first.nodes[slot]!;
    if (before === node) return;
    const beforeAt = first.distances[slot]!;
    const taken = first.take(slot, node, distance);
    if (!runnersUp) return;
    if (!taken) second.take(slot, node, distance);
    else if (before >= 0) second.take(slot, before, beforeAt);
  };
  const meet = (i: number, j: number, distance: number): void => {
    offer(i * studies + study[j]!, j, distance);
    offer(j * studies + study[i]!, i, distance);
  };
  if (constrained === undefined) {
    forEachNearPair(nodes, limit, "between", meet);
  } else {
    const { pairs, distanceOf } = constrained;
    forEachNearPair(nodes, limit, "between", (i, j) => meet(i, j, distanceOf(i, j)));
    for (const [i, j] of pairs) meet(i, j, distanceOf(i, j));
  }
  return { first: first.nodes, second: second.nodes };
}

/** For each slot the nearest node so far, of equally near ones the first. */
class NearestTable {
  readonly nodes: Int32Array;
  readonly distances: Float64Array;

  constructor(slots: number) {
    this.nodes = new Int32Array(slots).fill(-1);
    this.distances = new Float64Array(slots).fill(Number.POSITIVE_INFINITY);
  }

  /** True where the node is nearer than the one before; an infinitely far one never is. */
  take(slot: number, node: number, distance: number): boolean {
    const least = this.distances[slot]!;
    if (distance > least || (distance === least && node >= this.nodes[slot]!)) return false;
    this.nodes[slot] = node;
    this.distances[slot] = distance;
    return true;
  }
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
  const within = study[other]!;
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
    if (study[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
