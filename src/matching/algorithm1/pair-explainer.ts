/** Explains the links and rejected pairs of Algorithm 1. */

import { type Nodes, nodeDistance } from "../feature-nodes.js";
import { forEachNearPair } from "../near-pairs.js";
import type { NodeLesions } from "../node-lesions.js";
import { comparePairs, type Pair, PairSet } from "../node-pairs.js";
import type { Edge, Link, RejectedPair } from "../result.js";
import type { Linked } from "./links.js";
import { nextNearest } from "./nearest.js";

/** Algorithm 1 measures every pair. */
type MeasuredEdge = Edge & { readonly distance: number };

export class PairExplainer {
  readonly #named: NodeLesions;
  readonly #linked: Linked;
  readonly #constrained: PairSet;

  constructor(named: NodeLesions, linked: Linked) {
    this.#named = named;
    this.#linked = linked;
    this.#constrained = new PairSet(linked.nodes.count, linked.constrained);
  }

  /** A link with its runner-up and margin, and whether constraints ask for it. */
  link(i: number, j: number, accepted: boolean): Link {
    const { from, to, distance } = this.edge(i, j);
    const runnerUp = this.#runnerUp(i, j);
    const margin = runnerUp && runnerUp.distance - distance;
    const constrained = this.#constrained.has(i, j) || undefined;
    return { from, to, distance, accepted, runnerUp, margin, constrained };
  }

  /**
   * Pairs that were not accepted, with the step that rejected them: all of them, O(m²), or those closer than
   * T2 and those that a constraint keeps apart, in the time of {@link forEachNearPair}.
   */
  rejectedPairs(all: boolean): RejectedPair[] {
    const { nodes, t2, links, cannotLinkPairs } = this.#linked;
    const kept = new PairSet(nodes.count, links);
    const apart = new PairSet(nodes.count, cannotLinkPairs);
    return (all ? allPairs(nodes.count) : nearPairs(nodes, t2, cannotLinkPairs))
      .filter(([i, j]) => !kept.has(i, j))
      .map(([i, j]) => {
        const edge = this.edge(i, j);
        if (apart.has(i, j)) return { ...edge, step: "cannot-link" };
        if (edge.distance < t2) return { ...edge, ...this.#exclusion(i, j, nodes.study) };
        return { ...edge, step: "threshold" };
      });
  }

  /** Two nodes with their distance. */
  edge(i: number, j: number): MeasuredEdge {
    const { from, to } = this.#named.edge(i, j);
    return { from, to, distance: nodeDistance(this.#linked.nodes, i, j) };
  }

  #exclusion(i: number, j: number, study: Int32Array): Pick<RejectedPair, "step" | "competitor"> {
    if (study[i] === study[j]) return { step: "exclusion" };
    return { step: "exclusion", competitor: this.#runnerUp(i, j) };
  }

  /** The nearest pair that i could make with j's study, or j with i's, instead of each other. */
  #runnerUp(i: number, j: number): MeasuredEdge | undefined {
    const { t2 } = this.#linked;
    const near = nearer(this.#nearOther(i, j), this.#nearOther(j, i));
    if (near !== undefined && near.distance < t2) return near;
    // The runner-up may lie beyond T2, where no pairs were looked at.
    return nearer(this.#nextNearest(i, j), this.#nextNearest(j, i));
  }

  /** The nearest node of the partner's study, other than the partner. */
  #nextNearest(node: number, partner: number): MeasuredEdge | undefined {
    const { nodes, constrainedDistance } = this.#linked;
    const other = nextNearest(nodes, node, partner, constrainedDistance);
    return other < 0 ? undefined : this.edge(node, other);
  }

  /** The nearest node nearer than T2 in the partner's study, other than the partner. */
  #nearOther(node: number, partner: number): MeasuredEdge | undefined {
    const { nodes, nearest } = this.#linked;
    const slot = node * nodes.studies + nodes.study[partner]!;
    const first = nearest.first[slot]!;
    const other = first === partner ? nearest.second[slot]! : first;
    return other < 0 ? undefined : this.edge(node, other);
  }
}

/** Every pair of nodes, by first, then second. */
const allPairs = (count: number): Pair[] =>
  Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - i - 1 }, (_, k): Pair => [i, i + 1 + k]),
  );

/** The pairs nearer than a limit and some more, each once, by first, then second. */
function nearPairs(nodes: Nodes, limit: number, more: readonly Pair[]): Pair[] {
  const pairs = [...more];
  for (const studies of ["within", "between"] as const) {
    forEachNearPair(nodes, limit, studies, (i, j) => pairs.push([i, j]));
  }
  return pairs
    .sort(comparePairs)
    .filter((pair, k) => k === 0 || comparePairs(pair, pairs[k - 1] as Pair) !== 0);
}

/** The pair with the smaller distance, of equals the first. */
function nearer(
  one: MeasuredEdge | undefined,
  two: MeasuredEdge | undefined,
): MeasuredEdge | undefined {
  if (one === undefined || two === undefined) return one ?? two;
  return two.distance < one.distance ? two : one;
}
