/** Lesion graphs as flat records, common to all graph file formats. */

import type { UndirectedGraph } from "graphology";
import { assertShapes } from "../core/shape.js";
import type { LesionEdge, LesionInStudy } from "./lesion-graph.js";

/** A graph of lesions, before or after matching. */
export type AnyLesionGraph = UndirectedGraph<
  LesionInStudy,
  Partial<LesionEdge>,
  { patient: string }
>;

/** Value of an attribute in a graph file. */
export type AttributeValue = string | number;

export interface NodeRecord {
  /** `patient/row`. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface EdgeRecord extends NodeRecord {
  readonly source: string;
  readonly target: string;
}

interface GraphRecords {
  readonly nodes: readonly NodeRecord[];
  readonly edges: readonly EdgeRecord[];
}

/**
 * Returns nodes and edges of all graphs side by side.
 *
 * A node's attributes are label (the lesion's id), patient, study, rows, annotations, longAxisMm, shortAxisMm,
 * volumeMl, lesionType and trackingUid, if known, and sequence after matching. An edge carries
 * `distance` and, for layouts by attraction, `weight` = 1 / (1 + 10 distance). A link of
 * unknown distance has neither. O(nodes + edges).
 */
export function graphRecords(graphs: readonly AnyLesionGraph[]): GraphRecords {
  assertShapes(graphs, "graphs, as lesionGraph or sequenceGraph returns them", ["forEachNode"]);
  const nodes: NodeRecord[] = [];
  const edges: EdgeRecord[] = [];
  for (const graph of graphs) {
    const { patient } = graph.getAttributes();
    const id = (key: string): string => `${patient}/${key}`;
    graph.forEachNode((key, node) => {
      nodes.push({ id: id(key), attributes: { patient, ...nodeAttributes(node) } });
    });
    graph.forEachEdge((key, { distance }, source, target) => {
      const attributes =
        distance === undefined ? {} : { distance, weight: 1 / (1 + 10 * distance) };
      edges.push({ id: id(key), source: id(source), target: id(target), attributes });
    });
  }
  return { nodes, edges };
}

function nodeAttributes({ study, lesions, ...others }: LesionInStudy & { sequence?: number }) {
  const [first] = lesions;
  const attributes = {
    label: first?.id ?? "",
    study,
    rows: lesions.map(({ row }) => row).join(" "),
    annotations: lesions.length,
    longAxisMm: first?.longAxisMm,
    shortAxisMm: first?.shortAxisMm,
    volumeMl: first?.volumeMl,
    lesionType: first?.type,
    trackingUid: first?.trackingUid,
    sequence: others.sequence,
  };
  const known = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Record<string, AttributeValue>;
}

/** Text with the characters that XML 1.0 cannot hold replaced by U+FFFD. */
export const xmlText = (text: string): string => text.replace(NOT_XML, "\uFFFD");

const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text for content and for attributes in double quotes; line ends and tabs survive in both. */
export const escapeXml = (text: string): string =>
  xmlText(text).replace(/[&<>"\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);
