/** Texts that growth charts share. */
import { greatest } from "d3-array";
import type { PatientGrowth } from "../../growth/growth-result.js";

/** Titles of the axis of diameters, longest first: the long axis, and the short axis where there are lymph nodes. */
export const diameterTitle = ({ sequences }: PatientGrowth): readonly [string, string, string] =>
  sequences.some(({ isLymphNode }) => isLymphNode)
    ? ["Long axis, lymph nodes short axis (mm)", "Diameter (mm)", "mm"]
    : ["Long axis (mm)", "Long axis (mm)", "mm"];

/** What a chart with nothing to draw says: why there is no change over time, with the largest measurement there is. */
export function emptyGrowthText({ sequences }: PatientGrowth): string {
  const measured = sequences.flatMap(({ sequence, points }) =>
    points.flatMap(({ study, diameterMm }) =>
      diameterMm === undefined ? [] : [{ sequence, study, mm: diameterMm }],
    ),
  );
  const largest = greatest(measured, ({ mm }) => mm);
  if (largest === undefined) return "No lesion measured.";
  return `No lesion measured in two or more studies. Largest measurement: ${largest.mm.toFixed(1)} mm, sequence ${largest.sequence}, study ${largest.study}.`;
}
