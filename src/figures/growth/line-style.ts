/** How links look in the charts over time, and what that means. */
import type { FigureStyle } from "../kit/figure-style.js";
import type { LegendEntry } from "../kit/legend.js";
import { legendLine } from "../kit/legend.js";

/** Dashes are uncertain links, thin lines cross studies without a measurement. `scale` makes all lines thinner. */
export const lineStyle = (
  {
    uncertain,
    gap,
  }: {
    readonly uncertain: boolean;
    readonly gap: boolean;
  },
  scale = 1,
) => ({
  "stroke-width": (gap ? 0.6 : 1.3) * scale,
  "stroke-dasharray": uncertain ? "2.6 2" : undefined,
});

/** Legend entries for the kinds of links that occur. */
export function lineEntries(
  points: readonly { readonly uncertain: boolean; readonly gap: boolean }[],
  { theme, fontSize }: FigureStyle,
): LegendEntry[] {
  const width = fontSize * 2;
  const entry = (text: string, kind: { uncertain: boolean; gap: boolean }): LegendEntry => ({
    text,
    symbol: legendLine(width, { stroke: theme.text, ...lineStyle(kind) }),
    symbolWidth: width,
  });
  return [
    ...(points.some(({ uncertain }) => uncertain)
      ? [entry("Uncertain link", { uncertain: true, gap: false })]
      : []),
    ...(points.some(({ gap }) => gap)
      ? [entry("Not measured in between", { uncertain: false, gap: true })]
      : []),
  ];
}
