/** The last step of every figure: legend and notes below what is drawn. */
import { fail } from "../../core/errors.js";
import type { Area } from "./boxes.js";
import { Figure, type FigureContent } from "./figure.js";
import type { FigureStyle } from "./figure-style.js";
import { POINTS_PER_MM } from "./figure-style.js";
import { LINE_HEIGHT, label } from "./label.js";
import { type LegendGroup, legend, notes } from "./legend.js";
import { svg, translate } from "./svg.js";
import { wrap } from "./text-metrics.js";

/** What a figure is made of, with legends to place below it. */
export interface Unfinished extends Omit<FigureContent, "height"> {
  /** Printed in the middle where there is nothing to draw. */
  readonly empty: string | undefined;
  /** Where the drawing ends, in points. */
  readonly bottom: number;
  readonly legends: readonly LegendGroup[];
  /** Where the legend stands if not below the drawing. */
  readonly legendArea?: Omit<Area, "bottom"> | undefined;
}

export function finished(content: Unfinished, style: FigureStyle): Figure {
  const { empty } = content;
  const { fontSize } = style;
  const inset = 2;
  if (empty !== undefined) {
    const lines = wrap(empty, style.width - 2 * inset, fontSize);
    const pitch = fontSize * LINE_HEIGHT;
    const height = heightFor(fontSize * 5 + lines.length * pitch, style);
    const words = lines.map((line, i) =>
      label(line, style.width / 2, height / 2 + (i - (lines.length - 1) / 2) * pitch, {
        size: fontSize,
        anchor: "middle",
        fill: style.theme.muted,
      }),
    );
    return new Figure({ ...content, height, body: words }, style);
  }
  const gap = fontSize * 0.6;
  const { top, left, right } = content.legendArea ?? {
    top: content.bottom + gap,
    left: inset,
    right: style.width - inset,
  };
  const key = legend(content.legends, top, style, left, right);
  const below = key.height > 0 ? Math.max(content.bottom, top + key.height) : content.bottom;
  const rest = notes(content.notes, below + gap, style, inset);
  const needed = below + (rest.height > 0 ? gap + rest.height : 0) + gap;
  const height = heightFor(needed, style);
  const spare = (height - needed) / 2;
  const drawn = [...content.body, ...key.nodes, ...rest.nodes];
  const body = spare > 0.005 ? [svg("g", { transform: translate(0, spare) }, ...drawn)] : drawn;
  return new Figure({ ...content, height, body }, style);
}

/** The height that was asked for, or what is needed. @throws LesionGraphError BAD_OPTION where that is more. */
function heightFor(needed: number, { height }: FigureStyle): number {
  if (height === undefined) return needed;
  if (height >= needed - 0.005) return height;
  const neededMm = Math.ceil((needed / POINTS_PER_MM) * 10) / 10;
  fail(
    "BAD_OPTION",
    `heightMm of at least ${neededMm}, what this content needs`,
    height / POINTS_PER_MM,
    {
      option: "heightMm",
      remedy: "leave `heightMm` out, or make the figure wider",
    },
  );
}
