/** The pairs of consecutive lesions of every sequence. */

import { membersOf } from "../core/union-find.js";
import type { Pair } from "./node-pairs.js";

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
    if (nodes.length === 1) continue;
    const studies = byStudy(nodes, study);
    for (let at = 1; at < studies.length; at++) {
      pairs.push(...joined(studies[at - 1]!, studies[at]!, distanceOf));
    }
  }
  return pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function byStudy(nodes: readonly number[], study: Int32Array): number[][] {
  const studies: number[][] = [];
  nodes.forEach((node, k) => {
    if (k > 0 && study[node] === study[nodes[k - 1]!]) studies.at(-1)!.push(node);
    else studies.push([node]);
  });
  return studies;
}

function joined(
  earlier: readonly number[],
  later: readonly number[],
  distanceOf: (i: number, j: number) => number,
): Pair[] {
  const [i, j] = [earlier[0]!, later[0]!];
  if (earlier.length === 1 && later.length === 1) return [[i, j]];
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
