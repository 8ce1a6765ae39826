/** `--jobs`: how many worker threads match patients. */
import { availableParallelism } from "node:os";
import { value } from "../core/options.js";
import { fileLength } from "../node/file-identity.js";
import { flag, numberOf } from "./flags.js";
import { isColumnarTask, type TextTask } from "./match-texts.js";

const option = value<number | "auto">(
  "auto",
  "Number of worker threads, or auto; output does not depend on it",
  "an integer >= 1, or auto",
  (given) => given === "auto" || (Number.isSafeInteger(given) && Number(given) >= 1),
);

/** The flag `--jobs`. */
export const jobs = flag("--jobs <n>", option, (text, name) =>
  text === "auto" ? text : numberOf(name, text),
);

/** Bytes of input from which worker threads earn the time that they take to start and to warm up. */
const WORTH_WORKERS = 32 * 2 ** 20;
/** One thread reads for all workers, and keeps no more of them busy. */
const MOST_WORKERS = 4;

interface JobFlags {
  readonly jobs: number | "auto";
  readonly patient: readonly string[] | undefined;
  readonly shard: string | undefined;
}

/**
 * Returns how many worker threads to use, 1 for none. In columns, Algorithm 1 takes less time than sending the
 * patients to workers. `auto` takes none for small inputs, for inputs of unknown length, and where only a part of the
 * patients is matched; else one per core that the process may use. It does not look at the load, which containers
 * take from their host and Windows does not know.
 */
export function jobsFor(
  task: TextTask,
  inputs: readonly string[],
  flags: JobFlags,
  cores = availableParallelism(),
): number {
  if (isColumnarTask(task) && task.options.method === "algorithm1") return 1;
  if (flags.jobs !== "auto") return flags.jobs;
  const bytes = inputs.reduce((sum, input) => sum + fileLength(input), 0);
  const isPart = flags.patient !== undefined || flags.shard !== undefined;
  if (bytes < WORTH_WORKERS || isPart) return 1;
  return Math.min(cores, MOST_WORKERS);
}
