/** Lesion graphs as GEXF, the file format of Gephi. */
import { UndirectedGraph } from "graphology";
import { write } from "#gexf";
import {
  type AnyLesionGraph,
  type AttributeValue,
  graphRecords,
  xmlText,
} from "./graph-records.js";

/**
 * Returns one GEXF 1.3 document with all the graphs side by side; a node's id is `patient/row`, its attributes
 * are those of `NodeLinkGraph`. Names that GEXF keeps for drawing (x, y, z, size, color, label) are not used
 * for data. O(nodes + edges).
 */
export function toGexf(graphs: readonly AnyLesionGraph[]): string {
  const all = new UndirectedGraph();
  const { nodes, edges } = graphRecords(graphs);
  for (const { id, attributes } of nodes) all.addNode(xmlText(id), cleaned(attributes));
  for (const { id, source, target, attributes } of edges) {
    all.addEdgeWithKey(xmlText(id), xmlText(source), xmlText(target), attributes);
  }
  return `${write(all, { version: "1.3", pretty: true })}\n`;
}

const cleaned = (attributes: Readonly<Record<string, AttributeValue>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === "string" ? xmlText(value) : value,
    ]),
  );
