/** Counts warnings of the readers for one line of summary. */
import type { Warning } from "../core/lesion.js";

/** Warnings by kind, with the first as an example. */
export class WarningSummary {
  readonly #counts = new Map<string, number>();
  #first = "";
  #total = 0;

  add(file: string, { kind, row, message }: Warning): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (this.#total === 0) this.#first = `${file} row ${row}: ${message}`;
    this.#total++;
  }

  /** One line; `undefined` without warnings. */
  line(): string | undefined {
    if (this.#total === 0) return undefined;
    const kinds = Array.from(this.#counts, ([kind, count]) => `${kind} ${count}`).join(", ");
    return `${this.#total} inconsistencies in the input (${kinds}); the first: ${this.#first}`;
  }
}
