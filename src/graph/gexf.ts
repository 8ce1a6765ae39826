/** Lesion graphs as GEXF, the file format of Gephi. */

import { UndirectedGraph } from "graphology";
import { write } from "#gexf";
import type { LesionEdge, LesionMarks } from "./lesion-graph.js";

/** A graph of lesions, before or after matching. */
export type AnyLesionGraph = UndirectedGraph<LesionMarks, Partial<LesionEdge>, { patient: string }>;

/**
 * One GEXF 1.3 document with all the graphs side by side; a node's id is `patient/row`.
 *
 * A node's label is the lesion's id; its attributes are patient, study, rows, marks, longAxisMm,
 * shortAxisMm and lesionType, as far as they are known, and sequence after matching. An edge carries
 * `distance` and, as Gephi lays out by attraction, `weight` = 1 / (1 + 10 distance): near is strong.
 * A link whose distance is not known carries neither.
 * Names that GEXF keeps for drawing (x, y, z, size, color, label) are not used for data.
 *
 * O(nodes + edges).
 */
export function toGexf(graphs: readonly AnyLesionGraph[]): string {
  const all = new UndirectedGraph();
  for (const graph of graphs) {
    const { patient } = graph.getAttributes();
    const id = (key: string): string => xmlText(`${patient}/${key}`);
    graph.forEachNode((key, node) => {
      all.addNode(id(key), { patient: xmlText(patient), ...nodeAttributes(node) });
    });
    graph.forEachEdge((key, { distance }, source, target) => {
      const attributes =
        distance === undefined ? {} : { distance, weight: 1 / (1 + 10 * distance) };
      all.addEdgeWithKey(id(key), id(source), id(target), attributes);
    });
  }
  return `${write(all, { version: "1.3", pretty: true })}\n`;
}

function nodeAttributes({ study, lesions, ...others }: LesionMarks & { sequence?: number }) {
  const [first] = lesions;
  const attributes = {
    label: xmlText(first?.id ?? ""),
    study,
    rows: lesions.map(({ row }) => row).join(" "),
    marks: lesions.length,
    longAxisMm: first?.longAxisMm,
    shortAxisMm: first?.shortAxisMm,
    lesionType: first?.type,
    sequence: others.sequence,
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** Text with the characters that XML 1.0 cannot hold replaced. */
const xmlText = (text: string): string => text.replace(NOT_XML, "\uFFFD");
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
