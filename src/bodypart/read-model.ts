/** Models as JSON text, checked when they are read. */
import { parseJson } from "../core/json.js";
import { FEATURE_COUNT } from "./features.js";
import {
  assertIsModel,
  type BodyPartModel,
  type Calibration,
  MODEL_VERSION,
  openedModel,
} from "./model.js";
import type { Network } from "./network.js";
import { badModel, type StoredLayer } from "./stored-network.js";

/**
 * Reads a model from JSON text.
 *
 * @throws LesionGraphError BAD_MODEL for other JSON, a model of another version or with other features, and
 * numbers that are missing, not finite or out of range.
 */
export function readBodyPartModel(json: string): BodyPartModel {
  let parsed: unknown;
  try {
    parsed = parseJson(json);
  } catch {
    badModel("a body-part model as JSON", "text that is no JSON");
  }
  assertModel(parsed);
  return parsed;
}

/** The model as JSON text. @throws LesionGraphError BAD_MODEL for what is no model. */
export function writeBodyPartModel(model: BodyPartModel): string {
  assertIsModel(model);
  return `${JSON.stringify(model, null, 1)}\n`;
}

function assertModel(value: unknown): asserts value is BodyPartModel {
  assertIsModel(value);
  const model = value;
  if (model.version !== MODEL_VERSION) badModel(`version ${MODEL_VERSION}`, model.version);
  if (model.features !== FEATURE_COUNT) badModel(`${FEATURE_COUNT} features`, model.features);
  const range: unknown = model.scoreRange;
  if (!Array.isArray(range) || range.length !== 2 || !range.every(Number.isFinite)) {
    badModel("a score range of two finite numbers", range);
  }
  if (!Number.isFinite(model.scorePerMm) || model.scorePerMm <= 0) {
    badModel("a score per mm > 0", model.scorePerMm);
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
  const { intercept, slope, curvature, residualError, count, meanScore, scoreSquares } =
    given ?? {};
  const terms = Array.isArray(curvature) && curvature.length === 2 ? curvature : [Number.NaN];
  const numbers = [intercept, slope, ...terms, residualError, count, meanScore, scoreSquares];
  if (!numbers.every(Number.isFinite)) badModel("a calibration of finite numbers, or null", given);
  const [square, cube] = terms as [number, number];
  // A line, or a cubic whose derivative has no zero.
  const rises = slope! > 0 && (terms.every((one) => one === 0) || square ** 2 < 3 * slope! * cube);
  if (!(residualError! >= 0) || !rises) badModel("a rising curve with an error >= 0", given);
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
