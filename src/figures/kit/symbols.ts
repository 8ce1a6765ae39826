/** Small symbols of growth charts, centred on (0, 0). */
import type { Box, Point } from "./boxes.js";
import type { FigureStyle } from "./figure-style.js";
import type { LegendEntry } from "./legend.js";
import type { Shape } from "./sequence-style.js";
import { pathData, type SvgNode, svg } from "./svg.js";
import { onColour } from "./theme.js";

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

/** A red triangle with an exclamation mark. */
export function conflictSign({ x, y }: Point, { theme, smallSize }: FigureStyle): SvgNode {
  const s = smallSize * 0.62;
  return svg(
    "g",
    { role: "graphics-symbol img", "aria-label": "conflict" },
    svg("path", {
      d: pathData`M${x},${y - s}L${x + s * 1.1},${y + s * 0.9}H${x - s * 1.1}Z`,
      fill: theme.alert,
      stroke: theme.background,
      "stroke-width": 0.8,
      "stroke-linejoin": "round",
    }),
    svg("path", {
      d: pathData`M${x},${y - s * 0.35}V${y + s * 0.25}M${x},${y + s * 0.55}v${0.01}`,
      stroke: onColour(theme.alert),
      "stroke-width": 0.9,
      "stroke-linecap": "round",
      fill: "none",
    }),
  );
}

/** What the sign of a conflict means. */
export const conflictEntry = (style: FigureStyle): LegendEntry => ({
  text: "conflict: two lesions of one study",
  symbolWidth: style.smallSize * 1.3,
  symbol: conflictSign({ x: 0, y: 0 }, style),
});

/** The outline of a shape that fills its box: a circle or pill, a square with round corners, a lozenge. */
export function outline(
  shape: Shape,
  { x, y, halfWidth, halfHeight }: Box,
  attributes: Readonly<Record<string, string | number>>,
): SvgNode {
  if (shape === "diamond") {
    const [w, h] = [halfWidth * 1.25, halfHeight * 1.25];
    return svg("path", {
      d: pathData`M${x - w},${y}L${x},${y - h}L${x + w},${y}L${x},${y + h}Z`,
      "stroke-linejoin": "round",
      ...attributes,
    });
  }
  return svg("rect", {
    x: x - halfWidth,
    y: y - halfHeight,
    width: 2 * halfWidth,
    height: 2 * halfHeight,
    rx: shape === "circle" ? halfHeight : 1.5,
    ...attributes,
  });
}
