/** Matches patients on several workers; texts are in the order of the patients. */
import type { Lesion } from "../core/lesion.js";
import type { ReadablePatient } from "../deeplesion/columnar-reader.js";
import { streamOnWorkers } from "../node/workers.js";
import { asObjects, type InputPatient } from "./input.js";
import type { PatientText, TextTask } from "./match-texts.js";

/** Approximate number of lesions in one message to a worker. */
const LESIONS_PER_TASK = 400;

/** The texts of patients in batches, each batch matched by one of `jobs` workers. */
export const textsByWorkers = (
  batches: AsyncIterable<readonly InputPatient<ReadablePatient>[]>,
  task: TextTask,
  jobs: number,
): AsyncGenerator<readonly PatientText[]> =>
  streamOnWorkers(new URL("../cli/match-worker.js", import.meta.url), task, tasks(batches), jobs);

/** Patients grouped into tasks, with lesions as plain objects, which can be sent. */
async function* tasks(
  batches: AsyncIterable<readonly InputPatient<ReadablePatient>[]>,
): AsyncGenerator<readonly InputPatient<ReadablePatient>[]> {
  for await (const batch of batches) {
    let portion: InputPatient<ReadablePatient>[] = [];
    let lesions = 0;
    for (const { file, patient } of batch) {
      const sent = asObjects(patient);
      portion.push({ file, patient: { ...sent, lesions: sent.lesions.map(detached) } });
      lesions += sent.lesions.length;
      if (lesions < LESIONS_PER_TASK) continue;
      yield portion;
      [portion, lesions] = [[], 0];
    }
    if (portion.length > 0) yield portion;
  }
}

/** With a copy of the vector: a view would send the whole table. */
const detached = (lesion: Lesion): Lesion =>
  lesion.vector === undefined ? lesion : { ...lesion, vector: Float64Array.from(lesion.vector) };
