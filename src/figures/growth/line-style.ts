/** How links look in the charts over time. */

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
