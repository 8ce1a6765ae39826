/** Counts warnings of readers and matchers for one line of summary. */
import { inputName } from "../core/errors.js";
import type { Warning } from "../core/lesion.js";

/** Kinds that make all figures of a patient wrong: one of them is the example if there is any. */
const URGENT: readonly string[] = ["units", "study-order", "spacing", "spacing-jump"];

/** Kinds that say how the input was read: the example only if there is nothing else. */
const NOTES: readonly string[] = ["columns"];

/** Warnings by kind, with the first of the most urgent ones as an example. */
export class WarningSummary {
  readonly #counts = new Map<string, number>();
  #example = "";
  #urgency = -1;
  #total = 0;

  addAll(file: string, warnings: readonly Warning[]): void {
    for (const warning of warnings) this.add(file, warning);
  }

  add(file: string, { kind, row, message }: Warning): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    this.#total++;
    const urgency = urgencyOf(kind);
    if (urgency <= this.#urgency) return;
    this.#urgency = urgency;
    this.#example = `${inputName(file)} row ${row}: ${message}`;
  }

  /** One line; `undefined` without warnings. `one` and `many` are what the warnings are. */
  line(one: string, many: string): string | undefined {
    if (this.#total === 0) return undefined;
    const kinds = Array.from(this.#counts, ([kind, count]) => `${kind} ${count}`).join(", ");
    return `${this.#total} ${this.#total === 1 ? one : many} (${kinds}); ${this.#total === 1 ? "" : "for example "}${this.#example}`;
  }
}

const urgencyOf = (kind: string): number =>
  URGENT.includes(kind) ? 2 : NOTES.includes(kind) ? 0 : 1;
