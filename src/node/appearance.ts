/** The appearance of many lesions from a folder of slices. */
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { type EmbedOptions, embedPatches } from "../images/embed.js";
import {
  DEFAULT_PATCH_OPTIONS,
  type Patch,
  type PatchOptions,
  patchAround,
} from "../images/patch.js";
import { completeOptions } from "../options.js";
import type { Images } from "./appearance-worker.js";
import { loadOnnxRuntime } from "./onnx.js";
import { readKeySlice } from "./slices.js";
import { onWorkers, type WorkerOptions } from "./workers.js";

/**
 * The appearance vector of every lesion, in their order, on all cores; a slice is read once for all of
 * its lesions, and one slice per worker is in memory.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, BAD_IMAGE, MISSING_FEATURE, with file and row;
 * UNKNOWN_OPTION, BAD_OPTION.
 */
export async function measureAppearance(
  folder: string,
  lesions: readonly DlInfoLesion[],
  how?: WorkerOptions,
): Promise<Float64Array[]> {
  const slices = bySlice(lesions);
  const module = new URL("./appearance-worker.js", import.meta.url);
  const found = await onWorkers<Images, readonly DlInfoLesion[], Float64Array[]>(
    module,
    { folder },
    slices,
    how,
  );
  const byRow = new Map<number, Float64Array>();
  slices.forEach((own, s) => {
    own.forEach(({ row }, i) => {
      byRow.set(row, (found[s] as Float64Array[])[i] as Float64Array);
    });
  });
  return lesions.map(({ row }) => byRow.get(row) as Float64Array);
}

/**
 * The vectors that an ONNX model gives for the patches of lesions, in their order.
 *
 * @throws LesionGraphError MISSING_PACKAGE, BAD_NETWORK, and as `measureAppearance`.
 */
export async function* embedLesions(
  folder: string,
  lesions: readonly DlInfoLesion[],
  model: Uint8Array,
  options?: Partial<EmbedOptions & PatchOptions>,
): AsyncGenerator<Float32Array> {
  const { fieldMm, sizePx, ...embed } = options ?? {};
  const patch = completeOptions("embedLesions", DEFAULT_PATCH_OPTIONS, {
    ...(fieldMm === undefined ? {} : { fieldMm }),
    ...(sizePx === undefined ? {} : { sizePx }),
  });
  const runtime = await loadOnnxRuntime();
  const patches = async function* (): AsyncGenerator<Patch> {
    for (const lesion of lesions) {
      const [x1, y1, x2, y2] = lesion.boxPx;
      const slice = await readKeySlice(folder, lesion);
      yield patchAround(slice, [(x1 + x2) / 2, (y1 + y2) / 2], lesion.spacingMm, patch);
    }
  };
  yield* embedPatches(runtime, model, patches(), embed);
}

function bySlice(lesions: readonly DlInfoLesion[]): DlInfoLesion[][] {
  const slices = new Map<string, DlInfoLesion[]>();
  for (const lesion of lesions) {
    const others = slices.get(lesion.fileName);
    if (others === undefined) slices.set(lesion.fileName, [lesion]);
    else others.push(lesion);
  }
  return [...slices.values()];
}
