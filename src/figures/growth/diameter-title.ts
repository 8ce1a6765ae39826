/** What the axis of diameters is called. */
import type { PatientGrowth } from "../../growth/growth-result.js";

/** Longest first: the long axis, and the short axis where there are lymph nodes. */
export const diameterTitle = ({ sequences }: PatientGrowth): readonly [string, string, string] =>
  sequences.some(({ isLymphNode }) => isLymphNode)
    ? ["Long axis, lymph nodes short axis (mm)", "Diameter (mm)", "mm"]
    : ["Long axis (mm)", "Long axis (mm)", "mm"];
