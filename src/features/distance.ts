/** Distances between rows of feature values. */
import type { Feature, FeatureMatrix } from "./matrix.js";

/** True where the type of some lesion is not known. */
export const hasUnknown = ({ values, groups }: Pick<FeatureMatrix, "values" | "groups">): boolean =>
  groups.includes("type") && values.some(Number.isNaN);

/** From this many columns on, four sums run side by side: twice as fast, and the same on every machine. */
const LONG = 16;

/**
 * Squared Euclidean distance of rows i and j of n x d values. With `unknown`, columns in which either
 * is NaN add nothing. O(d).
 */
export function squaredDistance(
  values: Float64Array,
  d: number,
  i: number,
  j: number,
  unknown: boolean,
): number {
  if (d >= LONG) return inFourSums(values, d, i, j, unknown);
  let sum = 0;
  for (let p = i * d, q = j * d, end = p + d; p < end; p++, q++) {
    const difference = (values[p] as number) - (values[q] as number);
    if (unknown && Number.isNaN(difference)) continue;
    sum += difference * difference;
  }
  return sum;
}

/** A sum has to wait for the term before; four of them do not. */
function inFourSums(
  values: Float64Array,
  d: number,
  i: number,
  j: number,
  unknown: boolean,
): number {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  let p = i * d;
  let q = j * d;
  const end = p + d;
  for (const last = end - 3; p < last; p += 4, q += 4) {
    one += square((values[p] as number) - (values[q] as number), unknown);
    two += square((values[p + 1] as number) - (values[q + 1] as number), unknown);
    three += square((values[p + 2] as number) - (values[q + 2] as number), unknown);
    four += square((values[p + 3] as number) - (values[q + 3] as number), unknown);
  }
  for (; p < end; p++, q++) one += square((values[p] as number) - (values[q] as number), unknown);
  return one + two + (three + four);
}

const square = (difference: number, unknown: boolean): number =>
  unknown && Number.isNaN(difference) ? 0 : difference * difference;

/** Euclidean distance of rows i and j of a matrix: the weight of an edge of the lesion graph. O(d). */
export const distance = (matrix: FeatureMatrix, i: number, j: number): number =>
  Math.sqrt(squaredDistance(matrix.values, matrix.columns.length, i, j, true));

/** How much of the squared distance of rows i and j each feature group accounts for, 0-1. */
export function distanceShares(
  matrix: FeatureMatrix,
  i: number,
  j: number,
): Partial<Record<Feature, number>> {
  const d = matrix.columns.length;
  const squares: Partial<Record<Feature, number>> = {};
  let sum = 0;
  matrix.groups.forEach((group, k) => {
    const difference = (matrix.values[i * d + k] as number) - (matrix.values[j * d + k] as number);
    const square = Number.isNaN(difference) ? 0 : difference * difference;
    squares[group] = (squares[group] ?? 0) + square;
    sum += square;
  });
  for (const group of Object.keys(squares) as Feature[]) {
    squares[group] = sum === 0 ? 0 : (squares[group] as number) / sum;
  }
  return squares;
}
