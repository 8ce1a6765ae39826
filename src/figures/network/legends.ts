/** Legend entries for sequences, types and sizes. */
import { LESION_TYPES } from "../../core/lesion.js";
import type { LegendEntry, LegendGroup } from "../parts/legend.js";
import type { FigureStyle } from "../style.js";
import { type SvgNode, svg } from "../svg.js";
import type { Look, ShownPatient } from "./marks.js";
import { FULL_SIZE_MM, outline, radiusOf, typeColour } from "./nodes.js";
import type { NodeLabel } from "./options.js";

/** How a figure shows the looks of sequences. */
export interface LookUse {
  /** True where it shows their colours and not their shapes. */
  readonly coloursOnly?: boolean;
  /** Where their numbers stand. */
  readonly numbers: "in the nodes" | "on the joins" | "in the tooltips";
}

/**
 * Which colour and shape is which sequence or type. Where a look stands for several sequences, none is
 * named, and the legend says where the numbers are.
 */
export function lookLegend(
  { marks, looks }: ShownPatient,
  colourBy: "sequence" | "type",
  style: FigureStyle,
  { coloursOnly = false, numbers }: LookUse,
): LegendGroup {
  const { theme, smallSize } = style;
  const width = smallSize * 1.1;
  const symbol = (look: Look | undefined): SvgNode =>
    outline(
      coloursOnly ? "square" : (look?.shape ?? "circle"),
      { x: 0, y: 0, halfWidth: width / 2, halfHeight: width / 2 },
      {
        fill: look?.colour ?? theme.background,
        stroke: look?.colour ?? theme.neutral,
        "stroke-width": 1,
      },
    );
  const entry = (text: string, look: Look | undefined): LegendEntry => ({
    text,
    symbolWidth: width + 1,
    symbol: symbol(look),
  });
  if (colourBy === "type") {
    const types = LESION_TYPES.filter((type) => marks.some(({ lesion }) => lesion.type === type));
    const unknown = marks.some(({ lesion }) => lesion.type === undefined);
    return {
      title: "type",
      entries: [
        ...types.map((type) =>
          entry(type, { colour: typeColour(type, theme.palette), shape: "circle" }),
        ),
        ...(unknown ? [entry("unknown", undefined)] : []),
      ],
    };
  }
  const present = new Set(marks.map(({ sequence }) => sequence));
  const followed = Array.from(looks).filter(([id]) => present.has(id));
  const alone = marks.some(({ sequence }) => !looks.has(sequence));
  const different = new Set(
    followed.map(([, { colour, shape }]) => (coloursOnly ? colour : `${colour} ${shape}`)),
  );
  const repeated = different.size < followed.length;
  const what = coloursOnly ? "colours" : "colours and shapes";
  return {
    title: "sequence",
    entries: [
      ...(repeated
        ? [{ text: `numbers ${numbers}; ${what} repeat`, symbolWidth: 0 }]
        : followed.map(([id, look]) => entry(String(id), look))),
      ...(alone ? [entry("one study only", undefined)] : []),
    ],
  };
}

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
