/** The patients of the inputs of a command, with progress and one line of warnings. */
import { fail, inputName } from "../core/errors.js";
import { groupBy, oneByOne } from "../core/group-by.js";
import type { Lesion, Patient, Warning } from "../core/lesion.js";
import { groupByPatient } from "../core/lesion-list.js";
import type { Progress, ProgressOptions } from "../core/progress.js";
import type { ReadOptions } from "../csv/read-options.js";
import { isColumnar, type ReadablePatient } from "../deeplesion/columnar-reader.js";
import type { OnBytes } from "../node/file-bytes.js";
import { fileIdentity } from "../node/file-identity.js";
import { readLesionsFile, streamColumnarPatientsFile, streamPatientsFile } from "../node/files.js";
import type { InputChoice } from "./input-choice.js";
import { PatientSelection } from "./patient-selection.js";
import { progressLine, warn } from "./terminal.js";
import { WarningSummary } from "./warning-summary.js";

/** A patient and its input. */
export interface InputPatient<P = Patient> {
  readonly file: string;
  readonly patient: P;
}

type Batches<P> = AsyncGenerator<readonly InputPatient<P>[]>;

/**
 * Every selected patient of every input in batches, with all columns of its rows.
 *
 * @throws LesionGraphError UNKNOWN_PATIENT for a selected patient in no input, SCATTERED_PATIENT for one in two
 * inputs, BAD_CALL for an input given twice, UNKNOWN_ROW and CONTRADICTION for constraints, and as the readers.
 */
export function inputPatients(choice: InputChoice): Batches<Patient> {
  const read = choice.unsorted ? readCompletely : streamPatientsFile;
  return selected(choice, (file, onProgress) =>
    oneByOne(read(file, { ...choice.reader, onProgress }, choice.onBytes)),
  );
}

/** As {@link inputPatients}, faster: patients with plain rows as columns, only those that matching and growth use. */
export function columnarPatients(choice: InputChoice): Batches<ReadablePatient> {
  const { onBytes } = choice;
  const only = readableShard(choice);
  return selected(choice, (file, onProgress) => {
    const reader: Partial<ReadOptions> = { ...choice.reader, only, onProgress };
    return choice.unsorted
      ? oneByOne<ReadablePatient>(readCompletely(file, reader, onBytes))
      : streamColumnarPatientsFile(file, reader, onBytes);
  });
}

/**
 * The patients of a shard for the reader, which skips the rows of others: each shard reports the errors of its own
 * patients. `undefined` if checks need the ids or rows of all patients.
 */
function readableShard(choice: InputChoice): ReadOptions["only"] {
  const { inShard, patients, constraints, constraintsFile, noteRows, notePatient } = choice;
  const pairs = (constraints?.mustLink.length ?? 0) + (constraints?.cannotLink.length ?? 0);
  const needsAll =
    patients || noteRows || notePatient || pairs > 0 || (constraintsFile?.length ?? 0) > 0;
  return needsAll ? undefined : inShard;
}

/** The lesions of all chosen patients of one input, whose rows may be in any order. */
export async function allLesions(
  choice: Pick<InputChoice, "reader" | "patients"> & { readonly input: string },
): Promise<Lesion[]> {
  const { input, ...others } = choice;
  const lesions: Lesion[] = [];
  for await (const batch of inputPatients({ inputs: [input], unsorted: true, ...others })) {
    for (const { patient } of batch) for (const lesion of patient.lesions) lesions.push(lesion);
  }
  return lesions;
}

async function* selected<P extends ReadablePatient>(
  choice: InputChoice,
  read: (
    file: string,
    onProgress: NonNullable<ProgressOptions["onProgress"]>,
  ) => AsyncIterable<readonly P[]>,
): Batches<P> {
  assertNotRepeated(choice.inputs);
  const selection = new PatientSelection(choice);
  const warnings = new WarningSummary();
  const progress = progressLine();
  let [patients, lesions] = [0, 0];
  const onProgress = (read: Progress): void =>
    progress.show(`${patients} patients, ${lesions} lesions${percentRead(read)}`);
  for (const file of choice.inputs) {
    const before = patients;
    for await (const batch of read(file, onProgress)) {
      const taken = batch.filter((patient) => selection.takes(file, patient));
      patients += batch.length;
      lesions += taken.reduce((sum, patient) => sum + lesionCount(patient), 0);
      for (const patient of taken) warnings.addAll(file, warningsOf(patient));
      if (taken.length > 0) yield taken.map((patient) => ({ file, patient }));
    }
    if (patients === before && !choice.inShard) warnEmpty(file, choice.reader);
    selection.endInput(file);
  }
  progress.clear();
  selection.end();
  const line = warnings.line("remark on the input", "remarks on the input");
  if (line !== undefined) warn(line);
}

const lesionCount = (patient: ReadablePatient): number =>
  isColumnar(patient) ? patient.count : patient.lesions.length;

/** Columnar patients have no warnings. Commands that use dates warn of studies without one, of all patients together. */
const warningsOf = (patient: ReadablePatient): readonly Warning[] =>
  isColumnar(patient) ? [] : patient.warnings.filter(({ kind }) => kind !== "study-date");

const percentRead = ({ done, total }: Progress): string =>
  total ? `, ${Math.floor((100 * done) / total)} %` : "";

function warnEmpty(file: string, { noisy }: Partial<ReadOptions>): void {
  const others = noisy === "drop" ? " except noisy ones" : "";
  warn(`no data rows${others} in ${inputName(file)}`);
}

/** A complete table as a stream of patients. */
async function* readCompletely(file: string, options: Partial<ReadOptions>, onBytes?: OnBytes) {
  const table = await readLesionsFile(file, options, onBytes);
  const warningsOf = groupBy(table.warnings, ({ patient }) => patient);
  for (const patient of groupByPatient(table.lesions)) {
    yield { ...patient, warnings: warningsOf.get(patient.id) ?? [] };
  }
}

/** @throws LesionGraphError BAD_CALL, before anything is read. */
function assertNotRepeated(inputs: readonly string[]): void {
  const nameOf = new Map<string, string>();
  for (const file of inputs) {
    const identity = fileIdentity(file) ?? file;
    const before = nameOf.get(identity);
    if (before !== undefined) {
      const [one, other] = [inputName(before), inputName(file)];
      fail(
        "BAD_CALL",
        "every input once",
        one === other ? `${one} twice` : `${one} and ${other}, the same file`,
      );
    }
    nameOf.set(identity, file);
  }
}
