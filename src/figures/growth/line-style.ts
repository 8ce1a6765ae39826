/** How links look in the charts over time. */

/** Dashes are uncertain links, thin lines cross studies without a measurement. */
export const lineStyle = ({
  uncertain,
  gap,
}: {
  readonly uncertain: boolean;
  readonly gap: boolean;
}) => ({
  "stroke-width": gap ? 0.6 : 1.3,
  "stroke-dasharray": uncertain ? "2.6 2" : undefined,
});
