/** What follows from the pixels of an annotation: extent and length of its axes, and mm. */
import { norm } from "../core/arithmetic.js";
import { AT, type NumericValues } from "./dl-info-columns.js";

/** Two points in pixels counted from 1: x1, y1, x2, y2. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** DeepLesion's boxes: the extent of the four ends plus this on each side. */
export const BOX_MARGIN_PX = 5;

/** Smallest coordinate of the four ends along x (0) or y (1). */
export function leastEnd(values: NumericValues, side: number): number {
  let least = values[AT.ends + side]!;
  for (let at = AT.ends + side + 2; at < AT.ends + 8; at += 2) least = Math.min(least, values[at]!);
  return least;
}

/** Greatest coordinate of the four ends along x (0) or y (1). */
export function greatestEnd(values: NumericValues, side: number): number {
  let greatest = values[AT.ends + side]!;
  for (let at = AT.ends + side + 2; at < AT.ends + 8; at += 2) {
    greatest = Math.max(greatest, values[at]!);
  }
  return greatest;
}

/** Distance between the two ends of the long (0) or short (1) axis, with x and y multiplied by the spacing. */
export function axisLength(values: NumericValues, axis: number, sx = 1, sy = 1): number {
  const end = AT.ends + 4 * axis;
  const dx = (values[end + 2]! - values[end]!) * sx;
  const dy = (values[end + 3]! - values[end + 1]!) * sy;
  return Math.sqrt(dx * dx + dy * dy);
}

/**
 * Fills in the centre (mm relative to the image centre; z from the slice index, counted from 0) and the axes in mm:
 * the file's diameters times the spacing, or from the ends of the axes where pixels are not square.
 */
export function deriveMillimetres(values: NumericValues): void {
  const sx = values[AT.spacing]!;
  const sy = values[AT.spacing + 1]!;
  for (let k = 0; k < 2; k++) {
    const centre = (leastEnd(values, k) + greatestEnd(values, k)) / 2;
    const middle = (values[AT.size + k]! + 1) / 2;
    values[AT.centreMm + k] = (centre - middle) * values[AT.spacing + k]!;
    values[AT.axesMm + k] =
      sx === sy ? values[AT.diameters + k]! * sx : axisLength(values, k, sx, sy);
  }
  values[AT.centreMm + 2] = (values[AT.slice]! - 1) * values[AT.spacing + 2]!;
}

/** Returns x1, y1, x2, y2: the smallest and largest x and y of points given as x, y, x, y, …. */
export function extent(coordinates: readonly number[]): Segment {
  const xs = coordinates.filter((_, i) => i % 2 === 0);
  const ys = coordinates.filter((_, i) => i % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Length of a segment in px. */
export const segmentLength = ([x1, y1, x2, y2]: Segment): number => norm(x2 - x1, y2 - y1);
