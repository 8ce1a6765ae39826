/** The page's side of the worker: requests and answers, matched by number. */
import type { Answer, Context, Received, Request, Sent, Summary } from "./protocol.js";
import ReviewWorker from "./worker.ts?worker&inline";

class WorkerClient {
  readonly #worker = new ReviewWorker();
  readonly #open = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  #next = 1;
  #onSummaries: ((batch: readonly Summary[]) => void) | undefined;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Received>) => {
      if ("summaries" in data) {
        this.#onSummaries?.(data.summaries);
        return;
      }
      const waiting = this.#open.get(data.id);
      this.#open.delete(data.id);
      if ("answer" in data) waiting?.resolve(data.answer);
      else waiting?.reject(new Error(data.error));
    };
    this.#worker.onerror = (event) => {
      const error = new Error(event.message || "the worker failed to start");
      for (const { reject } of this.#open.values()) reject(error);
      this.#open.clear();
    };
  }

  ask(request: Request): Promise<Answer> {
    const sent: Sent = { id: this.#next++, request };
    return new Promise((resolve, reject) => {
      this.#open.set(sent.id, { resolve, reject });
      this.#worker.postMessage(sent);
    });
  }

  /** Summaries of all patients as they come; true where a newer call did not end this one. */
  async summaries(
    context: Context,
    onBatch: (batch: readonly Summary[]) => void,
  ): Promise<boolean> {
    this.#onSummaries = onBatch;
    await this.ask({ type: "summaries", ...context });
    return this.#onSummaries === onBatch;
  }
}

export const client = new WorkerClient();
