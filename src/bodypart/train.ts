/**
 * Training of the body-part regressor (after Yan, Lu & Summers, "Unsupervised body part regression via
 * spatially self-ordering convolutional neural networks", ISBI 2018, doi 10.1109/ISBI.2018.8363648): slices of
 * a volume are in order and equally spaced, so no label is needed.
 */
import { fail } from "../core/errors.js";
import { resolveOptions } from "../core/options.js";
import { progressCounter } from "../core/progress.js";
import { randomSource } from "../core/random.js";
import { batchGradient, drawnBatch, volumePicker } from "./batch.js";
import type { CtVolume } from "./ct-volume.js";
import { FEATURE_COUNT } from "./features.js";
import { SCORE_PER_MM } from "./losses.js";
import {
  type BodyPartModel,
  DEEPLESION_Z,
  ensembleScore,
  MODEL_FORMAT,
  MODEL_VERSION,
  openedModel,
} from "./model.js";
import { backward, forward, type Network, randomNetwork, rescaled } from "./network.js";
import { Optimiser } from "./optimiser.js";
import { anchorSamples, type TrainingSamples, type Variants, volumeSamples } from "./samples.js";
import { standardisationOf, standardisedSamples } from "./standardisation.js";
import { base64Floats, storedNetwork } from "./stored-network.js";
import { TRAINING_OPTIONS, type TrainingOptions } from "./training-options.js";

/**
 * Scores of patients that a model was not trained on are drawn to the middle: known scores rise 1.067 ± 0.023 times
 * as fast (docs/decisions/026-body-part.md). Models trained with anchors are stretched by this factor.
 */
const STRETCH = 1.05;

/**
 * Returns a body-part regressor trained on volumes without labels. Every step draws 16 groups of 8 equidistant
 * slices, scores them, and moves the weights down the gradient of the loss; anchors, if any, are drawn beside
 * them. A model trained without anchors gives scores but no z and no region until it is calibrated. The same
 * volumes, options and seed give the same model, byte for byte, on every engine.
 *
 * `onProgress` counts volumes, then steps. O(slices x variants x pixels + networks x steps x weights): about a
 * minute for 500 slices.
 *
 * @throws LesionGraphError BAD_SERIES for a volume without 8 neighbouring slices that show a body, or of which
 * no spacing is known; BAD_VALUE for no volume at all, or what is no volume; UNKNOWN_OPTION, BAD_OPTION (an
 * anchor without a finite score, for example).
 *
 * @example
 * const volumes = await Promise.all(files.map(({ bytes, name }) => readCtVolume(bytes, name)));
 * const model = trainBodyPartRegressor(volumes, { anchors: [{ slice, pixelMm: 0.8, score: -3.2 }] });
 * const json = writeBodyPartModel(model);
 */
export function trainBodyPartRegressor(
  volumes: readonly CtVolume[],
  given?: Partial<TrainingOptions>,
): BodyPartModel {
  const options = resolveOptions("trainBodyPartRegressor", TRAINING_OPTIONS, given);
  const { anchors } = options;
  if (!Array.isArray(volumes)) fail("BAD_VALUE", "a list of CT volumes", String(volumes));
  const count = progressCounter(options, "volumes", volumes.length);
  const samples = {
    volumes: Array.from(volumes, (volume) => {
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
    scorePerMm: SCORE_PER_MM,
    calibration: samples.anchors.length > 0 ? DEEPLESION_Z : null,
  } as const;
  return { ...model, ...scaleOf(model, samples) };
}

/** Range and slope of the scores of the training slices: the range in whole numbers, the slope along volumes. */
function scaleOf(
  model: BodyPartModel,
  { volumes, anchors }: TrainingSamples,
): Pick<BodyPartModel, "scoreRange" | "scorePerMm"> {
  const opened = openedModel(model);
  const score = ([own]: Variants): number => ensembleScore(opened, own!);
  const inVolumes = volumes.map(({ slices }) => slices.map(score));
  const scores = [...inVolumes.flat(), ...anchors.map(({ variants }) => score(variants))];
  let [products, squares] = [0, 0];
  inVolumes.forEach((own, v) => {
    const mm = volumes[v]!.spacingMm;
    const middle = (own.length - 1) / 2;
    own.forEach((one, i) => {
      products += (i - middle) * mm * one;
      squares += ((i - middle) * mm) ** 2;
    });
  });
  return {
    scoreRange: [Math.floor(Math.min(...scores)), Math.ceil(Math.max(...scores))],
    // Where a short training has learnt the wrong direction, the scale is the same.
    scorePerMm: Math.abs(products / squares),
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
    optimiser.update(
      network,
      backward(network, pass, batchGradient(batch, pass.scores, options.loss)),
    );
    count();
  }
  return stretched(network, samples.anchors);
}

/** The network with its scores stretched about the mean known score; without anchors, as it is. */
function stretched(network: Network, anchors: TrainingSamples["anchors"]): Network {
  if (anchors.length === 0) return network;
  const middle = anchors.reduce((sum, { score }) => sum + score, 0) / anchors.length;
  return rescaled(network, STRETCH, (1 - STRETCH) * middle);
}
