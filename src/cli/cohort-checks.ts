/** Checks of all patients of an input: those of a baseline file, and studies without a date. */
import { withPlace } from "../core/errors.js";
import type { PatientMatch } from "../matching/result.js";
import { assertPatientsKnown } from "../response/baselines.js";
import type { Baseline } from "../response/response-schema.js";
import { warn } from "./terminal.js";

/** A check of the whole cohort, which warns or fails at the end. */
export interface CohortCheck {
  /** Is told every patient of the input, and whether it is selected. */
  note?(patient: string, isSelected: boolean): void;
  /** Is told every match of a selected patient. */
  add?(match: PatientMatch): void;
  end(): void;
}

/** Is told every patient of the input. Memory: ids of patients. */
export class BaselinePatients implements CohortCheck {
  readonly #file: string;
  readonly #baselines: ReadonlyMap<string, Baseline>;
  readonly #known = new Set<string>();
  #selected = 0;
  #unlisted = 0;
  #example = "";

  constructor(file: string, baselines: ReadonlyMap<string, Baseline>) {
    this.#file = file;
    this.#baselines = baselines;
  }

  /** Records a patient of the input, also one that is not selected. */
  note(patient: string, isSelected: boolean): void {
    this.#known.add(patient);
    if (!isSelected) return;
    this.#selected++;
    if (this.#baselines.has(patient)) return;
    if (this.#unlisted === 0) this.#example = patient;
    this.#unlisted++;
  }

  /** Warns of selected patients without a baseline. @throws LesionGraphError UNKNOWN_PATIENT. */
  end(): void {
    withPlace({ file: this.#file }, () => assertPatientsKnown(this.#baselines, this.#known));
    if (this.#unlisted === 0) return;
    const count = `${this.#unlisted} of ${this.#selected} patients not in ${this.#file}`;
    warn(`${count}, for example ${this.#example}; their baseline is the first study`);
  }
}

/** Counts the studies without a date of all patients, for one warning. */
export class UndatedStudies implements CohortCheck {
  #studies = 0;
  #undated = 0;
  #first = "";

  add({ patient, sequences }: PatientMatch): void {
    const isDated = new Map<number, boolean>();
    for (const { lesions } of sequences) {
      for (const { study, date } of lesions) {
        isDated.set(study, date !== undefined || isDated.get(study) === true);
      }
    }
    this.#studies += isDated.size;
    for (const [study, dated] of isDated) {
      if (dated) continue;
      this.#first ||= `patient ${patient}, study ${study}`;
      this.#undated++;
    }
  }

  /** Warns if some studies have dates and others have none. */
  end(): void {
    if (this.#undated === 0 || this.#undated === this.#studies) return;
    const count = `${this.#undated} of ${this.#studies} studies ${this.#undated === 1 ? "has" : "have"} no date`;
    warn(
      `${count}; the first: ${this.#first}; rates of such a patient are per study, and SD has no minimum interval`,
    );
  }
}
