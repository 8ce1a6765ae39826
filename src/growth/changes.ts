/** Changes of a sequence: from baseline, from the previous measurement and from the nadir. */
import type { Measurement } from "./sequence-measurements.js";

/** The change between two measurements. */
export interface Change {
  readonly fromStudy: number;
  /** Input row of the earlier measurement; none where the lesion was absent. */
  readonly fromRow: number | undefined;
  /** Change of the diameter in mm. */
  readonly mm: number;
  /** Change of the diameter in percent; none from 0 mm, and where it overflows. */
  readonly percent: number | undefined;
  /** Change of the area product in percent; none from 0, or where an area is unknown. */
  readonly areaPercent: number | undefined;
  /** Change of the volume in percent; none from 0, or where a volume is unknown. */
  readonly volumePercent: number | undefined;
}

/** The changes at one study; none at the first measurement and where nothing was measured. */
export interface Changes {
  /** From the first measurement. */
  readonly fromBaseline: Change | undefined;
  /** From the measurement before, however many studies lie between. */
  readonly fromPrevious: Change | undefined;
  /** From the smallest earlier diameter, baseline included; of equal diameters from the first. */
  readonly fromNadir: Change | undefined;
}

/** A measurement with a diameter: measured, or known to be absent. */
export type WithDiameter<M extends Measurement = Measurement> = M & { readonly diameterMm: number };

/**
 * Returns whether a measurement can be compared: with a diameter, from the first annotation on. A lesion that is not
 * yet annotated did not measure 0 mm.
 *
 * @param first the first measurement of the sequence that can be compared; none before it
 */
export const isComparable = <M extends Measurement>(
  measurement: M,
  first: Measurement | undefined,
): measurement is WithDiameter<M> =>
  measurement.diameterMm !== undefined &&
  (first !== undefined || measurement.status === "measured");

/** Returns the measurements that {@link isComparable} allows. O(n). */
export function followed<M extends Measurement>(measurements: readonly M[]): WithDiameter<M>[] {
  const comparable: WithDiameter<M>[] = [];
  for (const measurement of measurements) {
    if (isComparable(measurement, comparable[0])) comparable.push(measurement);
  }
  return comparable;
}

/** Returns whether a volume was measured: only then an absent lesion has a volume of 0 ml. O(n). */
export const hasMeasuredVolume = (measurements: readonly Measurement[]): boolean =>
  measurements.some(({ status, volumeMl }) => status === "measured" && volumeMl !== undefined);

/** Returns the change to a measurement; none without an earlier one. */
export const changeFrom = (
  from: WithDiameter | undefined,
  to: WithDiameter | undefined,
): Change | undefined =>
  from &&
  to && {
    fromStudy: from.study,
    fromRow: from.row,
    mm: to.diameterMm - from.diameterMm,
    percent: percentChange(from.diameterMm, to.diameterMm),
    areaPercent: percentChange(from.areaMm2, to.areaMm2),
    volumePercent: percentChange(from.volumeMl, to.volumeMl),
  };

/** Returns the change from a to b in percent of a; none where a is 0, one of them is unknown, or it overflows. */
export function percentChange(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined || a === 0) return undefined;
  const percent = ((b - a) / a) * 100;
  return Number.isFinite(percent) ? percent : undefined;
}

/**
 * Returns whether a is at least b, where both are lengths, areas or times. Limits are inclusive; a
 * relative difference of 1e-9 (rounding) counts as equal.
 */
export const atLeast = (a: number, b: number): boolean => a >= b - TOLERANCE * Math.max(1, b);

const TOLERANCE = 1e-9;
