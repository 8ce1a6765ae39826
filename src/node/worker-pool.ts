/** Workers that return results in the order of their tasks. */
import { Worker } from "node:worker_threads";
import { LesionGraphError } from "../core/errors.js";
import type { Answer } from "./serve.js";

/** A pool that starts another worker if all are busy. */
export class WorkerPool<T, R> {
  readonly #workers: PoolWorker<T, R>[] = [];

  constructor(
    readonly begin: () => PoolWorker<T, R>,
    readonly most: number,
  ) {}

  /** Gives the task to the least busy worker. */
  work(task: T): Promise<R> {
    const [free] = [...this.#workers].sort((a, b) => a.busy - b.busy);
    if (free !== undefined && (free.busy === 0 || this.#workers.length >= this.most)) {
      return free.work(task);
    }
    const poolWorker = this.begin();
    this.#workers.push(poolWorker);
    return poolWorker.work(task);
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((poolWorker) => poolWorker.end()));
  }
}

/** The promise of a result. */
interface Waiting<R> {
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** A worker that returns results in the order of its tasks. */
export class PoolWorker<T, R> {
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

  /** Number of its queued tasks. */
  get busy(): number {
    return this.#waiting.length;
  }

  work(task: T): Promise<R> {
    const answer = new Promise<R>((resolve, reject) => {
      if (this.#broken) return reject(this.#broken.by);
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(task);
    });
    // An error is reported in the order of the tasks.
    answer.catch(() => {});
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
