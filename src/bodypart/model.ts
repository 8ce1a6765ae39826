/** A trained body-part regressor: networks, standardisation, calibration, and where it comes from. */
import { fail } from "../core/errors.js";
import { FEATURE_COUNT } from "./features.js";
import { forward, type Layer, type Network } from "./network.js";

/** DeepLesion's z as a line in the score, with what its errors are. */
export interface Calibration {
  readonly intercept: number;
  readonly slope: number;
  /** Standard deviation of z about the line. */
  readonly residualError: number;
  /** Number of slices the line was fitted to; 0 where it was given. */
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
  /** From score to z; `null` where the scores have a zero of their own: trained without anchors, not calibrated. */
  readonly calibration: Calibration | null;
}

/** Weights as 8-bit whole numbers times a factor of their output. */
export interface StoredLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Base64 of int8, inputs x outputs. */
  readonly weights: string;
  /** Base64 of float32: factors, then biases of the outputs. */
  readonly scales: string;
}

export const MODEL_FORMAT = "lesion-graph body-part regressor";
export const MODEL_VERSION = 2;

/**
 * DeepLesion's z is linear in the original network's score: from data of both. The error is that of z on patients
 * the shipped model was not trained on (docs/bodypart.md, `npm run accuracy:bodypart`).
 */
export const PUBLISHED_LINE: Calibration = Object.freeze({
  intercept: 0.61,
  slope: 0.023,
  residualError: 0.025,
  count: 0,
  meanScore: 0,
  scoreSquares: 0,
});

/** Mean and factor that standardise features. */
export interface Standardisation {
  readonly mean: Float32Array;
  readonly factor: Float32Array;
}

/** A model ready to score. */
export interface OpenedModel {
  readonly networks: readonly Network[];
  readonly standardisation: Standardisation;
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

/** The mean score of the networks. O(weights). */
export function ensembleScore(
  { networks, standardisation }: OpenedModel,
  features: ArrayLike<number>,
): number {
  const input = standardised(features, standardisation);
  const scores = networks.map((network) => forward(network, input).scores[0]!);
  return scores.reduce((sum, one) => sum + one, 0) / scores.length;
}

/** A network with its weights rounded to 8 bits, as a model stores it. */
export const storedNetwork = (network: Network): StoredLayer[] => network.map(storedLayer);

function storedLayer({ inputs, outputs, weights, bias }: Layer): StoredLayer {
  const rounded = new Int8Array(weights.length);
  const scales = new Float32Array(2 * outputs);
  for (let j = 0; j < outputs; j++) {
    let largest = 0;
    for (let at = j; at < weights.length; at += outputs) {
      largest = Math.max(largest, Math.abs(weights[at]!));
    }
    const factor = largest / 127 || 1;
    for (let at = j; at < weights.length; at += outputs) {
      rounded[at] = Math.round(weights[at]! / factor);
    }
    scales[j] = factor;
    scales[outputs + j] = bias[j]!;
  }
  return { inputs, outputs, weights: base64(rounded), scales: base64Floats(scales) };
}

const OPENED = new WeakMap<BodyPartModel, OpenedModel>();

/** The networks of a model; decoded once. @throws LesionGraphError BAD_MODEL. */
export function openedModel(model: BodyPartModel): OpenedModel {
  const known = OPENED.get(model);
  if (known !== undefined) return known;
  const numbers = floats(model.standardisation, 2 * FEATURE_COUNT);
  const opened = {
    networks: model.networks.map((layers) => layers.map(openedLayer)),
    standardisation: {
      mean: numbers.slice(0, FEATURE_COUNT),
      factor: numbers.slice(FEATURE_COUNT),
    },
  };
  OPENED.set(model, opened);
  return opened;
}

function openedLayer({ inputs, outputs, weights, scales }: StoredLayer): Layer {
  const rounded = new Int8Array(bytesOf(weights).buffer);
  if (rounded.length !== inputs * outputs)
    badModel(`${inputs} x ${outputs} weights`, rounded.length);
  const numbers = floats(scales, 2 * outputs);
  return {
    inputs,
    outputs,
    weights: Float64Array.from(rounded, (value, at) => value * numbers[at % outputs]!),
    bias: Float64Array.from(numbers.subarray(outputs)),
  };
}

/**
 * Reads a model from JSON text.
 *
 * @throws LesionGraphError BAD_MODEL for other JSON, a model of another version or with other features, and
 * numbers that are missing, not finite or out of range.
 */
export function readBodyPartModel(json: string): BodyPartModel {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    badModel("a body-part model as JSON", "text that is no JSON");
  }
  assertModel(parsed);
  return parsed;
}

/** The model as JSON text. */
export const writeBodyPartModel = (model: BodyPartModel): string =>
  `${JSON.stringify(model, null, 1)}\n`;

function assertModel(value: unknown): asserts value is BodyPartModel {
  const model = value as BodyPartModel;
  if (typeof value !== "object" || value === null || model.format !== MODEL_FORMAT) {
    badModel(`a model whose format is "${MODEL_FORMAT}"`, "another file");
  }
  if (model.version !== MODEL_VERSION) badModel(`version ${MODEL_VERSION}`, model.version);
  if (model.features !== FEATURE_COUNT) badModel(`${FEATURE_COUNT} features`, model.features);
  const range: unknown = model.scoreRange;
  if (!Array.isArray(range) || range.length !== 2 || !range.every(Number.isFinite)) {
    badModel("a score range of two finite numbers", range);
  }
  if (model.calibration !== null) assertCalibration(model.calibration);
  if (!Array.isArray(model.networks) || model.networks.length === 0) {
    badModel("at least one network", model.networks);
  }
  const layers: readonly unknown[] = model.networks.flat();
  if (!model.networks.every(Array.isArray) || !layers.every(isStoredLayer)) {
    badModel("networks of layers with inputs, outputs, weights and scales", "others");
  }
  const { networks } = openedModel(model);
  for (const network of networks) assertNetwork(network);
}

function isStoredLayer(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { inputs, outputs, weights, scales } = value as StoredLayer;
  const areSides = [inputs, outputs].every((side) => Number.isSafeInteger(side) && side > 0);
  return areSides && typeof weights === "string" && typeof scales === "string";
}

function assertCalibration(given: Calibration | undefined): void {
  const { intercept, slope, residualError, count, meanScore, scoreSquares } = given ?? {};
  const numbers = [intercept, slope, residualError, count, meanScore, scoreSquares];
  if (!numbers.every(Number.isFinite)) badModel("a calibration of finite numbers, or null", given);
  if (!(residualError! >= 0) || !(slope! > 0)) badModel("a rising line with an error >= 0", slope);
}

function assertNetwork(network: Network): void {
  let inputs = FEATURE_COUNT;
  for (const layer of network) {
    if (layer.inputs !== inputs) badModel(`a layer of ${inputs} inputs`, layer.inputs);
    inputs = layer.outputs;
    if (![...layer.weights, ...layer.bias].every(Number.isFinite)) {
      badModel("finite weights", "others");
    }
  }
  if (inputs !== 1) badModel("networks with one output", inputs);
}

function floats(text: string, count: number): Float32Array {
  const bytes = bytesOf(text);
  if (bytes.length !== 4 * count) badModel(`${count} float32 numbers`, bytes.length / 4);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    badModel("numbers as base64", text);
  }
}

/** Base64 of float32 numbers, little-endian whatever the machine. */
export function base64Floats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  return base64(new Uint8Array(view.buffer));
}

function base64(values: Int8Array | Uint8Array): string {
  let text = "";
  for (const value of values) text += String.fromCharCode(value & 0xff);
  return btoa(text);
}

function badModel(expected: string, received: unknown): never {
  fail("BAD_MODEL", expected, received, {
    remedy: "use a model that lesion-graph bodypart train has written",
  });
}
