/** Changes of a sequence: from baseline, from the previous measurement and from the nadir. */
import type { Measurement } from "./sequence-measurements.js";

/** The change between two measurements. */
export interface Change {
  readonly fromStudy: number;
  /** Input row of the earlier measurement; none where the lesion was absent. */
  readonly fromRow: number | undefined;
  /** Change of the diameter in mm. */
  readonly mm: number;
  /** Change of the diameter in percent; none from 0 mm. */
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

const NO_CHANGES: Changes = Object.freeze({
  fromBaseline: undefined,
  fromPrevious: undefined,
  fromNadir: undefined,
});

/** Returns the changes at each measurement, measurements in study order. O(n). */
export function changesOf(measurements: readonly Measurement[]): Changes[] {
  const first = firstMeasured(measurements);
  let baseline: WithDiameter | undefined;
  let previous: WithDiameter | undefined;
  let nadir: WithDiameter | undefined;
  return measurements.map((measurement, i) => {
    if (i < first || !hasDiameter(measurement)) return NO_CHANGES;
    const changes = {
      fromBaseline: baseline && changeFrom(baseline, measurement),
      fromPrevious: previous && changeFrom(previous, measurement),
      fromNadir: nadir && changeFrom(nadir, measurement),
    };
    baseline ??= measurement;
    previous = measurement;
    if (nadir === undefined || measurement.diameterMm < nadir.diameterMm) nadir = measurement;
    return changes;
  });
}

/**
 * Returns the measurements that can be compared: those with a diameter, from the first annotation on. A
 * lesion that is not yet annotated did not measure 0 mm. O(n).
 */
export function followed<M extends Measurement>(measurements: readonly M[]): WithDiameter<M>[] {
  return measurements.slice(firstMeasured(measurements)).filter(hasDiameter);
}

/** Returns the index of the first annotation; the number of measurements where there is none. O(n). */
export function firstMeasured(measurements: readonly Measurement[]): number {
  const first = measurements.findIndex(({ status }) => status === "measured");
  return first < 0 ? measurements.length : first;
}

const hasDiameter = <M extends Measurement>(measurement: M): measurement is WithDiameter<M> =>
  measurement.diameterMm !== undefined;

const changeFrom = (from: WithDiameter, to: WithDiameter): Change => ({
  fromStudy: from.study,
  fromRow: from.row,
  mm: to.diameterMm - from.diameterMm,
  percent: percentChange(from.diameterMm, to.diameterMm),
  areaPercent: percentChange(from.areaMm2, to.areaMm2),
  volumePercent: percentChange(from.volumeMl, to.volumeMl),
});

/** Returns the change from a to b in percent of a; none where a is 0 or one of them is unknown. */
export const percentChange = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined || a === 0 ? undefined : ((b - a) / a) * 100;

/**
 * Returns whether a is at least b, where both are sums and products of diameters. Limits are inclusive; a
 * relative difference of 1e-9 (rounding) counts as equal.
 */
export const atLeast = (a: number, b: number): boolean => a >= b - TOLERANCE * Math.max(1, b);

const TOLERANCE = 1e-9;
