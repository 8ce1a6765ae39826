/**
 * Work on several cores: tasks go to workers that all share one setting, and their results come back in
 * the order of the tasks.
 */
import { availableParallelism } from "node:os";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { type ErrorCode, type Fault, LesionGraphError, type Place } from "../errors.js";
import { completeOptions, requireWhole } from "../options.js";

export interface WorkerOptions {
  /** How many workers, >= 1. @defaultValue `undefined`: one per core */
  readonly workers: number | undefined;
  /** Called after every task, in their order. @defaultValue undefined */
  readonly onProgress: ((done: number, of: number) => void) | undefined;
}

export const DEFAULT_WORKER_OPTIONS: WorkerOptions = Object.freeze({
  workers: undefined,
  onProgress: undefined,
});

/** The options completed and checked. @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export function workerOptions(given: Partial<WorkerOptions> | undefined): WorkerOptions {
  const options = completeOptions("the workers", DEFAULT_WORKER_OPTIONS, given);
  const { workers, onProgress } = options;
  if (workers !== undefined) requireWhole("workers", workers, 1);
  if (onProgress === undefined || typeof onProgress === "function") return options;
  throw new LesionGraphError(
    "BAD_OPTION",
    { expected: "onProgress to be a function", received: onProgress },
    { option: "onProgress" },
  );
}

/**
 * The results of all tasks, in their order, with progress. `module` is a worker that calls {@link serve}.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, and the fault of the first task that has one.
 */
export async function onWorkers<S, T, R>(
  module: URL,
  shared: S,
  tasks: readonly T[],
  given?: Partial<WorkerOptions>,
): Promise<R[]> {
  const { workers = availableParallelism(), onProgress } = workerOptions(given);
  const results: R[] = [];
  for await (const result of streamOnWorkers<S, T, R>(module, shared, tasks, workers)) {
    results.push(result);
    onProgress?.(results.length, tasks.length);
  }
  return results;
}

/** Tasks that a worker has before it, so that it need not wait for the next one. */
const AHEAD = 2;

/**
 * As {@link onWorkers}, result by result, as soon as it is there, for any number of tasks: no more of them
 * are under way than the workers have before them, and there are no more workers than that takes. Where
 * the source of the tasks fails, the results of those before come first. Whoever stops taking results ends
 * the workers.
 */
export async function* streamOnWorkers<S, T, R>(
  module: URL,
  shared: S,
  tasks: Iterable<T> | AsyncIterable<T>,
  workers: number,
): AsyncGenerator<R, void, undefined> {
  const crew = new Crew<T, R>(() => new Hand(module, shared), workers);
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
        underWay.push(crew.work(event.task));
        coming = next(source);
      } else {
        coming = undefined;
        failed = event.failed;
      }
    }
    if (failed) throw failed.by;
  } finally {
    await crew.end();
    // Not waited for: a source that is waited for itself ends when it can.
    source.return(undefined).catch(() => {});
  }
}

async function* inTurn<T>(tasks: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* tasks;
}

/** What the source of tasks gives next; its end may be a fault. */
type Coming<T> = { readonly task: T } | { readonly failed: { readonly by: unknown } | undefined };

/** Never rejects: a fault of the source waits for the results before it. */
const next = <T>(source: AsyncGenerator<T>): Promise<Coming<T>> =>
  source.next().then(
    ({ value, done }) => (done ? { failed: undefined } : { task: value }),
    (error: unknown) => ({ failed: { by: error } }),
  );

/** Workers, of which a further one is begun where all are busy. */
class Crew<T, R> {
  readonly #hands: Hand<T, R>[] = [];

  constructor(
    readonly begin: () => Hand<T, R>,
    readonly most: number,
  ) {}

  /** The task is done by the least busy of them. */
  work(task: T): Promise<R> {
    const [free] = [...this.#hands].sort((a, b) => a.busy - b.busy);
    if (free !== undefined && (free.busy === 0 || this.#hands.length >= this.most)) {
      return free.work(task);
    }
    const hand = this.begin();
    this.#hands.push(hand);
    return hand.work(task);
  }

  async end(): Promise<void> {
    await Promise.all(this.#hands.map((hand) => hand.end()));
  }
}

/** What a worker sends back; errors of ours in parts, since messages do not keep classes. */
type Answer<R> =
  | { readonly result: R }
  | { readonly code: ErrorCode; readonly fault: Fault; readonly where: Place }
  | { readonly bug: string };

/** Who waits for a result. */
interface Waiting<R> {
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** A worker that answers in the order in which it is asked. */
class Hand<T, R> {
  readonly #worker: Worker;
  readonly #waiting: Waiting<R>[] = [];
  #broken: { readonly by: unknown } | undefined;

  constructor(module: URL, shared: unknown) {
    this.#worker = new Worker(module, { workerData: shared });
    this.#worker.on("message", (answer: Answer<R>) => {
      const { resolve, reject } = this.#waiting.shift() as Waiting<R>;
      if ("result" in answer) resolve(answer.result);
      else if ("bug" in answer) reject(new Error(answer.bug));
      else reject(new LesionGraphError(answer.code, answer.fault, answer.where));
    });
    this.#worker.on("error", (error) => {
      this.#broken = { by: error };
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  /** How many tasks it has before it. */
  get busy(): number {
    return this.#waiting.length;
  }

  work(task: T): Promise<R> {
    const answer = new Promise<R>((resolve, reject) => {
      if (this.#broken) return reject(this.#broken.by);
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(task);
    });
    // A fault is met when its turn comes, and not before.
    answer.catch(() => {});
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The other end: makes the work of the shared setting and does it for one task after the other. */
export function serve<S, T, R>(prepare: (shared: S) => (task: T) => R | Promise<R>): void {
  const port = parentPort;
  if (port === null) throw new Error("this module is a worker");
  const work = prepare(workerData as S);
  const answer = async (task: T): Promise<Answer<R>> => {
    try {
      return { result: await work(task) };
    } catch (error) {
      if (!(error instanceof LesionGraphError)) return { bug: String((error as Error).stack) };
      const { code, fault, where } = error;
      return { code, fault, where };
    }
  };
  let before = Promise.resolve();
  port.on("message", (task: T) => {
    before = before.then(async () => port.postMessage(await answer(task)));
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
