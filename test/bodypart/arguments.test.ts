/** Every public function rejects what is no argument of it with an error of this package, not a TypeError. */
import { describe, expect, it } from "vitest";
import {
  calibrate,
  decodeWindowedSlice,
  fitCalibration,
  normalisedLocation,
  onnxScores,
  readBodyPartModel,
  readCtVolume,
  regionOf,
  scoreVolume,
  sliceFeatures,
  sliceScore,
  trainBodyPartRegressor,
  writeBodyPartModel,
  zOfScore,
} from "../../src/bodypart/index.js";
import { LesionGraphError } from "../../src/core/errors.js";
import type { OnnxRuntime } from "../../src/images/embed.js";
import { smallModel } from "../support/small-model.js";
import { bodySlice } from "../support/synthetic-body.js";

const model = smallModel();
const slice = bodySlice(0.5);
const box = { boxPx: [10, 10, 20, 20], spacingMm: [4, 4] } as const;
const runtime = {
  InferenceSession: {
    create: async () => ({ inputNames: ["x"], outputNames: ["y"], run: async () => ({}) }),
  },
  Tensor: class {},
} as unknown as OnnxRuntime;

/** One argument replaced by another value, the other arguments valid. */
const CALLS: Readonly<Record<string, (bad: never) => unknown>> = {
  "sliceFeatures: slice": (bad) => sliceFeatures(bad, 4),
  "sliceFeatures: hu": (bad) => sliceFeatures({ ...slice, hu: bad }, 4),
  "sliceFeatures: pixelMm": (bad) => sliceFeatures(slice, bad),
  "sliceScore: model": (bad) => sliceScore(bad, slice, 4),
  "sliceScore: slice": (bad) => sliceScore(model, bad, 4),
  "scoreVolume: model": (bad) =>
    scoreVolume(bad, { name: "v", slices: [slice], spacingMm: [4, 4, 4] }),
  "scoreVolume: volume": (bad) => scoreVolume(model, bad),
  "scoreVolume: slices": (bad) =>
    scoreVolume(model, { name: "v", slices: bad, spacingMm: [4, 4, 4] }),
  "scoreVolume: spacing": (bad) =>
    scoreVolume(model, { name: "v", slices: [slice], spacingMm: bad }),
  "calibrate: model": (bad) => calibrate(bad, []),
  "calibrate: slices": (bad) => calibrate(model, bad),
  "calibrate: one slice": (bad) => calibrate(model, [bad]),
  "fitCalibration: pairs": (bad) => fitCalibration(bad),
  "fitCalibration: one pair": (bad) => fitCalibration([bad, bad, bad]),
  "zOfScore: calibration": (bad) => zOfScore(bad, 1),
  "zOfScore: score": (bad) =>
    zOfScore(fitCalibration([1, 2, 4].map((score) => ({ score, z: score }))), bad),
  "regionOf: score": (bad) => regionOf(bad),
  "readBodyPartModel: json": (bad) => readBodyPartModel(bad),
  "writeBodyPartModel: model": (bad) => writeBodyPartModel(bad),
  "readCtVolume: bytes": (bad) => readCtVolume(bad, "v"),
  "decodeWindowedSlice: png": (bad) => decodeWindowedSlice(bad, [-175, 275]),
  "decodeWindowedSlice: window": (bad) => decodeWindowedSlice(new Uint8Array(8), bad),
  "normalisedLocation: lesion": (bad) => normalisedLocation(bad, slice, model),
  "normalisedLocation: box": (bad) => normalisedLocation({ ...box, boxPx: bad }, slice, model),
  "normalisedLocation: spacing": (bad) =>
    normalisedLocation({ ...box, spacingMm: bad }, slice, model),
  "normalisedLocation: slice": (bad) => normalisedLocation(box, bad, model),
  "trainBodyPartRegressor: volumes": (bad) => trainBodyPartRegressor(bad),
  "trainBodyPartRegressor: one volume": (bad) => trainBodyPartRegressor([bad]),
  "trainBodyPartRegressor: one anchor": (bad) => trainBodyPartRegressor([], { anchors: [bad] }),
  "trainBodyPartRegressor: an anchor's score": (bad) =>
    trainBodyPartRegressor([], { anchors: [{ slice, pixelMm: 4, score: bad }] }),
  "onnxScores: one slice": (bad) => onnxScores(runtime, new Uint8Array(1), [bad]),
};
const BAD: readonly unknown[] = [undefined, null, Number.NaN, "x", {}, [], () => 1];

describe("an argument of another kind is an error", () => {
  it.each(Object.entries(CALLS))("%s", async (_, call) => {
    for (const bad of BAD) {
      const thrown = await Promise.resolve()
        .then(() => call(bad as never))
        .then(
          (value) => ({ value }),
          (error: unknown) => error,
        );
      expect(thrown).toBeInstanceOf(LesionGraphError);
    }
  });
});

it("an anchor without a finite score is an error, before training", () => {
  const anchors = [{ slice, pixelMm: 4, score: Number.NaN }];
  expect(() => trainBodyPartRegressor([], { anchors })).toThrow(
    expect.objectContaining({ code: "BAD_OPTION", where: { option: "anchors" } }),
  );
});

it("a slice whose values are not width x height is an error", () => {
  const half = { ...slice, hu: slice.hu.subarray(1) };
  expect(() => sliceScore(model, half, 4)).toThrow(expect.objectContaining({ code: "BAD_IMAGE" }));
});

it("has no region for a score that is not finite", () => {
  for (const score of [Number.NaN, Infinity, -Infinity]) {
    expect(() => regionOf(score)).toThrow(expect.objectContaining({ code: "BAD_VALUE" }));
  }
});

it("an ONNX model scores slices only", async () => {
  for (const bad of [undefined, 3, {}]) {
    await expect(onnxScores(runtime, new Uint8Array(1), bad as never)).rejects.toMatchObject({
      code: "BAD_VALUE",
    });
  }
});
