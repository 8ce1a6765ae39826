/**
 * Work on several cores: workers share one setting, and results are returned in the order of the tasks.
 */
import { availableParallelism } from "node:os";
import { defaultsOf, type OptionSchema, resolveOptions, value } from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import { PoolWorker, WorkerPool } from "./worker-pool.js";

/** Options of functions that run on worker threads. */
export interface WorkerOptions extends ProgressOptions {
  /** Number of workers, >= 1. @defaultValue `undefined`: one per core */
  readonly workers: number | undefined;
}

const WORKER_SCHEMA: OptionSchema<WorkerOptions> = {
  ...PROGRESS_SCHEMA,
  workers: value<number | undefined>(
    undefined,
    "number of workers (default: one per core)",
    "an integer >= 1",
    (given) => Number.isSafeInteger(given) && Number(given) >= 1,
  ),
};

export const DEFAULT_WORKER_OPTIONS: WorkerOptions = defaultsOf(WORKER_SCHEMA);

/** The options completed and checked. @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export const workerOptions = (given: Partial<WorkerOptions> | undefined): WorkerOptions =>
  resolveOptions("the workers", WORKER_SCHEMA, given);

/**
 * The results of all tasks, in their order. `module` is a worker that calls `serve`.
 *
 * @param unit what a task is, in the plural, for progress
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, and the error of the first task that fails.
 */
export async function onWorkers<S, T, R>(
  module: URL,
  shared: S,
  tasks: readonly T[],
  unit: string,
  given?: Partial<WorkerOptions>,
): Promise<R[]> {
  const options = workerOptions(given);
  const { workers = availableParallelism() } = options;
  const count = progressCounter(options, unit, tasks.length);
  const results: R[] = [];
  for await (const result of streamOnWorkers<S, T, R>(module, shared, tasks, workers)) {
    results.push(result);
    count();
  }
  return results;
}

/** Tasks queued at each worker, so that it does not wait for the next one. */
const AHEAD = 2;

/**
 * As {@link onWorkers}, but yields each result as soon as it is ready, for any number of tasks. Only the queued
 * tasks are in memory, and no more workers are started than they need. If the source of the tasks fails, the
 * results of earlier tasks come first. Ending the iteration ends the workers.
 */
export async function* streamOnWorkers<S, T, R>(
  module: URL,
  shared: S,
  tasks: Iterable<T> | AsyncIterable<T>,
  workers: number,
): AsyncGenerator<R, void, undefined> {
  const pool = new WorkerPool<T, R>(() => new PoolWorker(module, shared), workers);
  const source = inTurn(tasks);
  const underWay: Promise<R>[] = [];
  let coming: Promise<Coming<T>> | undefined = next(source);
  let failed: { readonly by: unknown } | undefined;
  try {
    while (coming !== undefined || underWay.length > 0) {
      const [first] = underWay;
      const wanted = underWay.length < AHEAD * workers ? coming : undefined;
      const event = await Promise.race([
        ...(first === undefined ? [] : [first.then((result) => ({ result }))]),
        ...(wanted === undefined ? [] : [wanted]),
      ]);
      if ("result" in event) {
        underWay.shift();
        yield event.result;
      } else if ("task" in event) {
        underWay.push(pool.work(event.task));
        coming = next(source);
      } else {
        coming = undefined;
        failed = event.failed;
      }
    }
    if (failed) throw failed.by;
  } finally {
    await pool.end();
    // Not awaited: the source may itself be waiting for input.
    source.return(undefined).catch(() => {});
  }
}

async function* inTurn<T>(tasks: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* tasks;
}

/** The next task of the source, or its end, which may be an error. */
type Coming<T> = { readonly task: T } | { readonly failed: { readonly by: unknown } | undefined };

/** Never rejects: an error of the source comes after the results of earlier tasks. */
const next = <T>(source: AsyncGenerator<T>): Promise<Coming<T>> =>
  source.next().then(
    ({ value, done }) => (done ? { failed: undefined } : { task: value }),
    (error: unknown) => ({ failed: { by: error } }),
  );
