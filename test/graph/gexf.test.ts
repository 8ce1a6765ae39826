import { UndirectedGraph } from "graphology";
import { parse } from "graphology-gexf";
import { describe, expect, it } from "vitest";
import { toGexf } from "../../src/graph/gexf.js";
import { lesionGraph } from "../../src/graph/lesion-graph.js";
import { algorithm1 } from "../../src/matching/algorithm1/algorithm1.js";
import { sequenceGraph } from "../../src/matching/sequence-graph.js";
import { at } from "../support/lesions.js";

const lesions = [
  at(1, 1, 0, { id: 'A<b>&"c"', longAxisMm: 12.5, type: "liver" }),
  at(2, 2, 0.05, { id: "B" }),
];

describe("toGexf", () => {
  it("reads back with every attribute (graphology's own parser)", () => {
    const graph = parse(UndirectedGraph, toGexf([lesionGraph(lesions)]));
    expect(graph.nodes()).toEqual(["p/1", "p/2"]);
    expect(graph.getNodeAttributes("p/1")).toEqual({
      label: 'A<b>&"c"',
      patient: "p",
      study: 1,
      rows: "1",
      annotations: 1,
      longAxisMm: 12.5,
      lesionType: "liver",
    });
    expect(graph.getEdgeAttributes("p/1-2")).toEqual({ distance: 0.05, weight: 1 / 1.5 });
  });

  it("uses none of the names that GEXF keeps for drawing", () => {
    expect(toGexf([lesionGraph(lesions)])).not.toContain("viz:");
  });

  it("carries the sequence after matching, and several patients side by side", () => {
    const other = lesions.map((lesion) => ({ ...lesion, patient: "q", row: lesion.row + 2 }));
    const graphs = [lesions, other].map((own) => sequenceGraph(algorithm1(own)));
    const graph = parse(UndirectedGraph, toGexf(graphs));
    expect(graph.mapNodes((key, { sequence }) => [key, sequence])).toEqual([
      ["p/1", 1],
      ["p/2", 1],
      ["q/3", 1],
      ["q/4", 1],
    ]);
  });

  it("is the same every time and of nothing still a document", () => {
    expect(toGexf([lesionGraph(lesions)])).toBe(toGexf([lesionGraph(lesions)]));
    expect(toGexf([])).toMatch(/^<\?xml .*\?>\s*<gexf .*<nodes\/>.*<\/gexf>\n$/s);
  });

  it("replaces characters that XML cannot hold", () => {
    expect(toGexf([lesionGraph([at(1, 1, 0, { id: "a\u0000\u001bb\ud800" })])])).toContain(
      "a\uFFFD\uFFFDb\uFFFD",
    );
  });
});
