/** The worker's side: runs one task after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { type ErrorCode, type Fault, LesionGraphError, type Place } from "../core/errors.js";

/** The answer of a worker; a LesionGraphError as its parts, because messages do not keep classes. */
export type Answer<R> =
  | { readonly result: R }
  | { readonly code: ErrorCode; readonly fault: Fault; readonly where: Place }
  | { readonly bug: string };

/** Makes the work function from the shared setting and runs it for one task after the other. */
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
