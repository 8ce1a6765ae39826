/** Lesion graphs as GraphML (http://graphml.graphdrawing.org/specification.html), for NetworkX, igraph and yEd. */
import {
  type AnyLesionGraph,
  type AttributeValue,
  type EdgeRecord,
  escapeXml,
  graphRecords,
  type NodeRecord,
} from "./graph-records.js";

/** Attributes that hold integers; other numbers are doubles. */
const INTEGERS = ["study", "annotations", "sequence"];

/**
 * Returns one GraphML document with all the graphs side by side, undirected; a node's id is `patient/row`, its
 * attributes are those of `NodeLinkGraph`. The same graphs give the same text. O(nodes + edges).
 */
export function toGraphml(graphs: readonly AnyLesionGraph[]): string {
  const { nodes, edges } = graphRecords(graphs);
  const nodeKeys = keysOf("node", nodes);
  const edgeKeys = keysOf("edge", edges);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...[...nodeKeys.values(), ...edgeKeys.values()].map(({ element }) => `  ${element}`),
    '  <graph edgedefault="undirected">',
    ...nodes.map((node) => elementOf("node", `id="${escapeXml(node.id)}"`, node, nodeKeys)),
    ...edges.map((edge) => {
      const [id, source, target] = [edge.id, edge.source, edge.target].map(escapeXml);
      const attributes = `id="${id}" source="${source}" target="${target}"`;
      return elementOf("edge", attributes, edge, edgeKeys);
    }),
    "  </graph>",
    "</graphml>",
    "",
  ];
  return lines.join("\n");
}

interface Key {
  readonly id: string;
  readonly element: string;
}

/** One key per attribute that any record has, in order of first appearance. */
function keysOf(kind: "node" | "edge", records: readonly NodeRecord[]): Map<string, Key> {
  const keys = new Map<string, Key>();
  for (const { attributes } of records) {
    for (const [name, value] of Object.entries(attributes)) {
      if (keys.has(name)) continue;
      const id = `${kind}-${name}`;
      const type = typeOf(name, value);
      const element = `<key id="${id}" for="${kind}" attr.name="${name}" attr.type="${type}"/>`;
      keys.set(name, { id, element });
    }
  }
  return keys;
}

function typeOf(name: string, value: AttributeValue): "string" | "int" | "double" {
  if (typeof value === "string") return "string";
  return INTEGERS.includes(name) ? "int" : "double";
}

function elementOf(
  kind: "node" | "edge",
  head: string,
  { attributes }: NodeRecord | EdgeRecord,
  keys: ReadonlyMap<string, Key>,
): string {
  const data = Object.entries(attributes).map(
    ([name, value]) => `      <data key="${keys.get(name)?.id}">${escapeXml(String(value))}</data>`,
  );
  const open = `    <${kind} ${head}`;
  return data.length === 0 ? `${open}/>` : [`${open}>`, ...data, `    </${kind}>`].join("\n");
}
