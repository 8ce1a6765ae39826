/** GraphML and node-link JSON, read back by NetworkX and an XML parser. */
import { DOMParser } from "@xmldom/xmldom";
import { describe, expect, it } from "vitest";
import { toGraphml } from "../../src/graph/graphml.js";
import { lesionGraph } from "../../src/graph/lesion-graph.js";
import { toNodeLink } from "../../src/graph/node-link.js";
import { algorithm1 } from "../../src/matching/algorithm1/algorithm1.js";
import { sequenceGraph } from "../../src/matching/sequence-graph.js";
import { at } from "../support/lesions.js";
import { python, pythonHas } from "../support/python.js";

const NASTY = "A<b>&\"c\" 'd'\n\ttab";
const lesions = [
  at(1, 1, 0, { id: NASTY, longAxisMm: 12.5, volumeMl: 0.75, type: "liver" }),
  at(2, 2, 0.05, { id: "B", trackingUid: "2.25.7" }),
  at(3, 2, 0.5, { id: "C" }),
];
const other = lesions.map((lesion) => ({
  ...lesion,
  patient: "q",
  row: lesion.row + 3,
  trackingUid: undefined,
}));
const GRAPHS = [lesions, other].map((own) => sequenceGraph(algorithm1(own)));

/** What any reader of the two files should see, by hand from the lesions above. */
const NODES = {
  "p/1": {
    label: NASTY,
    patient: "p",
    study: 1,
    rows: "1",
    annotations: 1,
    longAxisMm: 12.5,
    volumeMl: 0.75,
    lesionType: "liver",
    sequence: 1,
  },
  "p/2": {
    label: "B",
    patient: "p",
    study: 2,
    rows: "2",
    annotations: 1,
    trackingUid: "2.25.7",
    sequence: 1,
  },
  "p/3": { label: "C", patient: "p", study: 2, rows: "3", annotations: 1, sequence: 2 },
};
const EDGE = { distance: 0.05, weight: 1 / 1.5 };

describe("toNodeLink", () => {
  it("has every node and edge with what is known of it", () => {
    const { nodes, links, edges, directed, multigraph } = toNodeLink(GRAPHS);
    expect(edges).toEqual(links);
    expect([directed, multigraph, nodes.length, links.length]).toEqual([false, false, 6, 2]);
    expect(nodes[0]).toEqual({ id: "p/1", ...NODES["p/1"] });
    expect(links[0]).toMatchObject({ id: "p/1-2", source: "p/1", target: "p/2", ...EDGE });
    expect(toNodeLink([])).toEqual({
      directed,
      multigraph,
      graph: {},
      nodes: [],
      links: [],
      edges: [],
    });
  });
});

describe("toGraphml", () => {
  it("is well-formed, the same every time, and of nothing still a document", () => {
    const faults: string[] = [];
    const parser = new DOMParser({ errorHandler: (_, message) => faults.push(message) });
    for (const graphs of [GRAPHS, [], [lesionGraph(lesions)]]) {
      const text = toGraphml(graphs);
      const root = parser.parseFromString(text, "text/xml").documentElement;
      expect(root?.tagName).toBe("graphml");
      expect(toGraphml(graphs)).toBe(text);
    }
    expect(faults).toEqual([]);
  });

  it("replaces characters that XML cannot hold", () => {
    const text = toGraphml([lesionGraph([at(1, 1, 0, { id: "a\u0000\u001bb\ud800" })])]);
    expect(text).toContain("a\uFFFD\uFFFDb\uFFFD");
  });
});

const HAS_NETWORKX = pythonHas("networkx");

describe("NetworkX", () => {
  it.runIf(HAS_NETWORKX)("reads both files as the same graph", () => {
    const program = `
import sys, json, io, networkx
g = networkx.parse_graphml(sys.argv[1])
n = networkx.node_link_graph(json.loads(sys.argv[2]))
def say(graph):
    return dict(directed=graph.is_directed(), multi=graph.is_multigraph(),
        nodes={k: dict(v) for k, v in graph.nodes(data=True)},
        edges=[[a, b, {k: v for k, v in d.items() if k != 'id'}] for a, b, d in graph.edges(data=True)])
print(json.dumps([say(g), say(n)]))`;
    const files = [toGraphml(GRAPHS), JSON.stringify(toNodeLink(GRAPHS))];
    const [graphml, nodeLink] = JSON.parse(python(program, ...files));
    expect(graphml).toEqual(nodeLink);
    expect(nodeLink).toMatchObject({ directed: false, multi: false, nodes: NODES });
    expect(nodeLink.edges).toHaveLength(2);
    expect(nodeLink.edges[0].slice(0, 2)).toEqual(["p/1", "p/2"]);
    expect(nodeLink.edges[0][2].distance).toBeCloseTo(EDGE.distance, 12);
    expect(nodeLink.edges[0][2].weight).toBeCloseTo(EDGE.weight, 12);
  });
  if (!HAS_NETWORKX) it.skip("reads both files (SKIPPED: no python3-networkx here)", () => {});
});
