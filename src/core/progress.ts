/** Progress and cancellation of long work: the same two options everywhere. */
import { fail } from "./errors.js";
import { assertObject } from "./option-checks.js";
import { type OptionSchema, resolveOptions, value } from "./options.js";

/** How much of some work is done. */
export interface Progress {
  readonly done: number;
  /** How much there is; `undefined` where it is not known, as for a stream. */
  readonly total: number | undefined;
  /** What is counted, in the plural: "bytes", "patients", "slices". */
  readonly unit: string;
}

/** Options of functions whose work takes long. */
export interface ProgressOptions {
  /** Called after every unit of work. What it throws ends the work. @defaultValue undefined */
  readonly onProgress: ((progress: Progress) => void) | undefined;
  /**
   * Ends the work between two units: the function throws, or its promise rejects with, the signal's reason.
   * @defaultValue undefined
   */
  readonly signal: AbortSignal | undefined;
}

/** The declaration of {@link ProgressOptions}. */
export const PROGRESS_SCHEMA: OptionSchema<ProgressOptions> = Object.freeze({
  onProgress: value<ProgressOptions["onProgress"]>(
    undefined,
    "called with { done, total, unit } as work is done",
    "a function",
    (given) => typeof given === "function",
  ),
  signal: value<AbortSignal | undefined>(
    undefined,
    "ends the work with the signal's reason",
    "an AbortSignal",
    (given) => given instanceof AbortSignal,
  ),
});

/**
 * Returns the progress options, checked, and the other options of a function.
 *
 * @throws LesionGraphError BAD_OPTION.
 */
export function splitProgress<T extends object>(
  caller: string,
  given: (T & Partial<ProgressOptions>) | undefined,
): [progress: ProgressOptions, others: Omit<T, keyof ProgressOptions>] {
  assertObject(caller, given);
  const { onProgress, signal, ...others } = (given ?? {}) as T & Partial<ProgressOptions>;
  return [resolveOptions(caller, PROGRESS_SCHEMA, { onProgress, signal }), others];
}

/**
 * Returns a function that counts units of work: it reports how many are done and ends the work where the signal is
 * aborted. Throws at once where it already is.
 *
 * @param unit what is counted, in the plural
 * @param total how many units there are, where that is known
 */
export function progressCounter(
  { onProgress, signal }: Partial<ProgressOptions>,
  unit: string,
  total?: number,
): (units?: number) => void {
  let done = 0;
  signal?.throwIfAborted();
  return (units = 1) => {
    done += units;
    onProgress?.({ done, total, unit });
    signal?.throwIfAborted();
  };
}

/** Passes chunks on and counts their bytes, or the characters of texts, when the next chunk is asked for. */
export async function* countedChunks<T extends Uint8Array | string>(
  source: AsyncIterable<T> | Iterable<T>,
  options: Partial<ProgressOptions> = {},
  total?: number,
): AsyncGenerator<T, void, undefined> {
  options.signal?.throwIfAborted();
  let count: ReturnType<typeof progressCounter> | undefined;
  for await (const chunk of chunksOf(source)) {
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) {
      fail("BAD_VALUE", "chunks of bytes or texts", chunk ?? "nothing");
    }
    yield chunk;
    count ??= progressCounter(options, typeof chunk === "string" ? "characters" : "bytes", total);
    count(chunk.length);
  }
}

/** A source that is one chunk, or has many. @throws LesionGraphError BAD_VALUE for anything else. */
function chunksOf<T extends Uint8Array | string>(
  source: AsyncIterable<T> | Iterable<T> | T,
): AsyncIterable<T> | Iterable<T> {
  if (typeof source === "string" || source instanceof Uint8Array) return [source as T];
  const isStream =
    typeof source === "object" &&
    source !== null &&
    (Symbol.asyncIterator in source || Symbol.iterator in source);
  if (isStream) return source;
  fail("BAD_VALUE", "a stream of bytes or texts", source ?? "nothing", {
    remedy: "pass a stream, a generator or a list of chunks",
  });
}
