/** Edges of the graph: around nodes, or left out and told. */

import { expect, it } from "vitest";
import { defaultsOf } from "../../../src/core/options.js";
import { drawEdges, type GraphEdge } from "../../../src/figures/graph/draw-edges.js";
import { FIGURE_OPTIONS, styleOf } from "../../../src/figures/kit/figure-style.js";

it("leaves out an edge that has no way around a node, and says which", () => {
  const box = (x: number, halfHeight: number) => ({ x, y: 50, halfWidth: 8, halfHeight });
  const [a, wall, b] = [box(12, 8), box(50, 50), box(88, 8)];
  const edge = (from: typeof a, to: typeof a, sequence?: number): GraphEdge => ({
    ...{ from: from.x, to: to.x, kind: "pair", title: "", text: "", textColour: "#000000" },
    ...{ fromBox: from, toBox: to, colour: "#000000", width: 1, sequence },
  });
  const plot = { left: 0, right: 100, top: 0, bottom: 100 };
  const { lines, blocked } = drawEdges(
    [edge(a, b, 3), edge(a, wall)],
    [a, wall, b],
    plot,
    styleOf(defaultsOf(FIGURE_OPTIONS)),
  );
  expect(lines).toHaveLength(1);
  expect(blocked.map(({ from, to, sequence }) => [from, to, sequence])).toEqual([[12, 88, 3]]);
});
