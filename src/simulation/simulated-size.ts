/** How large a lesion is from study to study. */
import { exp, ln } from "../core/arithmetic.js";

/**
 * Between these long axes, mm, a lesion stays however long it is followed. The 892 rows of DeepLesion that
 * the numbers come from (patients 89-100, 23 liver lesions, the validation part of DLS) have long axes from
 * 2.6 to 122 mm; one in a hundred is above 82 mm.
 */
export const SMALLEST_MM = 3;
export const LARGEST_MM = 150;

/**
 * The long axis after some studies by Gompertz's law (Laird 1964, doi 10.1038/bjc.1964.55): it begins with
 * `growth` per study, in ln mm, and slows in proportion to what is left to the limit, the largest size where it
 * grows and the smallest where it shrinks.
 *
 * @param longMm at the first study, within the limits
 */
export function sizeAfter(studies: number, longMm: number, growth: number): number {
  const room = ln((growth > 0 ? LARGEST_MM : SMALLEST_MM) / longMm);
  if (room === 0 || growth === 0) return longMm;
  return longMm * exp(room * (1 - exp((-growth * studies) / room)));
}

/** A size within the limits. */
export const withinLimits = (mm: number): number => Math.min(LARGEST_MM, Math.max(SMALLEST_MM, mm));
