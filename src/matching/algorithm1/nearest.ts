/** The nearest and second nearest node of every other study, for every node. */
import type { Nodes } from "../nodes.js";

/** Tells how far two nodes are from each other. */
export type DistanceOf = (i: number, j: number) => number;

/** Two arrays of nodes x studies; -1 where a study has no (second) node, or is the node's own. */
export interface Neighbours {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/**
 * For node i and study t, `first[i * studies + t]` is the node of t nearest to i and `second` the next.
 * Of equally near nodes the first in the lesions' own order wins; infinitely far ones are none.
 * O(m² d) time, O(m x studies) memory.
 */
export function nearestByStudy(
  { count, study, studies }: Nodes,
  distanceOf: DistanceOf,
): Neighbours {
  const first = new Int32Array(count * studies).fill(-1);
  const second = first.slice();
  const firstDistance = new Float64Array(count * studies).fill(Number.POSITIVE_INFINITY);
  const secondDistance = firstDistance.slice();

  const meet = (slot: number, node: number, distance: number): void => {
    if (distance < (firstDistance[slot] as number)) {
      second[slot] = first[slot] as number;
      secondDistance[slot] = firstDistance[slot] as number;
      first[slot] = node;
      firstDistance[slot] = distance;
    } else if (distance < (secondDistance[slot] as number)) {
      second[slot] = node;
      secondDistance[slot] = distance;
    }
  };
  for (let j = 1; j < count; j++) {
    for (let i = 0; study[i] !== study[j]; i++) {
      const distance = distanceOf(i, j);
      meet(i * studies + (study[j] as number), j, distance);
      meet(j * studies + (study[i] as number), i, distance);
    }
  }
  return { first, second };
}
