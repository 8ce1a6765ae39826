/**
 * Embeddings of patches by any ONNX model with one image input. The runtime (onnxruntime-web or
 * onnxruntime-node) is an argument, so that it is no dependency of this package.
 */
import { fail, fault, type LesionGraphError } from "../core/errors.js";
import {
  defaultsOf,
  integer,
  number,
  type OptionSchema,
  resolveOptions,
  value,
} from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import type { Patch } from "./patch.js";
import { limitsOf, type Window, type WindowName } from "./window.js";

/** The part of onnxruntime-common that is needed; `onnxruntime-web` and `onnxruntime-node` fit. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    /** Loads a model. */
    create(model: Uint8Array, options?: object): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

/** The part of an onnxruntime tensor that is needed. */
export interface OnnxTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** The part of an onnxruntime session that is needed. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the model on named inputs. */
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  /** Frees the memory of the session. */
  release?(): Promise<void>;
}

/** Options of embeddings by an ONNX model. */
export interface EmbedOptions extends ProgressOptions {
  /** HU scaled to 0 and 1; values outside are clipped. @defaultValue "soft tissue" */
  readonly window: Window | WindowName;
  /** Subtracted from every value after the window. @defaultValue 0 */
  readonly mean: number;
  /** Divisor of every value after that, > 0. @defaultValue 1 */
  readonly standardDeviation: number;
  /** Number of channels, all with the same patch, for colour models, >= 1. @defaultValue 1 */
  readonly channels: number;
  /** Patches of one run, >= 1; 1 for models of a fixed batch. @defaultValue 32 */
  readonly batch: number;
  /** Name of the output to take. @defaultValue undefined: the first */
  readonly output: string | undefined;
}

export const EMBED_SCHEMA: OptionSchema<EmbedOptions> = Object.freeze({
  window: value<Window | WindowName>(
    "soft tissue",
    "HU that become 0 and 1: a window's name, or lower,upper",
  ),
  mean: number(0, "Subtracted from every value after the window"),
  standardDeviation: number(1, "Divisor of every value after that", { above: 0 }),
  channels: integer(1, "Number of times the patch is given, for models of colour images", 1),
  batch: integer(32, "Patches of one run of the model", 1),
  output: value<string | undefined>(
    undefined,
    "Name of the model's output to take (default: the first)",
  ),
  ...PROGRESS_SCHEMA,
});

export const DEFAULT_EMBED_OPTIONS: EmbedOptions = defaultsOf(EMBED_SCHEMA);

/**
 * The vectors of patches, one by one in their order, batch by batch. A patch goes in as float32 of shape
 * [batch, channels, size, size]; what comes out per patch, whatever its shape, is the vector. Patches may
 * come from a generator: only one batch is in memory. `onProgress` counts patches, batch by batch.
 *
 * @throws LesionGraphError BAD_NETWORK for a model that cannot be read or run, has several inputs, lacks
 * the named output, or gives something else than as many finite float32 vectors of one length as there
 * are patches; BAD_VALUE for patches of different size; UNKNOWN_OPTION, BAD_OPTION.
 */
export async function* embedPatches(
  runtime: OnnxRuntime,
  model: Uint8Array,
  patches: AsyncIterable<Patch> | Iterable<Patch>,
  given?: Partial<EmbedOptions>,
): AsyncGenerator<Float32Array> {
  const options = resolveOptions("embedPatches", EMBED_SCHEMA, given);
  limitsOf(options.window);
  const session = await opened(runtime, model, options);
  try {
    let waiting: Patch[] = [];
    const count = progressCounter(
      options,
      "patches",
      Array.isArray(patches) ? patches.length : undefined,
    );
    let length: number | undefined;
    const flush = async function* (): AsyncGenerator<Float32Array> {
      if (waiting.length === 0) return;
      const vectors = await runBatch(runtime, session, waiting, options);
      length ??= (vectors[0] as Float32Array).length;
      if ((vectors[0] as Float32Array).length !== length) {
        throw badNetwork(`vectors of one length (${length})`, vectors[0]?.length);
      }
      count(waiting.length);
      waiting = [];
      yield* vectors;
    };
    for await (const patch of patches) {
      waiting.push(patch);
      if (waiting.length === options.batch) yield* flush();
    }
    yield* flush();
  } finally {
    await session.release?.();
  }
}

async function opened(
  runtime: OnnxRuntime,
  model: Uint8Array,
  { output }: EmbedOptions,
): Promise<OnnxSession> {
  let session: OnnxSession;
  try {
    session = await runtime.InferenceSession.create(model);
  } catch (error) {
    throw badNetwork("an ONNX model that the run-time can read", undefined, saidBy(error));
  }
  if (session.inputNames.length !== 1) {
    throw badNetwork("a model with one input", session.inputNames.join(", "));
  }
  if (output !== undefined && !session.outputNames.includes(output)) {
    throw badNetwork(`an output of the model (${session.outputNames.join(", ")})`, output);
  }
  return session;
}

async function runBatch(
  runtime: OnnxRuntime,
  session: OnnxSession,
  patches: readonly Patch[],
  options: EmbedOptions,
): Promise<Float32Array[]> {
  const [{ sizePx }] = patches as readonly [Patch];
  const pixels = sizePx * sizePx;
  const { channels } = options;
  const input = new Float32Array(patches.length * channels * pixels);
  patches.forEach((patch, i) => {
    if (patch.sizePx !== sizePx) {
      fail("BAD_VALUE", `patches of one size (${sizePx} px)`, patch.sizePx);
    }
    const scaled = scaledHu(patch, options);
    for (let c = 0; c < channels; c++) input.set(scaled, (i * channels + c) * pixels);
  });
  const dims = [patches.length, channels, sizePx, sizePx];
  let outputs: Awaited<ReturnType<OnnxSession["run"]>>;
  try {
    const tensor = new runtime.Tensor("float32", input, dims);
    outputs = await session.run({ [session.inputNames[0]!]: tensor });
  } catch (error) {
    throw badNetwork(
      `a model that takes ${dims.join(" x ")} float32`,
      undefined,
      `${saidBy(error)}; choose \`sizePx\`, \`channels\` and \`batch\` as the model takes them`,
    );
  }
  const found = outputs[options.output ?? session.outputNames[0]!];
  const data = found?.data;
  if (!(data instanceof Float32Array) || found?.dims[0] !== patches.length || data.length === 0) {
    throw badNetwork(
      `float32 vectors for ${patches.length} patches`,
      `${Object.prototype.toString.call(data).slice(8, -1)} of ${found?.dims.join(" x ")}`,
    );
  }
  if (!data.every(Number.isFinite)) throw badNetwork("finite numbers", "NaN or infinite ones");
  const length = data.length / patches.length;
  return patches.map((_, i) => data.slice(i * length, (i + 1) * length));
}

/** Window to 0-1, then mean and deviation. */
function scaledHu({ hu }: Patch, { window, mean, standardDeviation }: EmbedOptions): Float32Array {
  const [lower, upper] = limitsOf(window);
  return hu.map((value) => {
    const share = Math.min(1, Math.max(0, (value - lower) / (upper - lower)));
    return (share - mean) / standardDeviation;
  });
}

/** The message of the runtime on one line, without its constant prefix. */
function saidBy(error: unknown): string {
  const text = String((error as Error)?.message ?? error)
    .replace(/^.*?ERROR_MESSAGE:\s*/s, "")
    .replace(/\s*Please fix either the inputs\/outputs or the model\.?\s*$/, "")
    .replaceAll(/\s+/g, " ")
    .replace(/\.$/, "");
  return `the run-time says: ${text.length <= 240 ? text : `${text.slice(0, 239)}…`}`;
}

const badNetwork = (expected: string, received: unknown, remedy?: string): LesionGraphError =>
  fault("BAD_NETWORK", expected, received, { remedy });
