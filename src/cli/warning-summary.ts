/** Counts warnings of readers and matchers for one line of summary. */
import type { Warning } from "../core/lesion.js";

/** Kinds that make all figures of a patient wrong: they are shown before others. */
const URGENT: readonly string[] = ["units", "spacing", "spacing-jump"];

/** Warnings by kind, with the first urgent one, else the first, as an example. */
export class WarningSummary {
  readonly #counts = new Map<string, number>();
  #first = "";
  #isUrgent = false;
  #total = 0;

  addAll(file: string, warnings: readonly Warning[]): void {
    for (const warning of warnings) this.add(file, warning);
  }

  add(file: string, { kind, row, message }: Warning): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    const isUrgent = URGENT.includes(kind);
    if (this.#total === 0 || (isUrgent && !this.#isUrgent)) {
      this.#first = `${file} row ${row}: ${message}`;
      this.#isUrgent = isUrgent;
    }
    this.#total++;
  }

  /** One line; `undefined` without warnings. `one` and `many` are what the warnings are. */
  line(one: string, many: string): string | undefined {
    if (this.#total === 0) return undefined;
    const kinds = Array.from(this.#counts, ([kind, count]) => `${kind} ${count}`).join(", ");
    return `${this.#total} ${this.#total === 1 ? one : many} (${kinds}); the first: ${this.#first}`;
  }
}
