/**
 * Texture by grey level co-occurrence (GLCM) as defined by the Image Biomarker Standardisation
 * Initiative (IBSI reference manual, section 3.6; Zwanenburg et al., Radiology 2020, doi
 * 10.1148/radiol.2020191145; after Haralick et al. 1973, doi 10.1109/TSMC.1973.4309314): neighbours at
 * distance 1 along the four directions of a slice, every pair counted from both ends.
 */
import { exp, ln } from "../core/arithmetic.js";
import { fail, fault, type LesionGraphError } from "../core/errors.js";
import { assertFinite, assertPositive } from "../core/options.js";

/** Grey levels of a region. */
export interface GreyLevels {
  readonly width: number;
  readonly height: number;
  /** width x height levels from 1 to `count`; 0 is outside the region. */
  readonly levels: Uint16Array;
  /** Number of grey levels, N_g, 1 to 4096. */
  readonly count: number;
}

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

/** Largest number of grey levels: the matrix has to fit into memory. */
export const MOST_LEVELS = 4096;

/** Aggregation of the four directions: one matrix of all pairs, or the mean of the features. */
export type Aggregation = "merged" | "averaged";

/** Right, right and down, down, left and down. */
const DIRECTIONS = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
] as const;

/**
 * The co-occurrence features of a region: IBSI's "2D, slice-merged" (`merged`, SUJT) or "2D, averaged"
 * (`averaged`, BTW3) for a single slice. O(pixels + count²).
 *
 * @throws LesionGraphError BAD_VALUE where no two pixels of the region touch (in some direction, for
 * `averaged`), a level lies beyond `count`, `count` is not 1 to 4096, or the levels are not width x height.
 */
export function coOccurrence(
  region: GreyLevels,
  aggregation: Aggregation = "merged",
): CoOccurrence {
  const { width, height, levels, count } = region;
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= MOST_LEVELS)) {
    throw badRegion(`1 to ${MOST_LEVELS} grey levels`, count);
  }
  if (levels.length !== width * height) {
    throw badRegion(`${width} x ${height} levels`, levels.length);
  }
  if (aggregation === "merged") return featuresOf(matrix(region, DIRECTIONS), region.count);
  const all = DIRECTIONS.map((direction) => featuresOf(matrix(region, [direction]), region.count));
  return meanOfFeatures(all);
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

/**
 * Grey levels of fixed width > 0: level 1 begins at `from`, what lies below is level 1 too. Where `inside` is
 * 0 the level is 0 and the value is not looked at; nothing inside gives a `count` of 0. O(n).
 *
 * @throws LesionGraphError BAD_OPTION for a width that is not > 0, a beginning that is not finite, or more
 * than 4096 levels; BAD_VALUE for a value inside that is not finite, or where `values` and `inside` differ in length.
 */
export function fixedBinSize(
  values: ArrayLike<number>,
  inside: ArrayLike<number>,
  { from, size }: { readonly from: number; readonly size: number },
): { levels: Uint16Array; count: number } {
  assertPositive("size", size);
  assertFinite("from", from);
  if (values.length !== inside.length) {
    throw badRegion(`as many values as places (${inside.length})`, values.length);
  }
  const levels = new Uint16Array(values.length);
  let count = 0;
  for (let i = 0; i < levels.length; i++) {
    if (inside[i] === 0) continue;
    const value = values[i]!;
    if (!Number.isFinite(value)) throw badRegion("finite values", value);
    const level = Math.max(1, Math.floor((value - from) / size) + 1);
    if (level > MOST_LEVELS) {
      fail(
        "BAD_OPTION",
        `at most ${MOST_LEVELS} grey levels`,
        `level ${level} for ${value}, of ${size} each from ${from}`,
        { remedy: "take wider levels" },
      );
    }
    levels[i] = level;
    count = Math.max(count, level);
  }
  return { levels, count };
}

/** Joint probabilities, count x count, symmetric. */
function matrix(
  { width, height, levels, count }: GreyLevels,
  directions: readonly (readonly [number, number])[],
): Float64Array {
  const joint = new Float64Array(count * count);
  let total = 0;
  for (const [dx, dy] of directions) {
    for (let y = 0; y < height - dy; y++) {
      for (let x = Math.max(0, -dx); x < width - Math.max(0, dx); x++) {
        const a = levels[y * width + x]!;
        const b = levels[(y + dy) * width + x + dx]!;
        if (a === 0 || b === 0) continue;
        if (a > count || b > count) throw badRegion("grey levels from 1 to count", Math.max(a, b));
        const ab = (a - 1) * count + b - 1;
        const ba = (b - 1) * count + a - 1;
        joint[ab] = joint[ab]! + 1;
        joint[ba] = joint[ba]! + 1;
        total += 2;
      }
    }
  }
  if (total === 0) throw badRegion("a region with neighbouring pixels", "none");
  for (let i = 0; i < joint.length; i++) joint[i] = joint[i]! / total;
  return joint;
}

const badRegion = (expected: string, received: unknown): LesionGraphError =>
  fault("BAD_VALUE", expected, received);

function featuresOf(p: Float64Array, n: number): CoOccurrence {
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
