/** Axes of a lesion in the pixels of its slice, as DL_info.csv has them. */
import type { Lesion } from "../core/lesion.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";

/** Ends of both axes: x1, y1, x2, y2 in pixels from the outer corner of the first pixel. */
export interface PixelAxes {
  readonly longAxis: readonly number[];
  readonly shortAxis: readonly number[];
}

/** Returns the ends of both axes; `undefined` for a lesion that was not read from a DL_info.csv. */
export function pixelAxesOf(lesion: Lesion): PixelAxes | undefined {
  const { longAxisPx, shortAxisPx } = lesion as Partial<DlInfoLesion>;
  if (longAxisPx === undefined || shortAxisPx === undefined) return undefined;
  // Pixels are counted from 1, so that the centre of the first pixel, 1, is half a pixel from its corner.
  const fromCorner = (axis: readonly number[]): number[] => axis.map((pixel) => pixel - 0.5);
  return { longAxis: fromCorner(longAxisPx), shortAxis: fromCorner(shortAxisPx) };
}

/** Sex of the patient where the lesion's row has it. */
export const sexOf = (lesion: Lesion): "F" | "M" | undefined =>
  (lesion as Partial<DlInfoLesion>).sex;
