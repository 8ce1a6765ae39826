/** Numbers and types of sequences at the beginning of their lanes. */
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { layer } from "../kit/lesion-element.js";
import type { ColourBy } from "../kit/patient-options.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import type { SvgNode } from "../kit/svg.js";
import type { LayoutRequest, SequenceLayout } from "./sequence-layout.js";

/** Number of each sequence, with the type of its lesions where there is room for it. */
export function laneLabels(shown: ShownPatient, { widthMm }: FigureStyle): Map<number, string> {
  return new Map(
    Array.from(shown.styles.keys(), (id) => {
      const own = shown.lesions.filter(({ sequence }) => sequence === id);
      const types = new Set(own.map(({ lesion }) => lesion.type));
      const [type] = types;
      const only = widthMm >= 120 && types.size === 1 && type !== undefined;
      return [id, only ? `${id} ${type}` : String(id)];
    }),
  );
}

/** Numbers of the sequences at the beginning of their lanes. */
export function laneHeadings(
  { lanes, direction, plot }: SequenceLayout,
  { laneLabels: texts }: LayoutRequest,
  { colourBy }: { readonly colourBy: ColourBy },
  style: FigureStyle,
): SvgNode {
  const { smallSize: size, fontSize, theme } = style;
  const known = new Set<number | undefined>();
  const nodes: SvgNode[] = [];
  if (direction === "across" && texts.size > 0) {
    nodes.push(label("Sequence", 2, plot.top - fontSize, { size, fill: theme.muted }));
  }
  for (const { sequence, at } of lanes) {
    if (known.has(sequence)) continue;
    known.add(sequence);
    const fill = colourBy === "sequence" && sequence !== undefined ? theme.text : theme.muted;
    const across = direction === "across";
    if (sequence === undefined) {
      const words = ["Single", "study"];
      words.forEach((word, i) => {
        const [x, y] = across
          ? [2, at + (i - 0.5) * size * 1.15]
          : [at, plot.top - fontSize * 1.4 + i * size * 1.05];
        nodes.push(label(word, x, y, { size, fill, anchor: across ? "start" : "middle" }));
      });
      continue;
    }
    const text = texts.get(sequence) ?? String(sequence);
    nodes.push(
      across
        ? label(text, 2, at, { size, weight: "bold", fill })
        : label(String(sequence), at, plot.top - fontSize, {
            size,
            weight: "bold",
            fill,
            anchor: "middle",
          }),
    );
  }
  return layer("sequences", "Sequences", ...nodes);
}
