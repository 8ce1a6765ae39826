/** Logistic regression of a few weights. */
import { exp } from "../../core/arithmetic.js";

/** One case: its features, whether it holds, and how much it counts. */
export interface Case {
  readonly features: readonly number[];
  readonly holds: boolean;
  readonly count: number;
}

/**
 * Weights w by which log-odds = w[0] + w[1] features[0] + … fit the cases best, drawn towards `expected`
 * (not w[0]) with strength `ridge`. Newton's method on a convex function; deterministic.
 * O(iterations x cases x features²).
 */
export function logisticWeights(
  cases: readonly Case[],
  expected: readonly number[],
  ridge: number,
): number[] {
  const size = expected.length + 1;
  const weights = [0, ...expected];
  for (let iteration = 0; iteration < 50; iteration++) {
    const gradient = new Array<number>(size).fill(0);
    const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (const { features, holds, count } of cases) {
      const x = [1, ...features];
      const logOdds = x.reduce((sum, value, k) => sum + value * weights[k]!, 0);
      const probability = 1 / (1 + exp(-logOdds));
      const error = count * ((holds ? 1 : 0) - probability);
      const curvature = count * probability * (1 - probability);
      for (let a = 0; a < size; a++) {
        gradient[a] = gradient[a]! + error * x[a]!;
        const row = hessian[a] as number[];
        for (let b = 0; b < size; b++) {
          row[b] = row[b]! + curvature * x[a]! * x[b]!;
        }
      }
    }
    for (let k = 1; k < size; k++) {
      gradient[k] = gradient[k]! - ridge * (weights[k]! - expected[k - 1]!);
    }
    hessian.forEach((row, k) => {
      row[k] = row[k]! + (k === 0 ? 1e-6 : ridge);
    });
    const step = solve(hessian, gradient);
    const largest = Math.max(...step.map(Math.abs));
    const damped = largest > 2 ? 2 / largest : 1;
    step.forEach((part, k) => {
      weights[k] = weights[k]! + damped * part;
    });
    if (largest < 1e-9) break;
  }
  return weights;
}

/** The solution of a small positive definite system, by elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const below = rows.slice(k).map((row) => Math.abs(row[k]!));
    const pivot = k + below.indexOf(Math.max(...below));
    [rows[k], rows[pivot]] = [rows[pivot] as number[], rows[k] as number[]];
    const top = rows[k] as number[];
    for (const row of rows) {
      if (row === top) continue;
      const factor = row[k]! / top[k]!;
      for (let c = k; c <= n; c++) row[c] = row[c]! - factor * top[c]!;
    }
  }
  return rows.map((row, k) => row[n]! / row[k]!);
}
