/** Small symbols of growth charts, centred on (0, 0). */
import type { Shape } from "../network/marks.js";
import { pathData, type SvgNode, svg } from "../svg.js";

export type SymbolKind = Shape | "up" | "down" | "cross" | "ring";

/** A symbol that is about `size` wide, in points. */
export function symbol(kind: SymbolKind, size: number, colour: string, halo: string): SvgNode {
  const half = size / 2;
  const filled = { fill: colour, stroke: halo, "stroke-width": 0.5 };
  switch (kind) {
    case "circle":
      return svg("circle", { r: half, ...filled });
    case "ring":
      return svg("circle", { r: half * 0.8, fill: halo, stroke: colour, "stroke-width": 0.8 });
    case "square":
      return svg("rect", {
        x: -half * 0.9,
        y: -half * 0.9,
        width: size * 0.9,
        height: size * 0.9,
        ...filled,
      });
    case "diamond":
      return svg("path", {
        d: pathData`M0,${-half * 1.2}L${half * 1.2},0L0,${half * 1.2}L${-half * 1.2},0Z`,
        ...filled,
      });
    case "up":
      return svg("path", {
        d: pathData`M0,${-half * 1.2}L${half * 1.2},${half}L${-half * 1.2},${half}Z`,
        ...filled,
      });
    case "down":
      return svg("path", {
        d: pathData`M0,${half * 1.2}L${half * 1.2},${-half}L${-half * 1.2},${-half}Z`,
        ...filled,
      });
    case "cross":
      return svg("path", {
        d: pathData`M${-half},${-half}L${half},${half}M${-half},${half}L${half},${-half}`,
        fill: "none",
        stroke: colour,
        "stroke-width": 1.2,
      });
  }
}
