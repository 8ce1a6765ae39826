import { describe, expect, it } from "vitest";
import type { Progress } from "../../src/core/progress.js";
import { type EmbedOptions, embedPatches, type OnnxRuntime } from "../../src/images/embed.js";
import type { Patch } from "../../src/images/patch.js";
import { loadOnnxRuntime } from "../../src/node/load-onnx-runtime.js";
import { rejectionOf } from "../support/errors.js";
import { linearModel } from "../support/onnx.js";

const runtime = await loadOnnxRuntime();
const patch = (...hu: readonly number[]): Patch => ({
  sizePx: Math.sqrt(hu.length),
  stepMm: 1,
  hu: Float32Array.from(hu),
});
/** The first output is the sum of all pixels, the second twice the last one. */
const model = linearModel(2, [
  [1, 0],
  [1, 0],
  [1, 0],
  [1, 2],
]);
const all = async (
  patches: readonly Patch[],
  options?: Partial<EmbedOptions>,
  bytes = model,
): Promise<number[][]> => {
  const vectors: number[][] = [];
  for await (const vector of embedPatches(runtime, bytes, patches, options))
    vectors.push([...vector]);
  return vectors;
};

describe("embedPatches", () => {
  it("runs a real model batch by batch", async () => {
    // By hand: 0 HU to 100 HU become 0 to 1.
    const patches = [patch(0, 25, 50, 100), patch(-900, 0, 0, 50), patch(900, 100, 100, 75)];
    const seen: number[] = [];
    const options = {
      window: [0, 100],
      batch: 2,
      onProgress: ({ done }: Progress) => seen.push(done),
    } as const;
    expect(await all(patches, options)).toEqual([
      [1.75, 2],
      [0.5, 1],
      [3.75, 1.5],
    ]);
    expect(seen).toEqual([2, 3]);
    expect(await all(patches, { ...options, batch: 1 })).toEqual(await all(patches, options));
    // (value - 0.5) / 0.25
    expect(
      await all([patch(0, 0, 0, 100)], { ...options, mean: 0.5, standardDeviation: 0.25 }),
    ).toEqual([[-4, 4]]);
    expect(await all([])).toEqual([]);
  });

  it("says what is wrong with a model or its input", async () => {
    const one = patch(1, 2, 3, 4);
    await rejectionOf("BAD_NETWORK", () => all([one], {}, Uint8Array.of(1, 2, 3)));
    await rejectionOf("BAD_NETWORK", () => all([one], { output: "z" }));
    await rejectionOf("BAD_NETWORK", () => all([one], { channels: 3 }));
    await rejectionOf("BAD_VALUE", () => all([one, patch(1)]));
    await rejectionOf("BAD_NETWORK", () =>
      all([one], {}, linearModel(2, [[1], [1], [1], [Number.POSITIVE_INFINITY]])),
    );
    await rejectionOf("BAD_OPTION", () => all([one], { batch: 0 }), { option: "batch" });
  });
});

describe("loadOnnxRuntime", () => {
  it("takes the native run-time where it is there", async () => {
    const native = { InferenceSession: {}, Tensor: class {} } as unknown as OnnxRuntime;
    const asked: string[] = [];
    const load = async (name: string) => {
      asked.push(name);
      return native;
    };
    expect(await loadOnnxRuntime(load)).toBe(native);
    expect(asked).toEqual(["onnxruntime-node"]);
  });

  it("takes the other one where the native one cannot be loaded", async () => {
    const web = { InferenceSession: {}, Tensor: class {} } as unknown as OnnxRuntime;
    const broken = Object.assign(new Error("libonnxruntime.so.1:\n no such file"), {
      code: "ERR_DLOPEN_FAILED",
    });
    const load = (rest: () => Promise<unknown>) => (name: string) =>
      name === "onnxruntime-node" ? Promise.reject(broken) : rest();
    expect(await loadOnnxRuntime(load(() => Promise.resolve({ default: web })))).toBe(web);
    const absent = () =>
      Promise.reject(Object.assign(new Error(), { code: "ERR_MODULE_NOT_FOUND" }));
    await rejectionOf("MISSING_PACKAGE", () => loadOnnxRuntime(load(absent)));
  });

  it("says how to install one where there is none, and passes other faults on", async () => {
    const missing = () =>
      Promise.reject(Object.assign(new Error(), { code: "ERR_MODULE_NOT_FOUND" }));
    await rejectionOf("MISSING_PACKAGE", () => loadOnnxRuntime(missing));
    await expect(loadOnnxRuntime(() => Promise.reject(new Error("broken")))).rejects.toThrow(
      "broken",
    );
  });
});
