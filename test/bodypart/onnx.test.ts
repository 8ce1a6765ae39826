import { describe, expect, it } from "vitest";
import { onnxScores } from "../../src/bodypart/onnx.js";
import { loadOnnxRuntime } from "../../src/node/load-onnx-runtime.js";
import { rejectionOf } from "../support/errors.js";
import { linearModel } from "../support/onnx.js";
import { paint } from "../support/slices.js";

const runtime = await loadOnnxRuntime();
const slice = (hu: number) => ({ slice: paint(32, 32, () => hu), pixelMm: 3 });

describe("onnxScores", () => {
  const size = 4;
  const sum = linearModel(
    size,
    Array.from({ length: size * size }, () => [1]),
  );

  it("gives the model's number for every slice", async () => {
    // The whole slice at -175 HU is 0, at 275 is 1, at 50 is ½: sums of 16 pixels.
    const scores = await onnxScores(runtime, sum, [-175, 50, 275].map(slice), { sizePx: size });
    expect(scores.map((score) => Number(score.toFixed(5)))).toEqual([0, 8, 16]);
  });

  it("turns the sign of a model whose score rises towards the head", async () => {
    const [score] = await onnxScores(runtime, sum, [slice(50)], {
      sizePx: size,
      risesTowards: "head",
    });
    expect(score).toBeCloseTo(-8, 5);
  });

  it("rejects a model that gives several numbers, or another size", async () => {
    const two = linearModel(
      size,
      Array.from({ length: size * size }, () => [1, 2]),
    );
    await rejectionOf("BAD_NETWORK", () => onnxScores(runtime, two, [slice(0)], { sizePx: size }));
    await rejectionOf("BAD_NETWORK", () => onnxScores(runtime, sum, [slice(0)]));
    await rejectionOf(
      "UNKNOWN_OPTION",
      () => onnxScores(runtime, sum, [slice(0)], { size } as object),
      { option: "size" },
    );
  });
});
