/** A trained body-part regressor: networks, standardisation, calibration, and where it comes from. */
import { FEATURE_COUNT } from "./features.js";
import { forward, type Network } from "./network.js";
import { type Standardisation, standardised } from "./standardisation.js";
import { badModel, floats, openedNetwork, type StoredLayer } from "./stored-network.js";

/** DeepLesion's z as a function of the score, with what its errors are. */
export interface Calibration {
  readonly intercept: number;
  readonly slope: number;
  /** Coefficients of score² and score³; 0 for a line. */
  readonly curvature: readonly [square: number, cube: number];
  /** Standard deviation of z about the curve. */
  readonly residualError: number;
  /** Number of slices that a line was fitted to; 0 for a given curve. */
  readonly count: number;
  readonly meanScore: number;
  /** Sum of squared deviations of the scores from their mean. */
  readonly scoreSquares: number;
}

/** A body-part regressor as stored: numbers and texts only, so that it is JSON. */
export interface BodyPartModel {
  readonly format: typeof MODEL_FORMAT;
  readonly version: typeof MODEL_VERSION;
  readonly name: string;
  /** ISO 8601 date, or empty. */
  readonly date: string;
  /** What the model was trained on. */
  readonly fittedOn: readonly string[];
  /** Sources and terms of the training data. */
  readonly attribution: readonly string[];
  readonly features: number;
  /** Base64 of float32, little-endian: mean and factor of every feature. */
  readonly standardisation: string;
  readonly networks: readonly (readonly StoredLayer[])[];
  /** Lowest and highest score of the training slices; outside, a score is not reliable. */
  readonly scoreRange: readonly [low: number, high: number];
  /** Score per mm of body, > 0: the slope of the scores along the training volumes. */
  readonly scorePerMm: number;
  /** From score to z; `null` for a model trained without anchors and not calibrated: its zero is arbitrary. */
  readonly calibration: Calibration | null;
}

export const MODEL_FORMAT = "lesion-graph body-part regressor";
export const MODEL_VERSION = 4;

/**
 * DeepLesion's z of a score of the original network (bench/accuracy-bodypart-z.ts). The error is that of z on
 * patients the shipped model was not trained on (docs/bodypart.md, `npm run accuracy:bodypart`).
 */
export const DEEPLESION_Z: Calibration = Object.freeze({
  intercept: 0.619,
  slope: 0.0216,
  curvature: Object.freeze([-0.000305, 0.0000193] as const),
  residualError: 0.023,
  count: 0,
  meanScore: 0,
  scoreSquares: 0,
});

/** A model ready to score. */
export interface OpenedModel {
  readonly networks: readonly Network[];
  readonly standardisation: Standardisation;
}

/** The mean score of the networks. O(weights). */
export function ensembleScore(
  { networks, standardisation }: OpenedModel,
  features: ArrayLike<number>,
): number {
  const input = standardised(features, standardisation);
  const scores = networks.map((network) => forward(network, input).scores[0]!);
  return scores.reduce((sum, one) => sum + one, 0) / scores.length;
}

/** Asserts the format of a model, not its numbers. @throws LesionGraphError BAD_MODEL. */
export function assertIsModel(given: unknown): asserts given is BodyPartModel {
  if (Object(given).format === MODEL_FORMAT) return;
  badModel(`a model whose format is "${MODEL_FORMAT}"`, "another value");
}

const OPENED = new WeakMap<BodyPartModel, OpenedModel>();

/** The networks of a model; decoded once. @throws LesionGraphError BAD_MODEL. */
export function openedModel(model: BodyPartModel): OpenedModel {
  const known = OPENED.get(model);
  if (known !== undefined) return known;
  assertIsModel(model);
  const numbers = floats(model.standardisation, 2 * FEATURE_COUNT);
  const opened = {
    networks: model.networks.map(openedNetwork),
    standardisation: {
      mean: numbers.slice(0, FEATURE_COUNT),
      factor: numbers.slice(FEATURE_COUNT),
    },
  };
  OPENED.set(model, opened);
  return opened;
}
