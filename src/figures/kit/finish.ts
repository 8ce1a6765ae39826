/** The last step of every figure: legend and notes below what is drawn. */
import { Figure } from "./figure.js";
import type { FigureStyle } from "./figure-style.js";
import { LINE_HEIGHT, label } from "./label.js";
import { type LegendGroup, legend, notes } from "./legend.js";
import type { SvgChild } from "./svg.js";
import { wrap } from "./text-metrics.js";

export interface Unfinished {
  readonly title: string;
  readonly description: string;
  readonly notes: readonly string[];
  /** Printed in the middle where there is nothing to draw. */
  readonly empty: string | undefined;
  /** Where the drawing ends, in points. */
  readonly bottom: number;
  readonly body: readonly (SvgChild | undefined)[];
  readonly legends: readonly LegendGroup[];
}

export function finished(content: Unfinished, style: FigureStyle): Figure {
  const { title, description, empty } = content;
  const { fontSize } = style;
  const inset = 2;
  if (empty !== undefined) {
    const lines = wrap(empty, style.width - 2 * inset, fontSize);
    const pitch = fontSize * LINE_HEIGHT;
    const height = fontSize * 5 + lines.length * pitch;
    const words = lines.map((line, i) =>
      label(line, style.width / 2, height / 2 + (i - (lines.length - 1) / 2) * pitch, {
        size: fontSize,
        anchor: "middle",
        fill: style.theme.muted,
      }),
    );
    return new Figure({ title, description, notes: content.notes, height, body: words }, style);
  }
  const gap = fontSize * 0.6;
  const key = legend(content.legends, content.bottom + gap, style, inset, style.width - inset);
  const below = content.bottom + (key.height > 0 ? gap + key.height : 0);
  const rest = notes(content.notes, below + gap, style, inset);
  const height = below + (rest.height > 0 ? gap + rest.height : 0) + gap;
  return new Figure(
    {
      title,
      description,
      notes: content.notes,
      height,
      body: [...content.body, ...key.nodes, ...rest.nodes],
    },
    style,
  );
}
