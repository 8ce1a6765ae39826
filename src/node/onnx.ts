/** The ONNX run-time that is installed beside this package. */
import { LesionGraphError } from "../errors.js";
import type { OnnxRuntime } from "../images/embed.js";

/** In the order they are tried: native first, then WebAssembly. */
const PACKAGES = ["onnxruntime-node", "onnxruntime-web"] as const;

/**
 * onnxruntime-node where it is installed (about ten times as fast), else onnxruntime-web.
 *
 * @throws LesionGraphError MISSING_PACKAGE where there is neither, with how to install one.
 */
export async function loadOnnxRuntime(
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<OnnxRuntime> {
  for (const name of PACKAGES) {
    try {
      const module = (await load(name)) as { default?: OnnxRuntime } & OnnxRuntime;
      return module.InferenceSession === undefined ? (module.default as OnnxRuntime) : module;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new LesionGraphError("MISSING_PACKAGE", {
    expected: "onnxruntime-web or onnxruntime-node for embeddings by a model",
    received: "neither is installed",
    remedy: "npm install onnxruntime-web",
  });
}
