/** The appearance of many lesions from a folder of slices. */

import { LesionGraphError } from "../core/errors.js";
import { completeOptions } from "../core/options.js";
import { progressCounter, splitProgress } from "../core/progress.js";
import { lesionsBySlice } from "../deeplesion/by-slice.js";
import { assertDlInfo, type DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import {
  type AppearanceOptions,
  checkedAppearanceOptions,
  DEFAULT_APPEARANCE_OPTIONS,
} from "../images/appearance-features.js";
import { DEFAULT_EMBED_OPTIONS, type EmbedOptions, embedPatches } from "../images/embed.js";
import {
  DEFAULT_PATCH_OPTIONS,
  type Patch,
  type PatchOptions,
  patchAround,
} from "../images/patch.js";
import type { Measured, Measuring } from "./appearance-worker.js";
import { assertPath } from "./file-bytes.js";
import { loadOnnxRuntime } from "./load-onnx-runtime.js";
import { absentKeySlice, lookForKeySlice } from "./slices.js";
import { DEFAULT_WORKER_OPTIONS, onWorkers, type WorkerOptions } from "./workers.js";

/** Handling of lesions without a vector. */
export interface MissingOptions {
  /**
   * Called with the error of each lesion without a vector (FILE_NOT_FOUND: no slice, MISSING_FEATURE: it
   * cannot be measured); the lesion is left out. If no lesion has a vector, the first error is thrown.
   * @defaultValue undefined: the error is thrown
   */
  readonly onMissing: ((reason: LesionGraphError) => void) | undefined;
}

export interface MeasureOptions extends AppearanceOptions, WorkerOptions, MissingOptions {}

export const DEFAULT_MEASURE_OPTIONS: MeasureOptions = Object.freeze({
  ...DEFAULT_APPEARANCE_OPTIONS,
  ...DEFAULT_WORKER_OPTIONS,
  onMissing: undefined,
});

export interface EmbedLesionsOptions extends EmbedOptions, PatchOptions, MissingOptions {}

export const DEFAULT_EMBED_LESIONS_OPTIONS: EmbedLesionsOptions = Object.freeze({
  ...DEFAULT_EMBED_OPTIONS,
  ...DEFAULT_PATCH_OPTIONS,
  onMissing: undefined,
});

/** A lesion's vector and the data row it belongs to. */
export interface LesionVector<V extends Float32Array | Float64Array> {
  readonly row: number;
  readonly vector: V;
}

/**
 * The appearance vectors of lesions, in their order, on all cores; a slice is read once for all of its
 * lesions, and one slice per worker is in memory. `onProgress` counts slices.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, MISSING_FEATURE (see `onMissing`), CANNOT_READ, BAD_IMAGE, with
 * file and row; UNKNOWN_OPTION, BAD_OPTION.
 */
export async function measureAppearance(
  folder: string,
  lesions: readonly DlInfoLesion[],
  given?: Partial<MeasureOptions>,
): Promise<LesionVector<Float64Array>[]> {
  const { workers, onProgress, signal, onMissing, ...options } = completeOptions(
    "measureAppearance",
    DEFAULT_MEASURE_OPTIONS,
    given,
  );
  assertPath(folder);
  assertDlInfo(lesions);
  checkedAppearanceOptions(options);
  const slices = [...lesionsBySlice(lesions).values()];
  const module = new URL("../node/appearance-worker.js", import.meta.url);
  const found = await onWorkers<Measuring, readonly DlInfoLesion[], Measured[]>(
    module,
    { folder, options, skip: onMissing !== undefined },
    slices,
    "slices",
    { workers, onProgress, signal },
  );
  const byRow = new Map<number, Measured>();
  slices.forEach((own, s) => {
    own.forEach(({ row }, i) => {
      byRow.set(row, (found[s] as Measured[])[i] as Measured);
    });
  });
  const missing = new Missing(onMissing);
  const vectors = lesions.flatMap(({ row }) => {
    const measured = byRow.get(row) as Measured;
    if ("vector" in measured) return [{ row, vector: measured.vector }];
    missing.add(new LesionGraphError(measured.code, measured.fault, measured.where));
    return [];
  });
  missing.unlessSome(vectors.length);
  return vectors;
}

/**
 * The vectors that an ONNX model gives for the patches of lesions, slice by slice in the order of their
 * first lesions (for a DL_info.csv that is the order of the rows): a slice is read once for all of its
 * lesions. `onProgress` counts lesions; those without a vector too.
 *
 * @throws LesionGraphError MISSING_PACKAGE, BAD_NETWORK, FILE_NOT_FOUND (see `onMissing`), CANNOT_READ,
 * BAD_IMAGE, with file and row; UNKNOWN_OPTION, BAD_OPTION.
 */
export async function* embedLesions(
  folder: string,
  lesions: readonly DlInfoLesion[],
  model: Uint8Array,
  given?: Partial<EmbedLesionsOptions>,
): AsyncGenerator<LesionVector<Float32Array>> {
  const [progress, own] = splitProgress("embedLesions", given);
  const { fieldMm, sizePx, onMissing, ...others } = completeOptions(
    "embedLesions",
    DEFAULT_EMBED_LESIONS_OPTIONS,
    own,
  );
  const embed = { ...others, onProgress: undefined, signal: progress.signal };
  assertPath(folder);
  assertDlInfo(lesions);
  const runtime = await loadOnnxRuntime();
  const missing = new Missing(onMissing);
  const count = progressCounter(progress, "lesions", lesions.length);
  const rows: number[] = [];
  const patches = async function* (): AsyncGenerator<Patch> {
    for (const own of lesionsBySlice(lesions).values()) {
      const slice = await lookForKeySlice(folder, own);
      for (const lesion of own) {
        if (slice === undefined) {
          missing.add(absentKeySlice(folder, lesion));
          count();
          continue;
        }
        const [x1, y1, x2, y2] = lesion.boxPx;
        rows.push(lesion.row);
        yield patchAround(slice, [(x1 + x2) / 2, (y1 + y2) / 2], lesion.spacingMm, {
          fieldMm,
          sizePx,
        });
      }
    }
  };
  let done = 0;
  for await (const vector of embedPatches(runtime, model, patches(), embed)) {
    count();
    yield { row: rows[done++]!, vector };
  }
  missing.unlessSome(done);
}

/** Reports lesions without a vector to `onMissing`, or throws without it. */
class Missing {
  readonly #told: MissingOptions["onMissing"];
  #first: LesionGraphError | undefined;

  constructor(told: MissingOptions["onMissing"]) {
    this.#told = told;
  }

  add(reason: LesionGraphError): void {
    if (this.#told === undefined) throw reason;
    this.#first ??= reason;
    this.#told(reason);
  }

  /** Throws the first error unless there are vectors. */
  unlessSome(vectors: number): void {
    if (vectors === 0 && this.#first !== undefined) throw this.#first;
  }
}
