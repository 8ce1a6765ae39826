/** Signs for studies that are not drawn: without them study 2 and study 6 would seem to follow each other. */

import type { Point } from "./boxes.js";
import type { FigureStyle } from "./figure-style.js";
import type { LegendEntry } from "./legend.js";
import type { ShownPatient } from "./shown-patient.js";
import { pathData, type SvgNode, svg } from "./svg.js";

/** True where studies lie between this one of the shown studies and the one before. */
export const followsGap = (studies: readonly number[], i: number): boolean =>
  i > 0 && studies[i]! - studies[i - 1]! > 1;

/** Two short slanting lines, across a line that runs from left to right, or from top to bottom. */
export function breakSign(
  { x, y }: Point,
  direction: "across" | "down",
  { theme, fontSize }: FigureStyle,
): SvgNode {
  const [half, slant, apart] = [fontSize * 0.42, fontSize * 0.16, fontSize * 0.17];
  const d =
    direction === "across"
      ? pathData`M${x - apart - slant},${y + half}L${x - apart + slant},${y - half}M${x + apart - slant},${y + half}L${x + apart + slant},${y - half}`
      : pathData`M${x - half},${y - apart + slant}L${x + half},${y - apart - slant}M${x - half},${y + apart + slant}L${x + half},${y + apart - slant}`;
  return svg("path", {
    role: "graphics-symbol img",
    "aria-label": "studies not drawn",
    d,
    fill: "none",
    stroke: theme.text,
    "stroke-width": 0.8,
  });
}

/** What the sign means, where there is one. */
export function breakEntry({ studies }: ShownPatient, style: FigureStyle): LegendEntry[] {
  if (!studies.some((_, i) => followsGap(studies, i))) return [];
  return [
    {
      text: "studies between not drawn",
      symbolWidth: style.fontSize * 0.8,
      symbol: breakSign({ x: 0, y: 0 }, "across", style),
    },
  ];
}
