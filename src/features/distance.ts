/** Distances between rows of feature values. */

import { fail } from "../core/errors.js";
import { assertShape } from "../core/shape.js";
import type { Feature } from "./feature-options.js";
import type { FeatureMatrix } from "./matrix.js";

/** From this many columns on, four sums run side by side: twice as fast, and the same on every machine. */
const LONG = 16;
/** Columns of a long vector between two comparisons of the sum with the limit. */
const STRIDE = 64;

/**
 * Squared Euclidean distance of rows i and j of n x d values, or some number above `enough` if it is
 * above that limit. Columns in which either is NaN add nothing. O(d).
 */
export function squaredDistance(
  values: Float64Array,
  d: number,
  i: number,
  j: number,
  enough = Number.POSITIVE_INFINITY,
): number {
  const sum = d < LONG ? inOneSum(values, d, i, j) : inFourSums(values, d, i, j, enough);
  return Number.isNaN(sum) ? whereKnown(values, d, i, j) : sum;
}

function inOneSum(values: Float64Array, d: number, i: number, j: number): number {
  let sum = 0;
  for (let p = i * d, q = j * d, end = p + d; p < end; p++, q++) {
    const difference = values[p]! - values[q]!;
    sum += difference * difference;
  }
  return sum;
}

/** Four sums, because each addition waits for the one before in its own sum only. */
function inFourSums(values: Float64Array, d: number, i: number, j: number, enough: number): number {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  let p = i * d;
  let q = j * d;
  const end = p + d;
  for (const whole = end - (d % 4); p < whole; ) {
    for (const stop = Math.min(whole, p + STRIDE); p < stop; p += 4, q += 4) {
      const d1 = values[p]! - values[q]!;
      const d2 = values[p + 1]! - values[q + 1]!;
      const d3 = values[p + 2]! - values[q + 2]!;
      const d4 = values[p + 3]! - values[q + 3]!;
      one += d1 * d1;
      two += d2 * d2;
      three += d3 * d3;
      four += d4 * d4;
    }
    // Rounded sums of squares never decrease.
    const sum = one + two + (three + four);
    if (sum > enough) return sum;
  }
  for (; p < end; p++, q++) {
    const difference = values[p]! - values[q]!;
    one += difference * difference;
  }
  return one + two + (three + four);
}

/** The same sums in the same order without unknown values. */
function whereKnown(values: Float64Array, d: number, i: number, j: number): number {
  const whole = d < LONG ? 0 : d - (d % 4);
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  for (let k = 0; k < d; k++) {
    const difference = values[i * d + k]! - values[j * d + k]!;
    if (!Number.isNaN(difference)) {
      sums[k < whole ? ((k % 4) as 0 | 1 | 2 | 3) : 0] += difference * difference;
    }
  }
  return sums[0] + sums[1] + (sums[2] + sums[3]);
}

/**
 * Euclidean distance of rows i and j of a matrix, counted from 0: the weight of an edge of the lesion graph.
 * O(d).
 *
 * @throws LesionGraphError BAD_VALUE for a row that the matrix does not have.
 */
export function featureDistance(matrix: FeatureMatrix, i: number, j: number): number {
  assertRow(matrix, i);
  assertRow(matrix, j);
  return Math.sqrt(squaredDistance(matrix.values, matrix.columns.length, i, j));
}

function assertRow(matrix: FeatureMatrix, i: number): void {
  assertShape(matrix, "a feature matrix, as featureMatrix returns it", [
    "values",
    "columns",
    "rows",
  ]);
  const { rows } = matrix;
  if (Number.isInteger(i) && i >= 0 && i < rows) return;
  fail("BAD_VALUE", `a row of the matrix, counted from 0, below ${rows}`, i);
}

/**
 * How much of the squared distance of rows i and j each feature group accounts for, 0-1; 0 for all where the
 * distance is 0.
 *
 * @throws LesionGraphError BAD_VALUE for a row that the matrix does not have.
 */
export function featureDistanceShares(
  matrix: FeatureMatrix,
  i: number,
  j: number,
): Partial<Record<Feature, number>> {
  assertRow(matrix, i);
  assertRow(matrix, j);
  const d = matrix.columns.length;
  const squares: Partial<Record<Feature, number>> = {};
  let sum = 0;
  matrix.groups.forEach((group, k) => {
    const difference = matrix.values[i * d + k]! - matrix.values[j * d + k]!;
    const square = Number.isNaN(difference) ? 0 : difference * difference;
    squares[group] = (squares[group] ?? 0) + square;
    sum += square;
  });
  for (const group of Object.keys(squares) as Feature[]) {
    squares[group] = sum === 0 ? 0 : squares[group]! / sum;
  }
  return squares;
}
