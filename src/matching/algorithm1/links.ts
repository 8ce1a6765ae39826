/**
 * Steps 2 to 4 of Algorithm 1 over typed arrays: the one core of `algorithm1`, which names what it finds,
 * and of whole tables, which only need the numbers of the sequences.
 */

import { UnionFind } from "../../core/union-find.js";
import { type Constraints, NO_CONSTRAINTS } from "../constraints.js";
import { DuplicateGroups } from "../duplicate-groups.js";
import { mergeNodes, type Nodes, nodeDistance } from "../feature-nodes.js";
import { forEachNearPair } from "../near-pairs.js";
import { comparePairs, type Pair, pairsOfNodes } from "../node-pairs.js";
import type { Algorithm1Options, Exclusion } from "./algorithm1-options.js";
import {
  type DistanceOf,
  type NearestOptions,
  type Neighbours,
  nearestByStudy,
} from "./nearest.js";

/** What steps 3 and 4 depend on. */
type Rule = Pick<Algorithm1Options, "t2" | "exclusion">;

/** Whether two lesions of one study nearer than t1 may be duplicates. */
export type MayMerge = (i: number, j: number) => boolean;

/** Annotations merged into nodes. */
export interface Merged {
  /** For each annotation its node. */
  readonly nodeOf: Int32Array;
  readonly nodes: Nodes;
}

/** Nodes and their links. */
export interface Linked extends Merged {
  /** Edges that are left, by first, then second node. */
  readonly links: readonly Pair[];
  /** Pairs that must-links make one lesion. */
  readonly constrained: readonly Pair[];
  /** Pairs that a cannot-link separates. */
  readonly cannotLinkPairs: readonly Pair[];
  /** The nearest and second nearest nodes of other studies, as far as they are nearer than t2. */
  readonly nearest: Neighbours;
  readonly t2: number;
  /** Distances on which a must-link is nearer than any other pair and a cannot-link infinitely far. */
  readonly constrainedDistance: DistanceOf;
}

/** Step 2 for the annotations of a patient, in the lesions' own order. O(n² d) at worst. */
export function mergeDuplicates(
  annotations: Nodes,
  t1: number,
  constraints: Constraints,
  mayMerge?: MayMerge,
): Merged {
  const nodeOf = groupDuplicates(annotations, t1, constraints, mayMerge);
  return { nodeOf, nodes: mergeNodes(annotations, nodeOf) };
}

/** Steps 3 and 4; runners-up where reasons will be asked for. O(n² d) at worst. */
export function linkNodes(
  { nodeOf, nodes }: Merged,
  { t2, exclusion }: Rule,
  constraints: Constraints,
  { runnersUp }: Pick<NearestOptions, "runnersUp">,
): Linked {
  if (constraints !== NO_CONSTRAINTS) {
    const must = pairsOfNodes(constraints.must, nodeOf);
    const apart = pairsOfNodes(constraints.cannot, nodeOf);
    return { nodeOf, ...linkConstrained(nodes, { t2, exclusion }, runnersUp, must, apart) };
  }
  const nearest = nearestByStudy(nodes, t2, { runnersUp });
  return {
    nodeOf,
    nodes,
    links: linkedPairs(nodes, nearest, exclusion),
    constrained: [],
    cannotLinkPairs: [],
    nearest,
    t2,
    constrainedDistance: distanceOf(nodes),
  };
}

/** Steps 3 and 4 for nodes that must-links join and cannot-links hold apart. */
function linkConstrained(
  nodes: Nodes,
  { t2, exclusion }: Rule,
  runnersUp: boolean,
  must: readonly Pair[],
  apart: readonly Pair[],
): Omit<Linked, "nodeOf"> {
  const constrainedDistance = constrainedDistances(nodes, must, apart);
  const constrained = { pairs: must, distanceOf: constrainedDistance };
  const nearest = nearestByStudy(nodes, t2, { runnersUp, constrained });
  const candidates = linkedPairs(nodes, nearest, exclusion);
  return {
    nodes,
    links: keepApart(candidates, nodes.count, apart, constrainedDistance),
    constrained: must,
    cannotLinkPairs: [...apart, ...candidates],
    nearest,
    t2,
    constrainedDistance,
  };
}

/**
 * For each lesion the number of its node: lesions of one study nearer than t1, directly or through others, are
 * duplicates, the nearest first, as far as constraints allow. Nodes are numbered in the order of their first
 * lesions. O(sum of squares of lesions per study) at worst.
 */
function groupDuplicates(
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

const distanceOf =
  (nodes: Nodes): DistanceOf =>
  (i, j) =>
    nodeDistance(nodes, i, j);

function constrainedDistances(
  nodes: Nodes,
  must: readonly Pair[],
  apart: readonly Pair[],
): DistanceOf {
  const { count } = nodes;
  const unconstrained = distanceOf(nodes);
  const constrained = new Map<number, number>();
  for (const [i, j] of must) constrained.set(i * count + j, -1);
  for (const [i, j] of apart) constrained.set(i * count + j, Number.POSITIVE_INFINITY);
  return (i, j) => constrained.get(Math.min(i, j) * count + Math.max(i, j)) ?? unconstrained(i, j);
}

/**
 * Step 4 among pairs nearer than t2: those that are each other's nearest (`"mutual"`), or of which one
 * is the other's nearest (`"one-sided"`). Ordered by first, then second node.
 */
function linkedPairs(
  { count, study, studies }: Nodes,
  { first: nearest }: Neighbours,
  exclusion: Exclusion,
): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < studies; t++) {
      const j = nearest[i * studies + t]!;
      if (j < 0) continue;
      const back = nearest[j * studies + study[i]!] === i;
      const takes = exclusion === "mutual" ? back && i < j : !back || i < j;
      if (takes) pairs.push(i < j ? [i, j] : [j, i]);
    }
  }
  return pairs.sort(comparePairs);
}

/** True where joining the groups of i and j would bring together a pair that must stay apart. */
const unites = (groups: UnionFind, i: number, j: number, apart: readonly Pair[]): boolean =>
  apart.some((pair) => {
    const [a, b] = pair.map((node) => groups.find(node));
    const [p, q] = [groups.find(i), groups.find(j)];
    return (a === p && b === q) || (a === q && b === p);
  });

/** The pairs without those that, taken from the nearest on, would join what a cannot-link separates. */
function keepApart(
  pairs: readonly Pair[],
  count: number,
  apart: readonly Pair[],
  distanceOf: DistanceOf,
): readonly Pair[] {
  const groups = new UnionFind(count);
  return pairs
    .map((pair) => ({ pair, distance: distanceOf(...pair) }))
    .sort((a, b) => a.distance - b.distance || comparePairs(a.pair, b.pair))
    .filter(({ pair: [i, j] }) => {
      if (unites(groups, i, j, apart)) return false;
      groups.join(i, j);
      return true;
    })
    .map(({ pair }) => pair)
    .sort(comparePairs);
}
