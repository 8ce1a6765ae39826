/**
 * Intensity statistics as defined by the Image Biomarker Standardisation Initiative (IBSI reference
 * manual, section 3.3 "intensity-based statistical features"; Zwanenburg et al., Radiology 2020, doi
 * 10.1148/radiol.2020191145).
 */

import { fail } from "../core/errors.js";
import { assertNumbers } from "../core/shape.js";

/** The 18 features of IBSI's family, in its order. `undefined` where a definition divides by zero. */
export interface FirstOrder {
  readonly mean: number;
  /** Population variance (divided by n). */
  readonly variance: number;
  /** Undefined for values that are all the same. */
  readonly skewness: number | undefined;
  /** Excess: 0 for a normal distribution. Undefined for values that are all the same. */
  readonly kurtosis: number | undefined;
  readonly median: number;
  readonly minimum: number;
  /** Percentiles: linear between the order statistics, the first being 0 % and the last 100 %. */
  readonly percentile10: number;
  readonly percentile90: number;
  readonly maximum: number;
  readonly interquartileRange: number;
  readonly range: number;
  readonly meanAbsoluteDeviation: number;
  /**
   * Of the values from the 10th to the 90th percentile, about their own mean. Undefined where there are
   * none (fewer than four values).
   */
  readonly robustMeanAbsoluteDeviation: number | undefined;
  readonly medianAbsoluteDeviation: number;
  /** Undefined where the mean is 0. */
  readonly coefficientOfVariation: number | undefined;
  /** Undefined where the quartiles add up to 0. */
  readonly quartileCoefficientOfDispersion: number | undefined;
  readonly energy: number;
  readonly rootMeanSquare: number;
}

/**
 * The statistics of some values. O(n log n).
 *
 * @throws LesionGraphError BAD_VALUE for no values or one that is not finite.
 */
export function firstOrder(values: ArrayLike<number>): FirstOrder {
  assertNumbers(values, "values as an array of numbers");
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  if (n === 0 || !sorted.every(Number.isFinite)) {
    fail(
      "BAD_VALUE",
      "one or more finite values",
      n === 0 ? "none" : sorted.find((value) => !Number.isFinite(value)),
    );
  }
  const mean = meanOf(sorted);
  const moment = (power: 2 | 3 | 4): number =>
    meanOf(
      sorted.map((value) => {
        const d = value - mean;
        return power === 2 ? d * d : power === 3 ? d * d * d : d * d * d * d;
      }),
    );
  const variance = moment(2);
  const [minimum, maximum] = [sorted[0]!, sorted[n - 1]!];
  const flat = minimum === maximum;
  const at = (share: number): number => percentile(sorted, share);
  const [p10, p25, median, p75, p90] = [at(0.1), at(0.25), at(0.5), at(0.75), at(0.9)];
  const middle = sorted.filter((value) => value >= p10 && value <= p90);
  const middleMean = meanOf(middle);
  const energy = sorted.reduce((sum, value) => sum + value * value, 0);
  return {
    mean,
    variance,
    skewness: flat ? undefined : moment(3) / (variance * Math.sqrt(variance)),
    kurtosis: flat ? undefined : moment(4) / (variance * variance) - 3,
    median,
    minimum,
    percentile10: p10,
    percentile90: p90,
    maximum,
    interquartileRange: p75 - p25,
    range: maximum - minimum,
    meanAbsoluteDeviation: meanOf(sorted.map((value) => Math.abs(value - mean))),
    robustMeanAbsoluteDeviation:
      middle.length === 0 ? undefined : meanOf(middle.map((value) => Math.abs(value - middleMean))),
    medianAbsoluteDeviation: meanOf(sorted.map((value) => Math.abs(value - median))),
    coefficientOfVariation: mean === 0 ? undefined : Math.sqrt(variance) / mean,
    quartileCoefficientOfDispersion: p75 + p25 === 0 ? undefined : (p75 - p25) / (p75 + p25),
    energy,
    rootMeanSquare: Math.sqrt(energy / n),
  };
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function percentile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + (upper - lower) * (at - below);
}
