/** Studies without a date in a table that has dates. */
import type { PatientMatch } from "../matching/result.js";
import { warn } from "./terminal.js";

/** Counts the studies without a date of all patients, for one warning. */
export class UndatedStudies {
  #studies = 0;
  #undated = 0;
  #first = "";

  add({ patient, sequences }: PatientMatch): void {
    const isDated = new Map<number, boolean>();
    for (const { study, date } of sequences.flatMap(({ lesions }) => lesions)) {
      isDated.set(study, date !== undefined && isDated.get(study) !== false);
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
