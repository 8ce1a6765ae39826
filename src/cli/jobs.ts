/** Patients matched by several workers at once; the texts come in the order of the patients. */
import type { Lesion } from "../core/lesion.js";
import { streamOnWorkers } from "../node/workers.js";
import { asObjects, type ColumnarInputPatient } from "./input.js";
import type { TextTask } from "./texts.js";

/** Patients are sent together until there are so many lesions. */
const LESIONS_AT_ONCE = 400;

/** The texts of patients in batches, each batch matched by one of `jobs` workers. */
export const textsByWorkers = (
  batches: AsyncIterable<readonly ColumnarInputPatient[]>,
  task: TextTask,
  jobs: number,
): AsyncGenerator<readonly string[]> =>
  streamOnWorkers(new URL("./match-worker.js", import.meta.url), task, portions(batches), jobs);

/** Batches of at most a good size, with lesions as objects, which can be sent. */
async function* portions(
  batches: AsyncIterable<readonly ColumnarInputPatient[]>,
): AsyncGenerator<readonly ColumnarInputPatient[]> {
  let portion: ColumnarInputPatient[] = [];
  let lesions = 0;
  for await (const batch of batches) {
    for (const { file, patient } of batch) {
      const sent = asObjects(patient);
      portion.push({ file, patient: { ...sent, lesions: sent.lesions.map(alone) } });
      lesions += sent.lesions.length;
      if (lesions < LESIONS_AT_ONCE) continue;
      yield portion;
      [portion, lesions] = [[], 0];
    }
    // Whoever waits for the first patients need not wait for more.
    if (portion.length > 0) yield portion;
    [portion, lesions] = [[], 0];
  }
}

/** With a vector of its own: with a part of a table the whole table would be sent. */
const alone = (lesion: Lesion): Lesion =>
  lesion.vector === undefined ? lesion : { ...lesion, vector: Float64Array.from(lesion.vector) };
