/** The ONNX runtime that is installed beside this package. */
import { fail } from "../core/errors.js";
import type { OnnxRuntime } from "../images/embed.js";

/** In the order they are tried: native first, then WebAssembly. */
const PACKAGES = ["onnxruntime-node", "onnxruntime-web"] as const;

/** Not installed, or not loadable: built for another machine, or without its libraries. */
const UNUSABLE = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED"];

/**
 * Returns onnxruntime-node, the faster one, if it is installed and loads, else onnxruntime-web.
 *
 * @throws LesionGraphError MISSING_PACKAGE if neither does, with the command that installs one.
 */
export async function loadOnnxRuntime(
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<OnnxRuntime> {
  if (typeof load !== "function") fail("BAD_VALUE", "a function that imports", String(load));
  let broken: string | undefined;
  for (const name of PACKAGES) {
    try {
      const module = (await load(name)) as { default?: OnnxRuntime } & OnnxRuntime;
      return module.InferenceSession === undefined ? (module.default as OnnxRuntime) : module;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (!UNUSABLE.includes(code ?? "")) throw error;
      if (code === "ERR_DLOPEN_FAILED") broken ??= `${name} cannot be loaded here: ${message}`;
    }
  }
  fail(
    "MISSING_PACKAGE",
    "onnxruntime-web or onnxruntime-node for embeddings by a model",
    broken === undefined ? "neither is installed" : "none that can be loaded",
    {
      remedy: `npm install onnxruntime-web${broken === undefined ? "" : ` (${broken.replaceAll(/\s+/g, " ")})`}`,
    },
  );
}
