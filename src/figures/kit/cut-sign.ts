/** Lesions that are larger than their cell: how they are known, and what is said of them. */
import type { Lesion } from "../../core/lesion.js";
import type { FigureStyle } from "./figure-style.js";
import type { LegendEntry } from "./legend.js";
import { axesOf, type Cell } from "./lesion-glyph.js";
import { pathData, type SvgNode, svg, translate } from "./svg.js";
import { counted } from "./wording.js";

/** True where an axis reaches beyond a cell of this side in mm. */
export const isCut = (lesion: Lesion, fieldMm: number): boolean =>
  (axesOf(lesion) ?? []).some((axis) => axis?.some((part) => Math.abs(part) > fieldMm / 2));

/** How many of these lesions are cut; nothing where none is. */
export function cutNotes(lesions: readonly Lesion[], fieldMm: number): string[] {
  const cut = lesions.filter((lesion) => isCut(lesion, fieldMm)).length;
  return cut === 0
    ? []
    : [
        `${cut} of ${counted(lesions.length, "lesion")} larger than a cell of ${fieldMm} mm, cropped.`,
      ];
}

/** An arrow with two heads in the lower right corner of a cell. */
export function cutSign({ x, y, side }: Cell, style: FigureStyle): SvgNode {
  const [right, bottom] = [x + side / 2, y + side / 2];
  const s = style.smallSize * 0.55;
  return svg("g", { transform: translate(right - s - 1.4, bottom - s - 1.4) }, arrow(style));
}

export const cutEntry = (style: FigureStyle): LegendEntry => ({
  text: "larger than the cell",
  symbolWidth: style.smallSize * 1.1,
  symbol: arrow(style),
});

function arrow({ smallSize, theme }: FigureStyle): SvgNode {
  const s = smallSize * 0.55;
  const head = s * 0.9;
  return svg(
    "g",
    {},
    svg("rect", { x: -s, y: -s, width: 2 * s, height: 2 * s, fill: theme.background }),
    svg("path", {
      d: pathData`M${-s * 0.8},${-s * 0.8}L${s * 0.8},${s * 0.8}M${-s * 0.8 + head},${-s * 0.8}h${-head}v${head}M${s * 0.8 - head},${s * 0.8}h${head}v${-head}`,
      fill: "none",
      stroke: theme.text,
      "stroke-width": 0.9,
    }),
  );
}
