/** The patients of a baseline file, compared with those of the input. */
import { withPlace } from "../core/errors.js";
import { assertPatientsKnown } from "../response/baselines.js";
import type { Baseline } from "../response/response-schema.js";
import { warn } from "./terminal.js";

/** Is told every patient of the input. Memory: ids of patients. */
export class BaselinePatients {
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
