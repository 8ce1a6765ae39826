import { describe, expect, it } from "vitest";
import { MODEL_VERSION } from "../../src/bodypart/model.js";
import { readBodyPartModel, writeBodyPartModel } from "../../src/bodypart/read-model.js";
import { sliceScore } from "../../src/bodypart/score.js";
import { errorOf } from "../support/errors.js";
import { smallModel } from "../support/small-model.js";
import { bodySlice } from "../support/synthetic-body.js";

const model = smallModel();

describe("a model as JSON", () => {
  it("reads back the same, with the same scores", () => {
    const read = readBodyPartModel(writeBodyPartModel(model));
    expect(read).toEqual(model);
    const at = (one: typeof model): number => sliceScore(one, bodySlice(0.4), 4)!.score;
    expect(at(read)).toBe(at(model));
  });

  const [first] = model.networks;
  const [layer, ...others] = first!;
  const line = model.calibration!;
  it.each<[string, unknown]>([
    ["another kind of JSON", { weights: [] }],
    ["null", null],
    ["a later version", { ...model, version: MODEL_VERSION + 1 }],
    ["an earlier version", { ...model, version: MODEL_VERSION - 1 }],
    ["other features", { ...model, features: 12 }],
    ["no networks", { ...model, networks: [] }],
    ["a falling line", { ...model, calibration: { ...line, slope: -1 } }],
    ["a curve that falls", { ...model, calibration: { ...line, curvature: [0, -1e-5] } }],
    ["a curve with a hump", { ...model, calibration: { ...line, curvature: [-0.01, 1e-5] } }],
    ["a curve of one number", { ...model, calibration: { ...line, curvature: [0] } }],
    ["no calibration", { ...model, calibration: undefined }],
    ["an empty calibration", { ...model, calibration: {} }],
    ["a range of one number", { ...model, scoreRange: [1] }],
    ["a range that is no list", { ...model, scoreRange: 5 }],
    ["a range of texts", { ...model, scoreRange: ["low", "high"] }],
    ["no score per mm", { ...model, scorePerMm: undefined }],
    ["a score per mm of 0", { ...model, scorePerMm: 0 }],
    ["cut standardisation", { ...model, standardisation: model.standardisation.slice(0, 40) }],
    ["no base64", { ...model, standardisation: "§" }],
    ["a layer too narrow", { ...model, networks: [[{ ...layer, inputs: 9 }, ...others]] }],
    ["a missing layer", { ...model, networks: [others] }],
    ["two outputs", { ...model, networks: [first!.slice(0, 2)] }],
  ])("is rejected: %s", (_, json) => {
    errorOf("BAD_MODEL", () => readBodyPartModel(JSON.stringify(json)));
  });

  it("is rejected where it is no JSON", () => {
    errorOf("BAD_MODEL", () => readBodyPartModel("{"));
  });
});
