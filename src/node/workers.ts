/** Work on all cores: tasks are handed out one by one to workers that all share one setting. */
import { availableParallelism } from "node:os";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { type ErrorCode, type Fault, LesionGraphError, type Place } from "../errors.js";
import { completeOptions, requireWhole } from "../options.js";

export interface WorkerOptions {
  /** How many workers, a whole number >= 1. @defaultValue undefined: one per core */
  readonly workers?: number | undefined;
  /** Called after every task. @defaultValue undefined */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

export const DEFAULT_WORKER_OPTIONS: Required<WorkerOptions> = Object.freeze({
  workers: undefined,
  onProgress: undefined,
});

/** The options completed and checked. @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export function workerOptions(given: WorkerOptions | undefined): Required<WorkerOptions> {
  const options = completeOptions("the workers", DEFAULT_WORKER_OPTIONS, given);
  const { workers, onProgress } = options;
  if (workers !== undefined) requireWhole("workers", workers, 1);
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new LesionGraphError(
      "BAD_OPTION",
      { expected: "onProgress to be a function", received: onProgress },
      { option: "onProgress" },
    );
  }
  return options;
}

/** What a worker sends back. */
type Answer<R> =
  | { readonly task: number; readonly result: R }
  | { readonly code: ErrorCode; readonly fault: Fault; readonly where: Place }
  | { readonly bug: string };

/**
 * Results in the order of the tasks. `module` is a worker that calls {@link serve}. The first fault ends
 * all of it. O(longest worker).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, and what the work throws.
 */
export async function onWorkers<S, T, R>(
  module: URL,
  shared: S,
  tasks: readonly T[],
  given: WorkerOptions | undefined,
): Promise<R[]> {
  const { workers = availableParallelism(), onProgress } = workerOptions(given);
  const results = new Array<R>(tasks.length);
  let next = 0;
  let done = 0;
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(module, { workerData: shared });
      const hand = (): void => {
        if (next < tasks.length) {
          const task = next++;
          worker.postMessage({ task, input: tasks[task] });
        } else {
          worker.terminate().then(() => resolve(), reject);
        }
      };
      const fail = (error: unknown): void => {
        next = tasks.length;
        worker.terminate().finally(() => reject(error));
      };
      worker.on("message", (answer: Answer<R>) => {
        if ("bug" in answer) return fail(new Error(answer.bug));
        if ("code" in answer) {
          return fail(new LesionGraphError(answer.code, answer.fault, answer.where));
        }
        results[answer.task] = answer.result;
        onProgress?.(++done, tasks.length);
        hand();
      });
      worker.on("error", fail);
      hand();
    });
  const count = Math.max(1, Math.min(workers, tasks.length));
  if (tasks.length > 0) await Promise.all(Array.from({ length: count }, one));
  return results;
}

/** The other end: makes the work of the shared setting and does it for every task. */
export function serve<S, T, R>(prepare: (shared: S) => (input: T) => R | Promise<R>): void {
  const port = parentPort;
  if (port === null) throw new Error("this module is a worker");
  const work = prepare(workerData as S);
  port.on("message", async ({ task, input }: { task: number; input: T }) => {
    try {
      port.postMessage({ task, result: await work(input) });
    } catch (error) {
      const { code, fault, where } = error as LesionGraphError;
      const ours = error instanceof LesionGraphError;
      port.postMessage(ours ? { code, fault, where } : { bug: String((error as Error).stack) });
    }
  });
}

/** A copy that workers see without copying. */
export function sharedCopy(values: Float32Array): Float32Array;
export function sharedCopy(values: Int32Array): Int32Array;
export function sharedCopy(values: Uint8Array): Uint8Array;
export function sharedCopy(values: Float32Array | Int32Array | Uint8Array) {
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => typeof values;
  const copy = new Kind(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
