/** The patients of the inputs of a command, and what is to be said about them. */
import type { ReadOptions } from "../csv/lesions.js";
import { LesionGraphError } from "../errors.js";
import { groupByPatient, type Lesion, type Patient, type Warning } from "../lesion.js";
import { readLesionsFile, streamPatientsFile } from "../node/files.js";
import { didYouMean } from "../options.js";
import { progressLine } from "./progress.js";

/** Which inputs, and how much of them. */
export interface InputChoice {
  readonly inputs: readonly string[];
  readonly reader: Partial<ReadOptions>;
  /** Read whole, so that rows of a patient may stand anywhere. */
  readonly whole: boolean;
  /** Only these patients; all of them where absent. */
  readonly patients?: readonly string[] | undefined;
}

/** A patient and the input it came from. */
export interface InputPatient {
  readonly file: string;
  readonly patient: Patient;
}

/**
 * Every chosen patient of every input, one after the other, with progress on a terminal, and at the
 * end one line about everything the reader noticed.
 *
 * @throws LesionGraphError UNKNOWN_PATIENT for a chosen patient in no input, SCATTERED_PATIENT for one
 * in two inputs, and as the readers.
 */
export async function* inputPatients(choice: InputChoice): AsyncGenerator<InputPatient> {
  const fileOf = new Map<string, string>();
  const noticed = new WarningCount();
  const progress = progressLine();
  let lesions = 0;
  for (const file of choice.inputs) {
    const read = choice.whole ? readWhole : streamPatientsFile;
    for await (const { warnings, ...patient } of read(file, choice.reader)) {
      refuseTwice(patient, fileOf.get(patient.id), file);
      fileOf.set(patient.id, file);
      if (choice.patients && !choice.patients.includes(patient.id)) continue;
      for (const warning of warnings) noticed.add(file, warning);
      lesions += patient.lesions.length;
      progress.show(`${fileOf.size} patients, ${lesions} lesions`);
      yield { file, patient };
    }
  }
  progress.clear();
  refuseUnknown(choice.patients ?? [], Array.from(fileOf.keys()));
  if (noticed.total > 0) console.error(noticed.summary());
}

/** A whole table in the shape of a stream of patients. */
async function* readWhole(file: string, options: Partial<ReadOptions>) {
  const table = await readLesionsFile(file, options);
  const warningsOf = new Map<string, Warning[]>();
  for (const warning of table.warnings) {
    const before = warningsOf.get(warning.patient);
    if (before === undefined) warningsOf.set(warning.patient, [warning]);
    else before.push(warning);
  }
  for (const patient of groupByPatient(table.lesions)) {
    yield { ...patient, warnings: warningsOf.get(patient.id) ?? [] };
  }
}

/** Counts warnings by kind; keeps the first as an example. */
class WarningCount {
  readonly #counts = new Map<string, number>();
  #first = "";
  total = 0;

  add(file: string, { kind, row, message }: Warning): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (this.total === 0) this.#first = `${file} row ${row}: ${message}`;
    this.total++;
  }

  summary(): string {
    const kinds = Array.from(this.#counts, ([kind, count]) => `${kind} ${count}`).join(", ");
    return `warning: ${this.total} inconsistencies in the input (${kinds}); the first: ${this.#first}`;
  }
}

function refuseTwice(patient: Patient, before: string | undefined, file: string): void {
  if (before === undefined) return;
  throw new LesionGraphError(
    "SCATTERED_PATIENT",
    {
      expected: "every patient in one input only",
      received: `patient ${patient.id}, which is in ${before} too`,
      remedy: "join the files into one",
    },
    { file, row: (patient.lesions[0] as Lesion).row, patient: patient.id },
  );
}

function refuseUnknown(wanted: readonly string[], known: readonly string[]): void {
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new LesionGraphError(
    "UNKNOWN_PATIENT",
    { expected: "a patient of the input", received: unknown, remedy: didYouMean(unknown, known) },
    { option: "--patient" },
  );
}
