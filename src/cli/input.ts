/** The patients of the inputs of a command, and what is to be said about them. */

import { fail, withPlace } from "../core/errors.js";
import { groupByPatient, type Patient, type Warning } from "../core/lesion.js";
import { didYouMean } from "../core/options.js";
import type { ReadOptions, ReadPatient } from "../csv/lesions.js";
import { isColumnar, type ReadablePatient } from "../deeplesion/stream.js";
import { type ConstraintOptions, DEFAULT_CONSTRAINT_OPTIONS } from "../matching/constraints.js";
import { fileIdentity } from "../node/file-identity.js";
import {
  type OnBytes,
  readLesionsFile,
  streamColumnarPatientsFile,
  streamPatientsFile,
} from "../node/files.js";
import { ConstrainedRows } from "./constrained-rows.js";
import { progressLine } from "./progress.js";
import { say } from "./say.js";

/** Which inputs, and how much of them. */
export interface InputChoice {
  readonly inputs: readonly string[];
  readonly reader: Partial<ReadOptions>;
  /** Read whole, so that rows of a patient may stand anywhere. */
  readonly whole: boolean;
  /** Only these patients; all of them where absent. */
  readonly patients?: readonly string[] | undefined;
  /** Tells which patients belong to the share that is asked for; all of them where absent. */
  readonly share?: ((patient: string) => boolean) | undefined;
  /** Pins and forbids, which must be about rows that are there, in patients chosen or not. */
  readonly constraints?: ConstraintOptions | undefined;
  /** Is told the rows of every patient, chosen or not. */
  readonly noteRows?: ((rows: readonly number[]) => void) | undefined;
  /** Is shown the bytes of each input as they are read. */
  readonly onBytes?: OnBytes | undefined;
}

/** A patient and the input it came from. */
export interface InputPatient {
  readonly file: string;
  readonly patient: Patient;
}

/** A patient in whatever form it was read, and its input. */
export interface ColumnarInputPatient {
  readonly file: string;
  readonly patient: ReadablePatient;
}

/**
 * Every chosen patient of every input, one after the other, with progress on a terminal, and at the
 * end one line about everything the reader noticed. Pins are about one input, whose rows they name.
 *
 * @throws LesionGraphError UNKNOWN_PATIENT for a chosen patient in no input, SCATTERED_PATIENT for one
 * in two inputs, BAD_CALL for an input that is named twice, UNKNOWN_ROW and CONTRADICTION for pins on
 * rows that are not there or of two patients, and as the readers.
 */
export async function* inputPatients(choice: InputChoice): AsyncGenerator<InputPatient> {
  const read = choice.whole ? readWhole : streamPatientsFile;
  const batches = chosen(choice, (file) => oneByOne(read(file, choice.reader, choice.onBytes)));
  for await (const batch of batches) yield* batch;
}

/** As {@link inputPatients} and sooner: of plain rows there is only what matching and growth use. */
export async function* lesionPatients(choice: InputChoice): AsyncGenerator<InputPatient> {
  for await (const batch of columnarInputPatients(choice)) {
    for (const { file, patient } of batch) yield { file, patient: asObjects(patient) };
  }
}

/** As {@link inputPatients} in batches, patients in which nothing is unusual as columns. */
export function columnarInputPatients(
  choice: InputChoice,
): AsyncGenerator<readonly ColumnarInputPatient[]> {
  const { reader, onBytes } = choice;
  if (choice.whole) return chosen(choice, (file) => oneByOne(readWhole(file, reader, onBytes)));
  return chosen(choice, (file) => streamColumnarPatientsFile(file, reader, onBytes));
}

async function* oneByOne<P>(patients: AsyncIterable<P>): AsyncGenerator<readonly P[]> {
  for await (const patient of patients) yield [patient];
}

async function* chosen<P extends ReadablePatient>(
  choice: InputChoice,
  read: (file: string) => AsyncIterable<readonly P[]>,
): AsyncGenerator<readonly { readonly file: string; readonly patient: P }[]> {
  const { inputs, patients: wanted, share, noteRows } = choice;
  const constrained = new ConstrainedRows(choice.constraints ?? DEFAULT_CONSTRAINT_OPTIONS);
  // Ids are kept only where they are asked about: a cohort can have millions.
  const fileOf = inputs.length > 1 || wanted ? new Map<string, string>() : undefined;
  assertNotRepeated(inputs);
  const noticed = new WarningCount();
  const progress = progressLine();
  let [patients, lesions] = [0, 0];
  for (const file of inputs) {
    const before = patients;
    for await (const batch of read(file)) {
      const kept: { file: string; patient: P }[] = [];
      for (const patient of batch) {
        const id = idOf(patient);
        patients++;
        if (fileOf) {
          assertOnce(id, firstRow(patient), fileOf.get(id), file);
          fileOf.set(id, file);
        }
        if (constrained.some || noteRows) {
          const rows = lesionRows(patient);
          withPlace({ file }, () => constrained.note(id, rows));
          noteRows?.(rows);
        }
        if (wanted?.includes(id) === false || share?.(id) === false) continue;
        if (!isColumnar(patient))
          for (const warning of patient.warnings) noticed.add(file, warning);
        lesions += isColumnar(patient) ? patient.count : patient.lesions.length;
        kept.push({ file, patient });
      }
      progress.show(`${patients} patients, ${lesions} lesions`);
      if (kept.length > 0) yield kept;
    }
    const but = choice.reader.noisy === "drop" ? " but noisy ones" : "";
    if (patients === before) say(`warning: no data rows${but} in ${file}`);
    withPlace({ file }, () => constrained.assertKnown());
  }
  progress.clear();
  assertKnown(wanted ?? [], Array.from(fileOf?.keys() ?? []));
  if (noticed.total > 0) say(noticed.summary());
}

/** A patient in whatever form as objects. */
export const asObjects = (patient: ReadablePatient): ReadPatient =>
  isColumnar(patient) ? { id: patient.patient, lesions: patient.lesions(), warnings: [] } : patient;

/** The id of a patient in whatever form. */
export const idOf = (patient: ReadablePatient): string =>
  isColumnar(patient) ? patient.patient : patient.id;

const lesionRows = (patient: ReadablePatient): number[] =>
  isColumnar(patient) ? Array.from(patient.row) : patient.lesions.map(({ row }) => row);

const firstRow = (patient: ReadablePatient): number =>
  (isColumnar(patient) ? patient.row[0] : patient.lesions[0]?.row) as number;

/** A whole table in the shape of a stream of patients. */
async function* readWhole(file: string, options: Partial<ReadOptions>, onBytes?: OnBytes) {
  const table = await readLesionsFile(file, options, onBytes);
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

/** @throws LesionGraphError BAD_CALL, before anything is read. */
function assertNotRepeated(inputs: readonly string[]): void {
  const nameOf = new Map<string, string>();
  for (const file of inputs) {
    const identity = fileIdentity(file) ?? file;
    const before = nameOf.get(identity);
    if (before !== undefined) {
      fail(
        "BAD_CALL",
        "every input once",
        before === file ? `${file} twice` : `${before} and ${file}, which are one file`,
      );
    }
    nameOf.set(identity, file);
  }
}

function assertOnce(patient: string, row: number, before: string | undefined, file: string): void {
  if (before === undefined) return;
  fail(
    "SCATTERED_PATIENT",
    "every patient in one input only",
    `patient ${patient}, which is in ${before} too`,
    { remedy: "join the files into one", file, row, patient },
  );
}

function assertKnown(wanted: readonly string[], known: readonly string[]): void {
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  fail("UNKNOWN_PATIENT", "a patient of the input", unknown, {
    remedy: didYouMean(unknown, known),
    option: "--patient",
  });
}
