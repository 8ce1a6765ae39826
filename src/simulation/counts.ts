/** How many there are of something. */
import type { RandomSource } from "../core/random.js";

/** A whole number from 1 to `most`, geometrically distributed; the mean is that before the cut. */
export const atMost = (most: number, random: RandomSource, mean: number): number =>
  mean > 1
    ? Math.min(most, 1 + Math.floor(random.exponential(1 / Math.log(1 + 1 / (mean - 1)))))
    : 1;
