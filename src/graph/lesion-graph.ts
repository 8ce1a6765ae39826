/**
 * The lesion graph of a patient (Fig. 6 of the paper): nodes are lesions, edges carry the Euclidean
 * distance of their feature vectors. A graphology graph, for inspection, drawing and export.
 */
import { UndirectedGraph } from "graphology";
import type { Lesion } from "../core/lesion.js";
import { inOrder } from "../core/lesion-list.js";
import { completeOptions } from "../core/options.js";
import { squaredDistance } from "../features/distance.js";
import { DEFAULT_FEATURE_OPTIONS, type FeatureOptions } from "../features/feature-options.js";
import { featureMatrix } from "../features/matrix.js";

/** One lesion in one study: its annotation, or its annotations after duplicates are merged. */
export type LesionInStudy = {
  study: number;
  /** The annotations in their own order. */
  lesions: readonly Lesion[];
};

/** A node of the lesion graph. */
export type LesionNode = LesionInStudy & {
  /** The weighted feature vector; after merging the mean of the annotations' vectors. */
  vector: readonly number[];
};

/** An edge between two nodes. */
export type LesionEdge = {
  /** Euclidean distance of the two vectors. */
  distance: number;
};

/** Attributes of the graph. */
export type LesionGraphInfo = {
  patient: string;
  /** Names of the vectors' columns. */
  columns: readonly string[];
};

/** The lesions of a patient as an undirected graphology graph; edges carry feature distances. */
export type LesionGraph = UndirectedGraph<LesionNode, LesionEdge, LesionGraphInfo>;

/** Options of {@link lesionGraph}. */
export interface LesionGraphOptions extends FeatureOptions {
  /** Only edges shorter than this, in the unit of the weighted features. @defaultValue Infinity */
  readonly maxDistance: number;
}

const DEFAULT_LESION_GRAPH_OPTIONS: LesionGraphOptions = Object.freeze({
  ...DEFAULT_FEATURE_OPTIONS,
  maxDistance: Number.POSITIVE_INFINITY,
});

/**
 * The graph of one patient's lesions: complete, or with `maxDistance` only the near pairs. A node's key
 * is the lesion's row as text ("12"), an edge's the keys of its ends ("12-15"); nodes stand in the
 * lesions' own order. O(n² d) time, O(n²) memory where complete. No lesions give an empty graph.
 *
 * @throws LesionGraphError as {@link featureMatrix}; SEVERAL_PATIENTS, DUPLICATE_LESION, BAD_VALUE.
 */
export function lesionGraph(
  lesions: readonly Lesion[],
  given?: Partial<LesionGraphOptions>,
): LesionGraph {
  const { maxDistance, ...featureOptions } = completeOptions(
    "lesionGraph",
    DEFAULT_LESION_GRAPH_OPTIONS,
    given,
  );
  const ordered = inOrder(lesions);
  const matrix = featureMatrix(ordered, featureOptions);
  const d = matrix.columns.length;
  const nodes = ordered.map((lesion, i) => ({
    study: lesion.study,
    lesions: [lesion],
    vector: Array.from(matrix.values.subarray(i * d, (i + 1) * d)),
  }));
  const info = { patient: ordered[0]?.patient ?? "", columns: matrix.columns };
  return connect(nodes, info, maxDistance);
}

/** A graph of these nodes, in this order, with an edge for every pair nearer than `maxDistance`. */
export function connect(
  nodes: readonly LesionNode[],
  info: LesionGraphInfo,
  maxDistance: number,
): LesionGraph {
  const graph: LesionGraph = new UndirectedGraph();
  graph.replaceAttributes(info);
  const keys = nodes.map((node) => graph.addNode(nodeKey(node), node));
  const d = nodes[0]?.vector.length ?? 0;
  const values = Float64Array.from(nodes.flatMap(({ vector }) => vector));
  keys.forEach((_, j) => {
    for (let i = 0; i < j; i++) {
      const distance = Math.sqrt(squaredDistance(values, d, i, j));
      if (distance >= maxDistance) continue;
      const [source, target] = [keys[i]!, keys[j]!];
      graph.addEdgeWithKey(`${source}-${target}`, source, target, { distance });
    }
  });
  return graph;
}

/** The key of a node: the row of its first annotation. */
export const nodeKey = ({ lesions }: LesionNode): string => String((lesions[0] as Lesion).row);
