/**
 * Training of the body-part regressor (after Yan, Lu & Summers, "Unsupervised body part regression via
 * spatially self-ordering convolutional neural networks", ISBI 2018, doi 10.1109/ISBI.2018.8363648): slices of
 * a volume are in order and equally spaced, so no label is needed.
 */
import { fail } from "../core/errors.js";
import {
  choice,
  integer,
  type OptionSchema,
  resolveOptions,
  text,
  value,
} from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import { type RandomSource, randomSource } from "../core/random.js";
import type { CtVolume } from "./ct-volume.js";
import { FEATURE_COUNT } from "./features.js";
import { anchorLoss, type Loss, paperLoss, spacingLoss } from "./losses.js";
import {
  type BodyPartModel,
  base64Floats,
  ensembleScore,
  MODEL_FORMAT,
  MODEL_VERSION,
  openedModel,
  PUBLISHED_LINE,
  type Standardisation,
  standardised,
  storedNetwork,
} from "./model.js";
import { backward, forward, type Network, randomNetwork } from "./network.js";
import { Optimiser } from "./optimiser.js";
import {
  type Anchor,
  anchorSamples,
  GROUP,
  type TrainingSamples,
  type Variants,
  volumeSamples,
} from "./samples.js";

/** Options of {@link trainBodyPartRegressor}. */
export interface TrainingOptions extends ProgressOptions {
  /** Slices of known score; they give the scale its zero, without which there is no z. @defaultValue none */
  readonly anchors: readonly Anchor[];
  /** Training steps of each network. @defaultValue 1000 */
  readonly steps: number;
  /** Networks whose scores are averaged. @defaultValue 4 */
  readonly networks: number;
  /** Varied copies of each slice. @defaultValue 16 */
  readonly variants: number;
  /** @defaultValue 1 */
  readonly seed: number;
  /** @defaultValue "spacing" */
  readonly loss: "spacing" | "paper";
  /** @defaultValue "" */
  readonly name: string;
  /** ISO 8601 date that the model carries. @defaultValue "" */
  readonly date: string;
  /** Sources and terms of the training data. @defaultValue none */
  readonly attribution: readonly string[];
}

export const TRAINING_OPTIONS: OptionSchema<TrainingOptions> = {
  anchors: value<readonly Anchor[]>([], "Slices of known score"),
  steps: integer(1000, "Training steps of each network", 1),
  networks: integer(4, "Networks whose scores are averaged", 1),
  variants: integer(16, "Varied copies of each slice"),
  seed: integer(1, "Seed of the random numbers"),
  loss: choice(["spacing", "paper"], "spacing", "Self-supervised loss"),
  name: text("", "Name of the model"),
  date: text("", "Date of the model"),
  attribution: value<readonly string[]>([], "Sources and terms of the training data"),
  ...PROGRESS_SCHEMA,
};

const GROUPS_PER_STEP = 16;
const ANCHORS_PER_STEP = 32;
/** Deviation of the noise that every step adds to the standardised features: few volumes are learnt by heart without. */
const NOISE = 0.6;

/**
 * Returns a body-part regressor trained on volumes without labels. Every step draws 16 groups of 8 equidistant
 * slices, scores them, and moves the weights down the gradient of the loss; anchors, if any, are drawn beside
 * them. A model trained without anchors gives scores but no z and no region until it is calibrated. The same volumes, options and seed give the same model, byte for byte, on every engine.
 *
 * `onProgress` counts volumes, then steps. O(slices x variants x pixels + networks x steps x weights): about 3 minutes for 500 slices.
 *
 * @throws LesionGraphError BAD_SERIES for a volume without 8 neighbouring slices that show a body, or of which
 * no spacing is known; BAD_VALUE for no volume at all; UNKNOWN_OPTION, BAD_OPTION.
 */
export function trainBodyPartRegressor(
  volumes: readonly CtVolume[],
  given?: Partial<TrainingOptions>,
): BodyPartModel {
  const options = resolveOptions("trainBodyPartRegressor", TRAINING_OPTIONS, given);
  const { anchors } = options;
  const count = progressCounter(options, "volumes", volumes.length);
  const samples = {
    volumes: volumes.map((volume) => {
      const measured = volumeSamples(volume, options);
      count();
      return measured;
    }),
    anchors: anchors.flatMap((anchor, i) => anchorSamples(anchor, i, options) ?? []),
  };
  return trainOnSamples(samples, given);
}

/** As {@link trainBodyPartRegressor}, on features computed before. */
export function trainOnSamples(
  samples: TrainingSamples,
  given?: Partial<TrainingOptions>,
): BodyPartModel {
  const options = resolveOptions("trainBodyPartRegressor", TRAINING_OPTIONS, given);
  if (samples.volumes.length === 0) fail("BAD_VALUE", "at least one volume to train on", "none");
  const standardisation = standardisationOf(samples);
  const inputs = standardisedSamples(samples, standardisation);
  const count = progressCounter(options, "steps", options.networks * options.steps);
  const networks = Array.from({ length: options.networks }, (_, k) =>
    storedNetwork(trainedNetwork(inputs, options, k, count)),
  );
  const { mean, factor } = standardisation;
  const model = {
    format: MODEL_FORMAT,
    version: MODEL_VERSION,
    name: options.name,
    date: options.date,
    fittedOn: [
      ...samples.volumes.map(({ name, slices }) => `${name}: ${slices.length} slices`),
      ...(samples.anchors.length > 0 ? [`${samples.anchors.length} slices of known score`] : []),
    ],
    attribution: options.attribution,
    features: FEATURE_COUNT,
    standardisation: base64Floats(Float32Array.of(...mean, ...factor)),
    networks,
    scoreRange: [0, 0],
    calibration: samples.anchors.length > 0 ? PUBLISHED_LINE : null,
  } as const;
  return { ...model, scoreRange: scoreRange(model, samples) };
}

/** The scores of the training slices, as whole numbers of their own outside them. */
function scoreRange(model: BodyPartModel, { volumes, anchors }: TrainingSamples) {
  const opened = openedModel(model);
  const slices = [...volumes.flatMap((one) => one.slices), ...anchors.map((one) => one.variants)];
  const scores = slices.map(([first]) => ensembleScore(opened, first!));
  return [Math.floor(Math.min(...scores)), Math.ceil(Math.max(...scores))] as const;
}

function standardisationOf({ volumes, anchors }: TrainingSamples): Standardisation {
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

function standardisedSamples(samples: TrainingSamples, by: Standardisation): TrainingSamples {
  const all = (variants: Variants): Variants => variants.map((one) => standardised(one, by));
  return {
    volumes: samples.volumes.map((volume) => ({ ...volume, slices: volume.slices.map(all) })),
    anchors: samples.anchors.map(({ variants, score }) => ({ variants: all(variants), score })),
  };
}

function trainedNetwork(
  samples: TrainingSamples,
  options: TrainingOptions,
  k: number,
  count: () => void,
): Network {
  const random = randomSource(options.seed, k);
  const network = randomNetwork(FEATURE_COUNT, random);
  const optimiser = new Optimiser(network, options.steps);
  const pickVolume = volumePicker(samples, random);
  for (let step = 0; step < options.steps; step++) {
    const batch = drawnBatch(samples, pickVolume, random);
    const pass = forward(network, batch.features);
    optimiser.update(network, backward(network, pass, batchGradient(batch, pass.scores, options)));
    count();
  }
  return network;
}

/** Draws volumes by the square root of their slices, and of their length where that is over 100 mm. */
function volumePicker({ volumes }: TrainingSamples, random: RandomSource): () => number {
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

interface Batch {
  /** Features, sample by sample. */
  readonly features: Float64Array;
  /** Distance of neighbouring slices of each group in mm. */
  readonly steps: readonly number[];
  /** Scores of the anchors, which follow the groups. */
  readonly known: readonly number[];
}

function drawnBatch(
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
function batchGradient({ steps, known }: Batch, scores: Float64Array, { loss }: TrainingOptions) {
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
