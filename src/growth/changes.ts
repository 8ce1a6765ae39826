/** How a sequence changed: from baseline, from the study before, from the smallest so far. */
import type { Measurement } from "./measurements.js";

/** The change of a diameter between two studies. */
export interface Change {
  readonly fromStudy: number;
  /** The mark it is measured from; none where the lesion was absent. */
  readonly fromRow: number | undefined;
  readonly mm: number;
  /** None where it is measured from 0 mm. */
  readonly percent: number | undefined;
  /** Change of the area product; none where it is measured from 0. */
  readonly areaPercent: number | undefined;
}

/** The changes at one study; none at the first measurement, and none where nothing was measured. */
export interface Changes {
  /** From the first measurement. */
  readonly fromBaseline: Change | undefined;
  /** From the measurement before, however many studies lie between. */
  readonly fromPrevious: Change | undefined;
  /** From the smallest measurement before, the baseline included; of equals from the first. */
  readonly fromNadir: Change | undefined;
}

const NO_CHANGES: Changes = Object.freeze({
  fromBaseline: undefined,
  fromPrevious: undefined,
  fromNadir: undefined,
});

/** The changes for each measurement, in the order of studies. O(n²) for n studies. */
export function changesOf(measurements: readonly Measurement[]): Changes[] {
  const known = followed(measurements);
  return measurements.map((measurement) => {
    const at = known.indexOf(measurement as Known);
    const to = known[at];
    if (at < 1 || to === undefined) return NO_CHANGES;
    const before = known.slice(0, at);
    const nadir = before.reduce((least, one) => (one.diameterMm < least.diameterMm ? one : least));
    return {
      fromBaseline: changeFrom(before[0] as Known, to),
      fromPrevious: changeFrom(before.at(-1) as Known, to),
      fromNadir: changeFrom(nadir, to),
    };
  });
}

/** A measurement with figures: measured, or known to be absent. */
export type Known<M extends Measurement = Measurement> = M & {
  readonly diameterMm: number;
  readonly areaMm2: number;
};

/** What can be compared: everything with figures from the first mark on. A lesion not yet there is no 0. */
export function followed<M extends Measurement>(measurements: readonly M[]): Known<M>[] {
  const first = measurements.findIndex(({ status }) => status === "measured");
  return first < 0 ? [] : measurements.slice(first).filter(isKnown);
}

const isKnown = <M extends Measurement>(measurement: M): measurement is Known<M> =>
  measurement.diameterMm !== undefined;

const changeFrom = (from: Known, to: Known): Change => ({
  fromStudy: from.study,
  fromRow: from.row,
  mm: to.diameterMm - from.diameterMm,
  percent: percentOf(from.diameterMm, to.diameterMm),
  areaPercent: percentOf(from.areaMm2, to.areaMm2),
});

/**
 * Whether a is at least b, where both come of sums and products of diameters: limits are inclusive, and
 * the last digits of binary numbers do not decide about a patient.
 */
export const atLeast = (a: number, b: number): boolean => a >= b - TOLERANCE * Math.max(1, b);

const TOLERANCE = 1e-9;

/** By how much b is larger than a, in percent of a; none where a is 0. */
export const percentOf = (a: number, b: number): number | undefined =>
  a === 0 ? undefined : ((b - a) / a) * 100;
