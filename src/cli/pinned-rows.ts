/** Pins and forbids of a call, held against the input as it is read. */
import { LesionGraphError } from "../errors.js";
import type { Lesion } from "../lesion.js";
import type { PinOptions, RowPair } from "../matching/pins.js";

/** The pins that are about these lesions. */
export function pinsWithin(lesions: readonly Lesion[], pins: PinOptions): PinOptions {
  if (pins.mustLink.length === 0 && pins.cannotLink.length === 0) return pins;
  const rows = new Set(lesions.map(({ row }) => row));
  const own = (pairs: readonly RowPair[]) => pairs.filter(([a, b]) => rows.has(a) && rows.has(b));
  return { mustLink: own(pins.mustLink), cannotLink: own(pins.cannotLink) };
}

/**
 * The rows that pins name, looked for in all patients of the input, so that pins may be about patients
 * that are left out or are another shard's.
 */
export class PinnedRows {
  readonly #pairs: readonly { readonly option: string; readonly pair: RowPair }[];
  /** The patient of each pinned row, once it was read. */
  readonly #patientOf = new Map<number, string>();
  readonly #rows: ReadonlySet<number>;

  constructor({ mustLink, cannotLink }: PinOptions) {
    this.#pairs = [
      ...mustLink.map((pair) => ({ option: "--must-link", pair })),
      ...cannotLink.map((pair) => ({ option: "--cannot-link", pair })),
    ];
    this.#rows = new Set(this.#pairs.flatMap(({ pair }) => pair));
  }

  get some(): boolean {
    return this.#rows.size > 0;
  }

  /** Takes the rows of a patient. @throws LesionGraphError CONTRADICTION for a pin on two patients. */
  note(patient: string, rows: Iterable<number>): void {
    let found = false;
    for (const row of rows) {
      if (!this.#rows.has(row)) continue;
      this.#patientOf.set(row, patient);
      found = true;
    }
    if (!found) return;
    for (const { option, pair } of this.#pairs) {
      const [one, other] = pair.map((row) => this.#patientOf.get(row));
      if (one === undefined || other === undefined || one === other) continue;
      throw new LesionGraphError(
        "CONTRADICTION",
        { expected: `${option} to name rows of one patient`, received: pair.join("-") },
        { option },
      );
    }
  }

  /** At the end of the input. @throws LesionGraphError UNKNOWN_ROW for a row that was never there. */
  refuseUnknown(): void {
    for (const { option, pair } of this.#pairs) {
      const row = pair.find((one) => !this.#patientOf.has(one));
      if (row === undefined) continue;
      throw new LesionGraphError(
        "UNKNOWN_ROW",
        { expected: `${option} to name data rows of the input`, received: pair.join("-") },
        { option, row },
      );
    }
  }
}
