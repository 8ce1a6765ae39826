/** What a training step draws, and the gradient of its loss. */
import type { RandomSource } from "../core/random.js";
import { FEATURE_COUNT } from "./features.js";
import {
  anchorLoss,
  type Loss,
  paperLoss,
  type SelfSupervisedLoss,
  spacingLoss,
} from "./losses.js";
import { GROUP, type TrainingSamples } from "./samples.js";

const GROUPS_PER_STEP = 16;
const ANCHORS_PER_STEP = 32;
/** Deviation of the noise that every step adds to the standardised features; without it, few volumes are overfitted. */
const NOISE = 0.6;

/** Draws volumes by the square root of their slices, and of their length where that is over 100 mm. */
export function volumePicker({ volumes }: TrainingSamples, random: RandomSource): () => number {
  let total = 0;
  const ends = volumes.map(({ slices, spacingMm }) => {
    const lengths = Math.max(1, ((slices.length - 1) * spacingMm) / 100);
    total += Math.sqrt(slices.length * lengths);
    return total;
  });
  return () => {
    const drawn = random.uniform(0, total);
    return Math.max(
      0,
      ends.findIndex((end) => drawn < end),
    );
  };
}

/** Slices of one step. */
export interface Batch {
  /** Features, sample by sample. */
  readonly features: Float64Array;
  /** Distance of neighbouring slices of each group in mm. */
  readonly steps: readonly number[];
  /** Scores of the anchors, which follow the groups. */
  readonly known: readonly number[];
}

/** Draws groups and anchors, and adds noise to their standardised features. */
export function drawnBatch(
  { volumes, anchors }: TrainingSamples,
  pickVolume: () => number,
  random: RandomSource,
): Batch {
  const drawn: ArrayLike<number>[] = [];
  const steps = Array.from({ length: GROUPS_PER_STEP }, () => {
    const { slices, spacingMm } = volumes[pickVolume()]!;
    const stride = 1 + random.below(Math.floor((slices.length - 1) / (GROUP - 1)));
    const first = random.below(slices.length - (GROUP - 1) * stride);
    for (let i = 0; i < GROUP; i++) drawn.push(random.pick(slices[first + i * stride]!));
    return stride * spacingMm;
  });
  const known = Array.from({ length: anchors.length > 0 ? ANCHORS_PER_STEP : 0 }, () => {
    const { variants, score } = random.pick(anchors);
    drawn.push(random.pick(variants));
    return score;
  });
  const features = new Float64Array(drawn.length * FEATURE_COUNT);
  drawn.forEach((one, i) => {
    features.set(one, i * FEATURE_COUNT);
  });
  // Uniform within ±√3 has deviation 1.
  const half = Math.sqrt(3) * NOISE;
  for (let i = 0; i < features.length; i++) features[i]! += random.uniform(-half, half);
  return { features, steps, known };
}

/** Gradient by the scores: mean loss of the groups plus mean loss of the anchors. */
export function batchGradient(
  { steps, known }: Batch,
  scores: Float64Array,
  loss: SelfSupervisedLoss,
) {
  const gradient = new Float64Array(scores.length);
  const add = (one: Loss, at: number, share: number): void => {
    for (let i = 0; i < one.gradient.length; i++) gradient[at + i]! += one.gradient[i]! * share;
  };
  steps.forEach((stepMm, g) => {
    const own = scores.subarray(g * GROUP, (g + 1) * GROUP);
    const positions = Float64Array.from(own, (_, i) => i * stepMm);
    add(
      loss === "paper" ? paperLoss(own) : spacingLoss(own, positions),
      g * GROUP,
      1 / steps.length,
    );
  });
  const at = steps.length * GROUP;
  if (known.length > 0) add(anchorLoss(scores.subarray(at), known), at, 1);
  return gradient;
}
