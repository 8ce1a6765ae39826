/** Legend entries for sequences and types. */
import { LESION_TYPES } from "../../core/lesion.js";
import type { FigureStyle } from "./figure-style.js";
import type { LegendEntry, LegendGroup } from "./legend.js";
import type { ColourBy } from "./patient-options.js";
import { type SequenceStyle, typeColour } from "./sequence-style.js";
import type { ShownPatient } from "./shown-patient.js";
import type { SvgNode } from "./svg.js";
import { outline } from "./symbols.js";

/** How a figure shows the styles of sequences. */
export interface StyleUse {
  /** True where it shows their colours and not their shapes. */
  readonly coloursOnly?: boolean;
  /** Where their numbers stand. */
  readonly numbers: "in the nodes" | "on the joins" | "on the map" | "in the tooltips";
}

/**
 * Which colour and shape is which sequence or type. Where a style stands for several sequences, none is
 * named, and the legend says where the numbers are.
 */
export function styleLegend(
  { lesions, styles }: ShownPatient,
  colourBy: ColourBy,
  style: FigureStyle,
  { coloursOnly = false, numbers }: StyleUse,
): LegendGroup {
  if (colourBy === "none") return { entries: [] };
  const { theme, smallSize } = style;
  const width = smallSize * 1.1;
  const symbol = (sequenceStyle: SequenceStyle | undefined): SvgNode =>
    outline(
      coloursOnly ? "square" : (sequenceStyle?.shape ?? "circle"),
      { x: 0, y: 0, halfWidth: width / 2, halfHeight: width / 2 },
      {
        fill: sequenceStyle?.colour ?? theme.background,
        stroke: sequenceStyle?.colour ?? theme.neutral,
        "stroke-width": 1,
      },
    );
  const entry = (text: string, sequenceStyle: SequenceStyle | undefined): LegendEntry => ({
    text,
    symbolWidth: width + 1,
    symbol: symbol(sequenceStyle),
  });
  if (colourBy === "type") {
    const types = LESION_TYPES.filter((type) => lesions.some(({ lesion }) => lesion.type === type));
    const unknown = lesions.some(({ lesion }) => lesion.type === undefined);
    return {
      title: "Type",
      entries: [
        ...types.map((type) =>
          entry(type, { colour: typeColour(type, theme.palette), shape: "circle" }),
        ),
        ...(unknown ? [entry("unknown", undefined)] : []),
      ],
    };
  }
  const present = new Set(lesions.map(({ sequence }) => sequence));
  const followed = Array.from(styles).filter(([id]) => present.has(id));
  const alone = lesions.some(({ sequence }) => !styles.has(sequence));
  const different = new Set(
    followed.map(([, { colour, shape }]) => (coloursOnly ? colour : `${colour} ${shape}`)),
  );
  const repeated = different.size < followed.length;
  const what = coloursOnly ? "colours" : "colours and shapes";
  return {
    title: "Sequence",
    entries: [
      ...(repeated
        ? [{ text: `numbers ${numbers}; ${what} repeat` }]
        : followed.map(([id, sequenceStyle]) => entry(String(id), sequenceStyle))),
      ...(alone ? [entry("single study", undefined)] : []),
    ],
  };
}
