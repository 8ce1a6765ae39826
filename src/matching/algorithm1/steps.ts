/**
 * Algorithm 1 step by step on the lesion graph, to look at what each step does. Every step takes a
 * graph and gives a new one; none changes its input. Run one after the other they give the answer of
 * {@link algorithm1}, which is faster.
 */

import { connectedComponents } from "graphology-components";
import type { Lesion } from "../../core/lesion.js";
import { compareLesions } from "../../core/lesion-order.js";
import { assertNonNegative, assertOneOf } from "../../core/option-checks.js";
import { assertShape } from "../../core/shape.js";
import {
  connect,
  type LesionEdge,
  type LesionGraph,
  type LesionNode,
  nodeKey,
} from "../../graph/lesion-graph.js";
import { meanVector } from "../feature-nodes.js";
import type { RejectedPair, Sequence } from "../result.js";
import type { Exclusion } from "./algorithm1-options.js";

/** A graph after a step, and the edges that the step took away. */
export interface Step {
  readonly graph: LesionGraph;
  readonly rejectedPairs: readonly RejectedPair[];
}

/**
 * Step 2: nodes of one study joined by edges shorter than t1 (directly or through others) become one
 * node: its key is that of the first of them, its vector the mean of all annotations' vectors, its distances
 * are measured anew. The new graph is complete. O(n² d).
 */
export function mergeStep(graph: LesionGraph, t1: number): LesionGraph {
  assertGraph(graph);
  assertNonNegative("t1", t1);
  const near = graph.copy() as LesionGraph;
  graph.forEachEdge((key, { distance }, source, target) => {
    if (!sameStudy(graph, source, target) || distance >= t1) near.dropEdge(key);
  });
  const merged = connectedComponents(near).map((keys) =>
    mergeNodes(keys.map((key) => near.getNodeAttributes(key))),
  );
  return connect(merged, graph.getAttributes(), Number.POSITIVE_INFINITY);
}

function mergeNodes(nodes: readonly LesionNode[]): LesionNode {
  const inOrder = nodes
    .flatMap(({ study, lesions, vector }) => lesions.map((lesion) => ({ study, lesion, vector })))
    .sort((a, b) => compareLesions(a.lesion, b.lesion));
  return {
    study: (inOrder[0] as (typeof inOrder)[number]).study,
    lesions: inOrder.map(({ lesion }) => lesion),
    vector:
      nodes.length === 1
        ? (nodes[0] as LesionNode).vector
        : meanVector(inOrder.map(({ vector }) => vector)),
  };
}

/** Step 3: edges not shorter than t2 go. O(edges). */
export function thresholdStep(graph: LesionGraph, t2: number): Step {
  assertGraph(graph);
  assertNonNegative("t2", t2);
  return without(graph, (_source, _target, { distance }) =>
    distance < t2 ? undefined : { step: "threshold" },
  );
}

/**
 * Step 4: edges within a study go, and edges that are not the shortest from their ends to each other's
 * study: from both ends (`"mutual"`), or from neither (`"one-sided"` keeps an edge that is the shortest
 * from one end). Of equal edges the one to the lesion that comes first stays. O(edges x degree).
 */
export function exclusionStep(graph: LesionGraph, exclusion: Exclusion = "mutual"): Step {
  assertGraph(graph);
  assertOneOf("exclusion", exclusion, ["mutual", "one-sided"]);
  return without(graph, (source, target) => {
    if (sameStudy(graph, source, target)) return { step: "exclusion" };
    const competitors = [competitorOf(graph, source, target), competitorOf(graph, target, source)];
    const nearer = competitors.filter((competitor) => competitor !== undefined);
    const goes = exclusion === "mutual" ? nearer.length > 0 : nearer.length === 2;
    if (!goes) return undefined;
    nearer.sort((a, b) => a.distance - b.distance);
    return { step: "exclusion", competitor: nearer[0] };
  });
}

/** Step 5: every connected group of nodes is a sequence. O(nodes + edges). */
export function extractionStep(graph: LesionGraph): Sequence[] {
  assertGraph(graph);
  return connectedComponents(graph)
    .map((keys) => keys.map((key) => graph.getNodeAttributes(key)).sort(compareNodes))
    .map((nodes, i) => ({ id: i + 1, lesions: nodes.flatMap(({ lesions }) => lesions) }));
}

const assertGraph = (graph: unknown): void =>
  assertShape(graph, "a lesion graph, as lesionGraph or a step returns it", [
    "forEachEdge",
    "copy",
  ]);

const sameStudy = (graph: LesionGraph, a: string, b: string): boolean =>
  graph.getNodeAttribute(a, "study") === graph.getNodeAttribute(b, "study");

const compareNodes = (a: LesionNode, b: LesionNode): number =>
  compareLesions(a.lesions[0] as Lesion, b.lesions[0] as Lesion);

/** The edge by which a node is nearer to another node of the target's study, if there is one. */
function competitorOf(graph: LesionGraph, node: string, target: string) {
  const own = graph.getNodeAttributes(target);
  const { distance } = graph.getEdgeAttributes(graph.edge(node, target) as string);
  let best: { key: string; distance: number; node: LesionNode } | undefined;
  graph.forEachEdge(node, (_key, edge, a, b) => {
    const key = a === node ? b : a;
    const other = graph.getNodeAttributes(key);
    if (key === target || other.study !== own.study) return;
    const order =
      best === undefined ? -1 : edge.distance - best.distance || compareNodes(other, best.node);
    if (order < 0) best = { key, distance: edge.distance, node: other };
  });
  if (best === undefined || best.distance > distance) return undefined;
  if (best.distance === distance && compareNodes(best.node, own) > 0) return undefined;
  return rows(graph, node, best.key, best.distance);
}

function without(
  graph: LesionGraph,
  rejectedPair: (
    source: string,
    target: string,
    edge: LesionEdge,
  ) => Pick<RejectedPair, "step" | "competitor"> | undefined,
): Step {
  const kept = graph.copy() as LesionGraph;
  const rejectedPairs: RejectedPair[] = [];
  graph.forEachEdge((key, edge, source, target) => {
    const reason = rejectedPair(source, target, edge);
    if (reason === undefined) return;
    kept.dropEdge(key);
    rejectedPairs.push({ ...rows(graph, source, target, edge.distance), ...reason });
  });
  return { graph: kept, rejectedPairs };
}

/** The rows of two nodes, the one that comes first in front. */
function rows(graph: LesionGraph, a: string, b: string, distance: number) {
  const [p, q] = [graph.getNodeAttributes(a), graph.getNodeAttributes(b)];
  const [from, to] = compareNodes(p, q) < 0 ? [p, q] : [q, p];
  return { from: Number(nodeKey(from)), to: Number(nodeKey(to)), distance };
}
