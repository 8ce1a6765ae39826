/** Constraints of a call, checked against the input as it is read. */
import { fail } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { compareLesions } from "../core/lesion-order.js";
import { isColumnar, type ReadablePatient } from "../deeplesion/columnar-reader.js";
import {
  type ConstraintOptions,
  type RowPair,
  resolveConstraints,
} from "../matching/constraints.js";
import type { Constraint } from "../matching/constraints-file.js";

/** The constraints on these lesions. */
export function constraintsWithin(
  lesions: readonly Lesion[],
  { mustLink, cannotLink }: ConstraintOptions,
): ConstraintOptions {
  if (mustLink.length === 0 && cannotLink.length === 0) return { mustLink, cannotLink };
  const rows = new Set(lesions.map(({ row }) => row));
  const own = (pairs: readonly RowPair[]) => pairs.filter(([a, b]) => rows.has(a) && rows.has(b));
  return { mustLink: own(mustLink), cannotLink: own(cannotLink) };
}

/** The lesion that a constraints file names for a row. */
interface NamedLesion {
  readonly patient: string;
  readonly study: number;
  readonly lesion: string;
}

/**
 * The rows of constraints, checked in all patients of the input, because constraints may be on patients that
 * are not selected or belong to another shard.
 */
export class ConstrainedRows {
  readonly #constraints: ConstraintOptions;
  readonly #pairs: readonly { readonly option: string; readonly pair: RowPair }[];
  /** The patient of each constrained row, once it was read. */
  readonly #patientOf = new Map<number, string>();
  readonly #rows: ReadonlySet<number>;
  readonly #named = new Map<number, NamedLesion[]>();

  constructor(constraints: ConstraintOptions, file: readonly Constraint[]) {
    const { mustLink, cannotLink } = constraints;
    this.#constraints = constraints;
    const inFile = new Set(file.map(({ kind, row, row2 }) => `${kind} ${row}-${row2}`));
    const named = (pairs: readonly RowPair[], kind: Constraint["kind"], option: string) =>
      pairs.map((pair) => ({
        option: inFile.has(`${kind} ${pair.join("-")}`) ? "constraints" : option,
        pair,
      }));
    this.#pairs = [
      ...named(mustLink, "must-link", "mustLink"),
      ...named(cannotLink, "cannot-link", "cannotLink"),
    ];
    this.#rows = new Set(this.#pairs.flatMap(({ pair }) => pair));
    for (const { patient, row, study, lesion, row2, study2, lesion2 } of file) {
      this.#name(row, { patient, study, lesion });
      this.#name(row2, { patient, study: study2, lesion: lesion2 });
    }
  }

  #name(row: number, lesion: NamedLesion): void {
    this.#named.set(row, [...(this.#named.get(row) ?? []), lesion]);
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  /**
   * Records the rows of a patient.
   *
   * @throws LesionGraphError CONTRADICTION for a constraint on two patients, and for constraints that cannot all hold;
   * UNKNOWN_ROW where a row is not the lesion that the constraints file names.
   */
  note(patient: ReadablePatient): void {
    let found = false;
    for (const { row, study, id, patient: own } of constrainedLesions(patient, this.#rows)) {
      this.#patientOf.set(row, own);
      this.#assertNamed(row, { patient: own, study, lesion: id });
      found = true;
    }
    if (!found) return;
    this.#assertOnePatient();
    const lesions = isColumnar(patient) ? patient.lesions() : patient.lesions;
    const ordered = [...lesions].sort(compareLesions);
    resolveConstraints(ordered, constraintsWithin(ordered, this.#constraints));
  }

  #assertNamed(row: number, { patient, study, lesion }: NamedLesion): void {
    for (const named of this.#named.get(row) ?? []) {
      if (named.patient === patient && named.study === study && named.lesion === lesion) continue;
      fail(
        "UNKNOWN_ROW",
        `row ${row} to be lesion ${named.lesion} of study ${named.study} of patient ${named.patient}`,
        `lesion ${lesion} of study ${study} of patient ${patient}`,
        { remedy: "the constraints are of another input", option: "constraints", row },
      );
    }
  }

  #assertOnePatient(): void {
    for (const { option, pair } of this.#pairs) {
      const [one, other] = pair.map((row) => this.#patientOf.get(row));
      if (one === undefined || other === undefined || one === other) continue;
      fail("CONTRADICTION", `${option} to name rows of one patient`, pair.join("-"), { option });
    }
  }

  /** At the end of the input. @throws LesionGraphError UNKNOWN_ROW for a row that the input does not have. */
  assertFound(remedy: string | undefined): void {
    for (const { option, pair } of this.#pairs) {
      const row = pair.find((one) => !this.#patientOf.has(one));
      if (row === undefined) continue;
      fail("UNKNOWN_ROW", `${option} to name data rows of the input`, pair.join("-"), {
        option,
        row,
        remedy,
      });
    }
  }
}

type LesionName = Pick<Lesion, "row" | "study" | "id" | "patient">;

function constrainedLesions(
  patient: ReadablePatient,
  rows: ReadonlySet<number>,
): readonly LesionName[] {
  if (!isColumnar(patient)) return patient.lesions.filter(({ row }) => rows.has(row));
  const found: LesionName[] = [];
  patient.row.forEach((row, i) => {
    const study = patient.study[i];
    if (!rows.has(row) || study === undefined) return;
    found.push({ row, study, id: patient.idOf(i), patient: patient.patient });
  });
  return found;
}
