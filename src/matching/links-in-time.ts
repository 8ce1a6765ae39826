/** The pairs of consecutive lesions of every sequence. */

import { membersOf } from "../core/union-find.js";
import { comparePairs, type Pair } from "./node-pairs.js";

/**
 * For every sequence the pairs of nodes in consecutive studies of the sequence, by first, then second node.
 * Where a study has several nodes of a sequence (a conflict of Algorithm 1), every node is joined with the
 * closest of the neighbouring study. Nodes are in order of study. O(n), plus the pairs of nodes in conflict.
 */
export function linksInTime(
  sequenceOf: Int32Array,
  study: Int32Array,
  distanceOf: (i: number, j: number) => number,
): Pair[] {
  const pairs: Pair[] = [];
  for (const nodes of membersOf(sequenceOf)) {
    let earlier = ofOneStudy(nodes, 0, study);
    for (let at = earlier.length; at < nodes.length; ) {
      const later = ofOneStudy(nodes, at, study);
      if (earlier.length > 1 || later.length > 1) pairs.push(...joined(earlier, later, distanceOf));
      else pairs.push([earlier[0]!, later[0]!]);
      at += later.length;
      earlier = later;
    }
  }
  return pairs.sort(comparePairs);
}

/** The nodes from one on that are of its study. */
function ofOneStudy(nodes: readonly number[], from: number, study: Int32Array): number[] {
  const own = [nodes[from]!];
  for (let at = from + 1; at < nodes.length && study[nodes[at]!] === study[own[0]!]; at++) {
    own.push(nodes[at]!);
  }
  return own;
}

/** Every node with the closest of the other study. */
function joined(
  earlier: readonly number[],
  later: readonly number[],
  distanceOf: (i: number, j: number) => number,
): Pair[] {
  const pairs = later.map((node): Pair => [closest(node, earlier, distanceOf), node]);
  const reached = new Set(pairs.map(([node]) => node));
  const others = earlier.filter((node) => !reached.has(node));
  return [...pairs, ...others.map((node): Pair => [node, closest(node, later, distanceOf)])];
}

/** The closest node, of equals the first. */
function closest(
  node: number,
  others: readonly number[],
  distanceOf: (i: number, j: number) => number,
): number {
  let best = others[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const other of others) {
    const distance = distanceOf(node, other);
    if (distance >= least) continue;
    best = other;
    least = distance;
  }
  return best;
}
