/** Lesion graphs as node-link JSON, which NetworkX, d3-force and others read. */
import { type AnyLesionGraph, type AttributeValue, graphRecords } from "./graph-records.js";

/** A record with its attributes beside its id. */
type FlatRecord = Readonly<Record<string, AttributeValue>>;

/**
 * A graph in node-link form.
 *
 * Attributes of a node, where known: label (the lesion's id), patient, study, rows, annotations (number of rows),
 * longAxisMm, shortAxisMm, volumeMl, lesionType, trackingUid, and sequence after matching. Attributes of an
 * edge, where known: distance, and weight = 1 / (1 + 10 distance) for force-directed layouts.
 */
export interface NodeLinkGraph {
  readonly directed: false;
  readonly multigraph: false;
  readonly graph: Readonly<Record<string, never>>;
  /** `id` and the attributes of each node. */
  readonly nodes: readonly FlatRecord[];
  /** `id`, `source`, `target` and the attributes of each edge; read by d3-force and NetworkX before 3.6. */
  readonly links: readonly FlatRecord[];
  /** The same list; read by NetworkX from 3.6 on. */
  readonly edges: readonly FlatRecord[];
}

/**
 * Returns all the graphs side by side as one node-link object; a node's id is `patient/row`, its attributes are
 * those listed in {@link NodeLinkGraph}. `networkx.node_link_graph(data)` of any version reads it. O(nodes + edges).
 */
export function toNodeLink(graphs: readonly AnyLesionGraph[]): NodeLinkGraph {
  const { nodes, edges } = graphRecords(graphs);
  const links = edges.map(({ id, source, target, attributes }) => ({
    id,
    source,
    target,
    ...attributes,
  }));
  return {
    directed: false,
    multigraph: false,
    graph: {},
    nodes: nodes.map(({ id, attributes }) => ({ id, ...attributes })),
    links,
    edges: links,
  };
}
