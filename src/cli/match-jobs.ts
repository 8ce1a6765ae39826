/** Matches patients on several workers; texts are in the order of the patients. */
import type { Lesion } from "../core/lesion.js";
import type { ReadPatient } from "../csv/lesion-format.js";
import type { ColumnarNumbers } from "../deeplesion/columnar-patient.js";
import { isColumnar, type ReadablePatient } from "../deeplesion/columnar-reader.js";
import { streamOnWorkers } from "../node/workers.js";
import type { InputPatient } from "./input.js";
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

/** A patient in a message to a worker. */
export type SentPatient = ReadPatient | ColumnarNumbers;

/** Patients grouped into tasks, which can be sent. */
async function* tasks(
  batches: AsyncIterable<readonly InputPatient<ReadablePatient>[]>,
): AsyncGenerator<readonly InputPatient<SentPatient>[]> {
  for await (const batch of batches) {
    let portion: InputPatient<SentPatient>[] = [];
    let lesions = 0;
    for (const { file, patient } of batch) {
      const isColumns = isColumnar(patient);
      portion.push({ file, patient: isColumns ? patient.numbers : detached(patient) });
      lesions += isColumns ? patient.count : patient.lesions.length;
      if (lesions < LESIONS_PER_TASK) continue;
      yield portion;
      [portion, lesions] = [[], 0];
    }
    if (portion.length > 0) yield portion;
  }
}

/** With copies of the vectors: a view would send the whole table. */
const detached = (patient: ReadPatient): ReadPatient => ({
  ...patient,
  lesions: patient.lesions.map(
    (lesion): Lesion =>
      lesion.vector === undefined
        ? lesion
        : { ...lesion, vector: Float64Array.from(lesion.vector) },
  ),
});
