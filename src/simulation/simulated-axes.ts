/** The ends of an annotation's two axes, in px. */

import type { RandomSource } from "../core/random.js";
import { BOX_MARGIN_PX, extent } from "../deeplesion/geometry.js";
import { IMAGE_PX } from "./study.js";

/** Rounded as DL_info.csv rounds. */
export const sixDigits = (value: number): number => Number(value.toPrecision(6));

/**
 * The ends of two perpendicular axes that cross near the centre, in px. Where they would leave the image, with
 * the box around them, the whole annotation is moved back into it.
 */
export function axes(
  random: RandomSource,
  [x, y]: readonly [number, number],
  long: number,
  short: number,
): number[] {
  const angle = random.uniform(0, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = long * random.uniform(-0.1, 0.1);
  const aside = short * random.uniform(0.4, 0.6);
  const ends = [
    x + (long / 2) * cos,
    y + (long / 2) * sin,
    x - (long / 2) * cos,
    y - (long / 2) * sin,
    x + along * cos - aside * sin,
    y + along * sin + aside * cos,
    x + along * cos + (short - aside) * sin,
    y + along * sin - (short - aside) * cos,
  ];
  const [x1, y1, x2, y2] = extent(ends);
  const shift = [back(x1, x2), back(y1, y2)] as const;
  return ends.map((part, i) => sixDigits(part + shift[(i % 2) as 0 | 1]));
}

/** First and last pixel that an end may lie on, with half a pixel for rounding. */
const [FIRST_PX, LAST_PX] = [1.5 + BOX_MARGIN_PX, IMAGE_PX - 0.5 - BOX_MARGIN_PX];

/** How far to move what reaches from `low` to `high` so that it lies in the image. */
const back = (low: number, high: number): number =>
  Math.max(0, FIRST_PX - low) - Math.max(0, high - LAST_PX);
