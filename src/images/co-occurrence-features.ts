/** The features of grey level co-occurrence, from the joint probabilities of two neighbours. */
import { exp, ln } from "../core/arithmetic.js";

/** The 25 features of IBSI's family, in its order. `undefined` where a definition divides by zero. */
export interface CoOccurrence {
  readonly jointMaximum: number;
  readonly jointAverage: number;
  readonly jointVariance: number;
  /** bits */
  readonly jointEntropy: number;
  readonly differenceAverage: number;
  readonly differenceVariance: number;
  /** bits */
  readonly differenceEntropy: number;
  readonly sumAverage: number;
  readonly sumVariance: number;
  /** bits */
  readonly sumEntropy: number;
  readonly angularSecondMoment: number;
  readonly contrast: number;
  readonly dissimilarity: number;
  readonly inverseDifference: number;
  readonly normalisedInverseDifference: number;
  readonly inverseDifferenceMoment: number;
  readonly normalisedInverseDifferenceMoment: number;
  readonly inverseVariance: number;
  /** Undefined where there is one grey level only. */
  readonly correlation: number | undefined;
  readonly autocorrelation: number;
  readonly clusterTendency: number;
  readonly clusterShade: number;
  readonly clusterProminence: number;
  /** Undefined where there is one grey level only. */
  readonly firstMeasureOfInformationCorrelation: number | undefined;
  readonly secondMeasureOfInformationCorrelation: number;
}

/** The mean of each feature; undefined if it is undefined in one of them. */
export function meanOfFeatures(all: readonly CoOccurrence[]): CoOccurrence {
  const names = Object.keys(all[0] as CoOccurrence) as (keyof CoOccurrence)[];
  const mean = (name: keyof CoOccurrence): number | undefined => {
    let sum = 0;
    for (const features of all) {
      const value = features[name];
      if (value === undefined) return undefined;
      sum += value;
    }
    return sum / all.length;
  };
  return Object.fromEntries(names.map((name) => [name, mean(name)])) as unknown as CoOccurrence;
}

/** The features of a symmetric matrix of joint probabilities, n x n. */
export function featuresOf(p: Float64Array, n: number): CoOccurrence {
  const marginal = new Float64Array(n);
  const difference = new Float64Array(n);
  const sum = new Float64Array(2 * n - 1);
  const at = (i: number, j: number): number => p[i * n + j]!;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const value = at(i, j);
      const [d, s] = [Math.abs(i - j), i + j];
      marginal[i] = marginal[i]! + value;
      difference[d] = difference[d]! + value;
      sum[s] = sum[s]! + value;
    }
  }
  // Levels count from 1: a marginal's index is level - 1, a sum's index is sum - 2.
  const average = expectation(marginal, (i) => i + 1);
  const variance = expectation(marginal, (i) => (i + 1 - average) ** 2);
  const differenceAverage = expectation(difference, (d) => d);
  const sumAverage = expectation(sum, (s) => s + 2);
  let [maximum, autocorrelation, moment2, crossed, product] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const value = at(i, j);
      if (value > maximum) maximum = value;
      autocorrelation += (i + 1) * (j + 1) * value;
      moment2 += value * value;
      const independent = marginal[i]! * marginal[j]!;
      if (independent > 0) {
        crossed -= value * log2(independent);
        product -= independent * log2(independent);
      }
    }
  }
  const jointEntropy = entropy(p);
  const marginalEntropy = entropy(marginal);
  const about = (power: 2 | 3 | 4): number =>
    expectation(sum, (s) => {
      const d = s + 2 - 2 * average;
      return power === 2 ? d * d : power === 3 ? d * d * d : d * d * d * d;
    });
  const contrast = expectation(difference, (d) => d * d);
  return {
    jointMaximum: maximum,
    jointAverage: average,
    jointVariance: variance,
    jointEntropy,
    differenceAverage,
    differenceVariance: expectation(difference, (d) => (d - differenceAverage) ** 2),
    differenceEntropy: entropy(difference),
    sumAverage,
    sumVariance: expectation(sum, (s) => (s + 2 - sumAverage) ** 2),
    sumEntropy: entropy(sum),
    angularSecondMoment: moment2,
    contrast,
    dissimilarity: differenceAverage,
    inverseDifference: expectation(difference, (d) => 1 / (1 + d)),
    normalisedInverseDifference: expectation(difference, (d) => 1 / (1 + d / n)),
    inverseDifferenceMoment: expectation(difference, (d) => 1 / (1 + d * d)),
    normalisedInverseDifferenceMoment: expectation(difference, (d) => 1 / (1 + (d * d) / (n * n))),
    inverseVariance: expectation(difference, (d) => (d === 0 ? 0 : 1 / (d * d))),
    correlation: variance > 0 ? (autocorrelation - average * average) / variance : undefined,
    autocorrelation,
    clusterTendency: about(2),
    clusterShade: about(3),
    clusterProminence: about(4),
    firstMeasureOfInformationCorrelation:
      marginalEntropy > 0 ? (jointEntropy - crossed) / marginalEntropy : undefined,
    secondMeasureOfInformationCorrelation: Math.sqrt(
      Math.max(0, 1 - exp(-2 * Math.max(0, product - jointEntropy))),
    ),
  };
}

function expectation(probabilities: Float64Array, of: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (p > 0) sum += p * of(i);
  }
  return sum;
}

/** In bits. */
function entropy(probabilities: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (p > 0) sum -= p * log2(p);
  }
  return sum;
}

const log2 = (x: number): number => ln(x) / Math.LN2;
