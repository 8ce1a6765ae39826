/** Scales in mm: how much of the patient a cell shows, and the bar that says how long a length is. */
import { quantileSorted } from "d3-array";
import type { FigureStyle } from "./figure-style.js";
import type { LegendEntry } from "./legend.js";
import { pathData, type SvgNode, svg } from "./svg.js";

/** Side of a cell with a slice, mm: enough to recognise the organs around the lesion. */
export const SLICE_FIELD_MM = 90;

/**
 * The longest axis and a tenth more, as an integer of 5 mm; but not more than twice the upper quartile
 * of the axes, so that a single large lesion does not make dots of all others. 50 mm where nothing was
 * measured.
 */
export function usualField(
  lesions: readonly { readonly longAxisMm?: number | undefined }[],
): number {
  const axes = lesions
    .flatMap(({ longAxisMm }) => (longAxisMm === undefined ? [] : [longAxisMm]))
    .sort((a, b) => a - b);
  const longest = axes.at(-1) ?? 0;
  if (longest === 0) return 50;
  const quartile = quantileSorted(axes, 0.75) as number;
  const shown = quartile > 0 ? Math.min(longest, 2 * quartile) : longest;
  return Math.ceil((shown * 1.1) / 5) * 5;
}

/** The longest round length that is at most half a field. */
export const barLength = (fieldMm: number): number =>
  [100, 50, 20, 10, 5, 2].find((length) => length <= fieldMm / 2) ?? 1;

/** The bar of a legend, for cells of this side in points. */
export function scaleEntry(fieldMm: number, side: number, { theme }: FigureStyle): LegendEntry {
  const length = barLength(fieldMm);
  const width = (length / fieldMm) * side;
  return { text: `${length} mm`, symbolWidth: width, symbol: bar(width, theme.text, 0.9) };
}

/** A bar of this width about (0, 0), with ticks at its ends. */
export const bar = (width: number, stroke: string, strokeWidth: number): SvgNode =>
  svg("path", {
    d: pathData`M${-width / 2},-2v4M${-width / 2},0H${width / 2}M${width / 2},-2v4`,
    stroke,
    "stroke-width": strokeWidth,
    fill: "none",
  });
