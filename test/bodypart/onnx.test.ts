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

  it("gives the model's number for every slice, and none without a body", async () => {
    // The whole slice at 275 HU is 1, at 162.5 HU ¾: sums of 16 pixels. -175 HU is air.
    const scores = await onnxScores(runtime, sum, [275, -175, 162].map(slice), { sizePx: size });
    expect(scores.map((score) => score && Number(score.toFixed(1)))).toEqual([16, undefined, 12]);
  });

  it("turns the sign of a model whose score rises towards the head", async () => {
    const [score] = await onnxScores(runtime, sum, [slice(162)], {
      sizePx: size,
      risesTowards: "head",
    });
    expect(score).toBeCloseTo(-12, 1);
  });

  it("rejects a model that gives several numbers, or another size", async () => {
    const two = linearModel(
      size,
      Array.from({ length: size * size }, () => [1, 2]),
    );
    await rejectionOf("BAD_NETWORK", () =>
      onnxScores(runtime, two, [slice(200)], { sizePx: size }),
    );
    await rejectionOf("BAD_NETWORK", () => onnxScores(runtime, sum, [slice(200)]));
    await rejectionOf(
      "UNKNOWN_OPTION",
      () => onnxScores(runtime, sum, [slice(200)], { size } as object),
      { option: "size" },
    );
  });
});
