/** Selection of patients from the inputs, with checks on all of them. */

import { didYouMean } from "../core/did-you-mean.js";
import { fail, inputName, withPlace } from "../core/errors.js";
import { isColumnar, type ReadablePatient } from "../deeplesion/columnar-reader.js";
import { DEFAULT_CONSTRAINT_OPTIONS } from "../matching/constraints.js";
import { ConstrainedRows } from "./constrained-rows.js";
import type { InputChoice } from "./input-choice.js";

/** Is given every patient of every input once, in order. */
export class PatientSelection {
  readonly #choice: InputChoice;
  readonly #constrained: ConstrainedRows;
  /** Ids are kept only if they are needed: a cohort can have millions of patients. */
  readonly #fileOf: Map<string, string> | undefined;

  constructor(choice: InputChoice) {
    const { inputs, patients, constraints, constraintsFile } = choice;
    this.#choice = choice;
    this.#constrained = new ConstrainedRows(
      constraints ?? DEFAULT_CONSTRAINT_OPTIONS,
      constraintsFile ?? [],
    );
    if (inputs.length > 1 || patients) this.#fileOf = new Map();
  }

  /**
   * Records a patient; returns true if it is selected.
   *
   * @throws LesionGraphError SCATTERED_PATIENT for a patient in two inputs, and as `ConstrainedRows.note`.
   */
  takes(file: string, patient: ReadablePatient): boolean {
    const id = patientId(patient);
    if (this.#fileOf) {
      assertInOneFile(patient, this.#fileOf.get(id), file);
      this.#fileOf.set(id, file);
    }
    if (!this.#constrained.isEmpty) withPlace({ file }, () => this.#constrained.note(patient));
    this.#choice.noteRows?.(lesionRows(patient));
    const { patients, inShard } = this.#choice;
    const isSelected = patients?.includes(id) !== false && inShard?.(id) !== false;
    this.#choice.notePatient?.(id, isSelected);
    return isSelected;
  }

  /** Checks at the end of an input. @throws LesionGraphError UNKNOWN_ROW. */
  endInput(file: string): void {
    const remedy =
      this.#choice.reader.noisy === "drop"
        ? "rows marked Possibly_noisy are left out by `noisy: drop`"
        : undefined;
    withPlace({ file }, () => this.#constrained.assertFound(remedy));
  }

  /** Checks at the end of all inputs. @throws LesionGraphError UNKNOWN_PATIENT. */
  end(): void {
    const known = Array.from(this.#fileOf?.keys() ?? []);
    const unknown = this.#choice.patients?.find((id) => !known.includes(id));
    if (unknown === undefined) return;
    fail("UNKNOWN_PATIENT", "a patient of the input", unknown, {
      remedy: didYouMean(unknown, known),
      option: "patient",
    });
  }
}

/** The id of a patient in either form. */
export const patientId = (patient: ReadablePatient): string =>
  isColumnar(patient) ? patient.patient : patient.id;

const lesionRows = (patient: ReadablePatient): readonly number[] =>
  isColumnar(patient) ? Array.from(patient.row) : patient.lesions.map(({ row }) => row);

function assertInOneFile(patient: ReadablePatient, before: string | undefined, file: string): void {
  if (before === undefined) return;
  const id = patientId(patient);
  const row = isColumnar(patient) ? patient.row[0] : patient.lesions[0]?.row;
  fail(
    "SCATTERED_PATIENT",
    "every patient in one input only",
    `patient ${id}, also in ${inputName(before)}`,
    {
      remedy: "join the files into one",
      file,
      patient: id,
      ...(row === undefined ? {} : { row }),
    },
  );
}
