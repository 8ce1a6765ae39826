/** The lesions a patient has, whether annotated or not, and how they grow. */
import { exp, ln } from "../core/arithmetic.js";
import { LESION_TYPES, type LesionType, type Vec3 } from "../core/lesion.js";
import type { RandomSource } from "../core/random.js";
import type { SimulationOptions } from "./simulation-options.js";

/** A lesion as it is. */
export interface PatientLesion {
  /** Relative position in the body. */
  readonly at: Vec3;
  /** Long axis at the first study, mm. */
  readonly longMm: number;
  /** Short over long axis. */
  readonly roundness: number;
  /** Growth per study at first, ln mm. */
  readonly growth: number;
  /** First and last study in which it is there. */
  readonly from: number;
  readonly until: number;
  readonly type: LesionType;
}

/** All lesions of a patient over so many studies; many lie near the one before. */
export function simulateLesions(
  random: RandomSource,
  studies: number,
  options: SimulationOptions,
): PatientLesion[] {
  const lesions: PatientLesion[] = [];
  const count = atMost(options.maxLesions, random, options.meanLesions);
  for (let i = 0; i < count; i++) {
    const before = lesions[i - 1];
    const near = before !== undefined && random.happens(options.clustered);
    const at: Vec3 = near
      ? (before.at.map((part) => random.normal(part, NEIGHBOUR)) as unknown as Vec3)
      : [random.uniform(0.15, 0.85), random.uniform(0.25, 0.75), random.uniform(0.25, 0.85)];
    const appears = studies > 1 && random.happens(options.appearing);
    const from = appears ? 2 + random.below(studies - 1) : 1;
    const vanishes = from < studies && random.happens(options.disappearing);
    lesions.push({
      at: at.map((part) => Math.min(0.9, Math.max(0.1, part))) as unknown as Vec3,
      longMm: withinLimits(exp(random.normal(ln(options.medianLongMm), options.sizeSpread))),
      roundness: random.uniform(0.55, 0.95),
      growth: random.normal(0, options.growth),
      from,
      until: vanishes ? from + random.below(studies - from) : studies,
      type: near ? before.type : random.pick(LESION_TYPES),
    });
  }
  return lesions;
}

/** How far a lesion of a cluster lies from the one before it, relative, standard deviation. */
const NEIGHBOUR = 0.07;

/** A whole number from 1 to `most`, geometrically distributed; the mean is that before the cut. */
export const atMost = (most: number, random: RandomSource, mean: number): number =>
  mean > 1
    ? Math.min(most, 1 + Math.floor(random.exponential(1 / Math.log(1 + 1 / (mean - 1)))))
    : 1;

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
const withinLimits = (mm: number): number => Math.min(LARGEST_MM, Math.max(SMALLEST_MM, mm));
