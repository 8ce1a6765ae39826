/** What lines, crosses and bands of a growth chart mean. */
import { lineStyle } from "../growth/line-style.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { LegendEntry, LegendGroup } from "../kit/legend.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";
import type { GrowthCurve } from "./growth-curves.js";

/** Only what occurs. */
export function growthLegend(
  curves: readonly GrowthCurve[],
  { errorBand }: { readonly errorBand: boolean },
  { theme, fontSize, smallSize }: FigureStyle,
): LegendGroup {
  const width = fontSize * 2;
  const all = curves.flatMap(({ points }) => points);
  const line = (kind: { uncertain: boolean; gap: boolean }): SvgNode =>
    svg("line", {
      x1: -width / 2,
      x2: width / 2,
      y1: 0,
      y2: 0,
      stroke: theme.text,
      ...lineStyle(kind),
    });
  const band = svg("rect", {
    x: -width / 2,
    y: -smallSize / 2,
    width,
    height: smallSize,
    fill: theme.neutral,
    "fill-opacity": 0.3,
  });
  const possible: readonly (LegendEntry & { readonly used: boolean })[] = [
    {
      used: errorBand,
      text: "Measurement error of the first diameter",
      symbol: band,
      symbolWidth: width,
    },
    {
      used: all.some(({ uncertain }) => uncertain),
      text: "Uncertain link",
      symbol: line({ uncertain: true, gap: false }),
      symbolWidth: width,
    },
    {
      used: all.some(({ gap }) => gap),
      text: "Not measured in between",
      symbol: line({ uncertain: false, gap: true }),
      symbolWidth: width,
    },
    {
      used: all.some(({ absent }) => absent),
      text: "Absent (0 mm)",
      symbol: symbol("cross", smallSize, theme.text, theme.background),
      symbolWidth: smallSize,
    },
  ];
  return { title: "", entries: possible.filter(({ used }) => used) };
}
