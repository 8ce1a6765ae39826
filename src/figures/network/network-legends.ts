/** Legend entries for sequences, types and sizes. */

import type { FigureStyle } from "../kit/figure-style.js";
import type { LegendGroup } from "../kit/legend.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import { svg } from "../kit/svg.js";
import { FULL_SIZE_MM, radiusOf } from "./draw-node.js";
import type { NodeLabel } from "./network-options.js";

/** How big nodes are. */
export function sizeLegend({ marks }: ShownPatient, style: FigureStyle): LegendGroup {
  if (!marks.some(({ lesion }) => lesion.longAxisMm !== undefined))
    return { title: "", entries: [] };
  const sizes = [10, FULL_SIZE_MM];
  return {
    title: "long axis",
    entries: sizes.map((longAxisMm) => {
      const radius = radiusOf({ longAxisMm, row: 0, patient: "", study: 1, id: "" }, style);
      return {
        text: longAxisMm === FULL_SIZE_MM ? `${longAxisMm} mm and more` : `${longAxisMm} mm`,
        symbolWidth: 2 * radius,
        symbolHeight: 2 * radius,
        symbol: svg("circle", {
          r: radius,
          fill: "none",
          stroke: style.theme.neutral,
          "stroke-width": 0.8,
        }),
      };
    }),
  };
}

/** What the text in a node is. */
export function labelLegend({ marks, idStart }: ShownPatient, what: NodeLabel): LegendGroup {
  const texts: Record<NodeLabel, string> = {
    row: "data row",
    id: idStart === "" ? "lesion id" : `lesion id after ${idStart}`,
    sequence: "sequence",
    longAxisMm: "long axis, mm",
    none: "",
  };
  const none = what === "none" || marks.length === 0;
  const text = `in the node: ${texts[what]}`;
  return { title: "", entries: none ? [] : [{ text, symbolWidth: 0 }] };
}
