/** Features of mean 0 and deviation 1 over the training slices. */
import { FEATURE_COUNT } from "./features.js";
import type { TrainingSamples, Variants } from "./samples.js";

/** Mean and factor that standardise features. */
export interface Standardisation {
  readonly mean: Float32Array;
  readonly factor: Float32Array;
}

/** Standardised features, limited to ±5. */
export function standardised(
  features: ArrayLike<number>,
  { mean, factor }: Standardisation,
): Float64Array {
  return Float64Array.from(features, (value, i) =>
    Math.max(-5, Math.min(5, (value - mean[i]!) * factor[i]!)),
  );
}

/** Mean and factor over all slices and copies. O(slices x copies). */
export function standardisationOf({ volumes, anchors }: TrainingSamples): Standardisation {
  const vectors = [
    ...volumes.flatMap(({ slices }) => slices.flat()),
    ...anchors.flatMap(({ variants }) => variants),
  ];
  const sums = new Float64Array(FEATURE_COUNT);
  const squares = new Float64Array(FEATURE_COUNT);
  for (const vector of vectors) {
    for (let i = 0; i < FEATURE_COUNT; i++) sums[i]! += vector[i]! / vectors.length;
  }
  for (const vector of vectors) {
    for (let i = 0; i < FEATURE_COUNT; i++) {
      squares[i]! += (vector[i]! - sums[i]!) ** 2 / vectors.length;
    }
  }
  const deviations = squares.map(Math.sqrt);
  // Cells that hardly ever hold body would be all noise.
  const least = 0.02 * Math.max(...deviations);
  return {
    mean: Float32Array.from(sums),
    factor: Float32Array.from(deviations, (deviation) =>
      deviation > least / 10 ? 1 / (deviation + least) : 0,
    ),
  };
}

/** The samples, all standardised. */
export function standardisedSamples(
  samples: TrainingSamples,
  by: Standardisation,
): TrainingSamples {
  const all = (variants: Variants): Variants => variants.map((one) => standardised(one, by));
  return {
    volumes: samples.volumes.map((volume) => ({ ...volume, slices: volume.slices.map(all) })),
    anchors: samples.anchors.map(({ variants, score }) => ({ variants: all(variants), score })),
  };
}
