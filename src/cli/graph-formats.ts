/** Formats of `match` that hold the graph of all sequences. */
import type { AnyLesionGraph } from "../graph/graph-records.js";

export const GRAPH_FORMATS = Object.freeze(["gexf", "graphml", "node-link"] as const);
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

export const isGraphFormat = (format: string): format is GraphFormat =>
  (GRAPH_FORMATS as readonly string[]).includes(format);

/** The text of a graph file. */
export async function graphText(
  format: GraphFormat,
  graphs: readonly AnyLesionGraph[],
): Promise<string> {
  if (format === "gexf") return (await import("../graph/gexf.js")).toGexf(graphs);
  if (format === "graphml") return (await import("../graph/graphml.js")).toGraphml(graphs);
  const { toNodeLink } = await import("../graph/node-link.js");
  return `${JSON.stringify(toNodeLink(graphs))}\n`;
}
