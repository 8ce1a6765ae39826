/** Patients matched by several workers at once; the texts come in the order of the patients. */
import { Worker } from "node:worker_threads";
import { LesionGraphError } from "../errors.js";
import { asObjects, type QuickInputPatient } from "./input.js";
import type { TextTask } from "./texts.js";
import type { Answer } from "./worker.js";

/** Patients are sent together until there are so many lesions. */
const LESIONS_AT_ONCE = 400;

/**
 * The texts of patients in batches, each batch matched by one of `jobs` workers. At most two batches a
 * worker are under way, so that memory does not grow with the input.
 */
export async function* textsByWorkers(
  batches: AsyncIterable<readonly QuickInputPatient[]>,
  task: TextTask,
  jobs: number,
): AsyncGenerator<readonly string[]> {
  const workers = Array.from({ length: jobs }, () => new BusyWorker(task));
  const underWay: Promise<readonly string[]>[] = [];
  try {
    let turn = 0;
    for await (const batch of portions(batches)) {
      const answer = (workers[turn++ % jobs] as BusyWorker).texts(batch);
      // Its fault is met when its turn comes.
      answer.catch(() => {});
      underWay.push(answer);
      if (underWay.length >= 2 * jobs) yield await (underWay.shift() as Promise<string[]>);
    }
    while (underWay.length > 0) yield await (underWay.shift() as Promise<string[]>);
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

/** A worker that answers in the order in which it is asked. */
class BusyWorker {
  readonly #worker: Worker;
  readonly #waiting: { resolve(texts: readonly string[]): void; reject(error: unknown): void }[] =
    [];

  constructor(task: TextTask) {
    this.#worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: task });
    this.#worker.on("message", (answer: Answer) => {
      const asked = this.#waiting.shift();
      if ("texts" in answer) asked?.resolve(answer.texts);
      else asked?.reject(new LesionGraphError(answer.code, answer.fault, answer.where));
    });
    this.#worker.on("error", (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  texts(batch: readonly QuickInputPatient[]): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(batch);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Batches of a good size, with lesions as objects, which can be sent. */
async function* portions(batches: AsyncIterable<readonly QuickInputPatient[]>) {
  let portion: QuickInputPatient[] = [];
  let lesions = 0;
  for await (const batch of batches) {
    for (const { file, patient } of batch) {
      const sendable = asObjects(patient);
      portion.push({ file, patient: sendable });
      lesions += sendable.lesions.length;
      if (lesions < LESIONS_AT_ONCE) continue;
      yield portion;
      [portion, lesions] = [[], 0];
    }
  }
  if (portion.length > 0) yield portion;
}
