/** Legend entries for sizes and texts of nodes. */
import type { FigureStyle } from "../kit/figure-style.js";
import type { LegendEntry, LegendGroup } from "../kit/legend.js";
import type { NodeLabel } from "../kit/patient-options.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import { svg } from "../kit/svg.js";
import { conflictEntry } from "../kit/symbols.js";
import { FULL_SIZE_MM, RING, radiusOf } from "./draw-node.js";

/** How big nodes are; `scale` as in `nodeSize`. */
export function sizeLegend({ lesions }: ShownPatient, style: FigureStyle, scale = 1): LegendGroup {
  if (!lesions.some(({ lesion }) => lesion.longAxisMm !== undefined)) return { entries: [] };
  const sizes = [10, 30, FULL_SIZE_MM];
  return {
    title: "Long axis",
    entries: sizes.map((longAxisMm) => {
      const radius = scale * radiusOf({ longAxisMm, row: 0, patient: "", study: 1, id: "" }, style);
      return {
        text: longAxisMm === FULL_SIZE_MM ? `≥${longAxisMm} mm` : `${longAxisMm} mm`,
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

/** What the text in a node or cell is; nothing where there is none. */
export function labelEntries(
  of: "Node" | "Cell",
  { lesions, idStart }: ShownPatient,
  what: NodeLabel,
): LegendEntry[] {
  if (what === "none" || lesions.length === 0) return [];
  const texts: Record<typeof what, string> = {
    row: "input row",
    id: idStart === "" ? "lesion id" : `lesion id after ${idStart}`,
    sequence: "sequence",
    longAxisMm: "long axis (mm)",
  };
  return [{ text: `${of} label: ${texts[what]}` }];
}

/** The double outline of a duplicate and the sign of a conflict, where they occur. */
export function nodeSigns(
  { duplicate, conflict }: { readonly duplicate: boolean; readonly conflict: boolean },
  style: FigureStyle,
): LegendEntry[] {
  const { theme, smallSize } = style;
  const r = smallSize * 0.5;
  const ring = { fill: "none", stroke: theme.neutral, "stroke-width": 0.9 };
  const entries: (LegendEntry | false)[] = [
    duplicate && {
      text: "duplicate annotation",
      symbolWidth: 2 * (r + RING) + 1,
      symbol: svg(
        "g",
        {},
        svg("circle", { r, ...ring, fill: theme.neutral }),
        svg("circle", { r: r + RING, ...ring }),
      ),
    },
    conflict && conflictEntry(style),
  ];
  return entries.filter((entry) => entry !== false);
}
