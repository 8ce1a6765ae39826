/** What a chart of growth says where it has nothing to draw. */
import type { PatientGrowth } from "../../growth/growth-result.js";

/** Why there is no change over time, with the largest measurement there is. */
export function emptyGrowthText({ sequences }: PatientGrowth): string {
  const single = sequences.flatMap(({ sequence, points }) =>
    points.flatMap(({ study, diameterMm }) =>
      diameterMm === undefined ? [] : [{ sequence, study, mm: diameterMm }],
    ),
  );
  const [first, ...others] = single;
  if (first === undefined) return "No lesion measured.";
  const largest = others.reduce((a, b) => (b.mm > a.mm ? b : a), first);
  return `No lesion measured in two or more studies. Largest measurement: ${largest.mm.toFixed(1)} mm, sequence ${largest.sequence}, study ${largest.study}.`;
}
