/** What lines, crosses and bands of a growth chart mean. */
import type { GrowthCurve } from "../growth/growth-curves.js";
import { lineEntries } from "../growth/line-style.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { LegendEntry, LegendGroup } from "../kit/legend.js";
import { svg } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";

/** Only what occurs. */
export function growthLegend(
  curves: readonly GrowthCurve[],
  { errorBand }: { readonly errorBand: boolean },
  style: FigureStyle,
): LegendGroup {
  const { theme, fontSize, smallSize } = style;
  const width = fontSize * 2;
  const all = curves.flatMap(({ points }) => points);
  const band: LegendEntry = {
    text: "Measurement error of the first diameter",
    symbol: svg("rect", {
      x: -width / 2,
      y: -smallSize / 2,
      width,
      height: smallSize,
      fill: theme.neutral,
      "fill-opacity": 0.3,
    }),
    symbolWidth: width,
  };
  const absent: LegendEntry = {
    text: "Absent (0 mm)",
    symbol: symbol("cross", smallSize, theme.text, theme.background),
    symbolWidth: smallSize,
  };
  return {
    entries: [
      ...(errorBand ? [band] : []),
      ...lineEntries(all, style),
      ...(all.some((point) => point.absent) ? [absent] : []),
    ],
  };
}
