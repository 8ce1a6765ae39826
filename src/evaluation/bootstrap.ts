/** Confidence intervals by resampling patients. */
import { quantile } from "d3-array";
import { type ProgressOptions, progressCounter } from "../core/progress.js";
import { randomSource } from "../core/random.js";

/** A 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile bootstrap (Efron 1979, doi 10.1214/aos/1176344552): as many patients as there are are drawn
 * with replacement, `resamples` times over, and statistics are taken of each draw; the interval leaves
 * 2.5 % of them out at each end. Patients are drawn whole, as their pairs depend on each other. Same
 * seed, same intervals. `onProgress` counts resamples. O(resamples x patients).
 */
export function intervals<T, K extends string>(
  patients: readonly T[],
  statisticsOf: (drawn: readonly T[]) => Readonly<Record<K, number>>,
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
  progress: Partial<ProgressOptions> = {},
): Record<K, Interval> | undefined {
  if (resamples === 0 || patients.length === 0) return undefined;
  const random = randomSource(seed, 0);
  const count = progressCounter(progress, "resamples", resamples);
  const drawn = Array.from({ length: resamples }, () => {
    const statistics = statisticsOf(patients.map(() => random.pick(patients)));
    count();
    return statistics;
  });
  const names = Object.keys(drawn[0] as Record<K, number>) as K[];
  return Object.fromEntries(
    names.map((name) => {
      const values = drawn.map((statistics) => statistics[name]);
      return [name, { low: quantile(values, 0.025), high: quantile(values, 0.975) }];
    }),
  ) as Record<K, Interval>;
}
