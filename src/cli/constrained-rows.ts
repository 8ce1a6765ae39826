/** Pins and forbids of a call, held against the input as it is read. */
import { fail } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import type { ConstraintOptions, RowPair } from "../matching/constraints.js";

/** The pins that are about these lesions. */
export function constraintsWithin(
  lesions: readonly Lesion[],
  constraints: ConstraintOptions,
): ConstraintOptions {
  if (constraints.mustLink.length === 0 && constraints.cannotLink.length === 0) return constraints;
  const rows = new Set(lesions.map(({ row }) => row));
  const own = (pairs: readonly RowPair[]) => pairs.filter(([a, b]) => rows.has(a) && rows.has(b));
  return { mustLink: own(constraints.mustLink), cannotLink: own(constraints.cannotLink) };
}

/**
 * The rows that pins name, looked for in all patients of the input, so that pins may be about patients
 * that are left out or are another shard's.
 */
export class ConstrainedRows {
  readonly #pairs: readonly { readonly option: string; readonly pair: RowPair }[];
  /** The patient of each pinned row, once it was read. */
  readonly #patientOf = new Map<number, string>();
  readonly #rows: ReadonlySet<number>;

  constructor({ mustLink, cannotLink }: ConstraintOptions) {
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
      fail("CONTRADICTION", `${option} to name rows of one patient`, pair.join("-"), { option });
    }
  }

  /** At the end of the input. @throws LesionGraphError UNKNOWN_ROW for a row that was never there. */
  assertKnown(): void {
    for (const { option, pair } of this.#pairs) {
      const row = pair.find((one) => !this.#patientOf.has(one));
      if (row === undefined) continue;
      fail("UNKNOWN_ROW", `${option} to name data rows of the input`, pair.join("-"), {
        option,
        row,
      });
    }
  }
}
