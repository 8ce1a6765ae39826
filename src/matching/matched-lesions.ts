/** Where each lesion of a match stands. */

import { groupBy } from "../core/group-by.js";
import type { PatientMatch } from "./result.js";

/** Study, sequence and place in the sequence of every row. */
export class MatchedLesions {
  readonly patient: string;
  readonly #of = new Map<number, { study: number; sequence: number }>();
  /** Studies of each sequence with their number of lesions, in time. */
  readonly #studies = new Map<number, ReadonlyMap<number, number>>();

  constructor({ patient, sequences }: PatientMatch) {
    this.patient = patient;
    for (const { id, lesions } of sequences) {
      for (const { row, study } of lesions) this.#of.set(row, { study, sequence: id });
      const byStudy = groupBy(lesions, ({ study }) => study);
      this.#studies.set(id, new Map(Array.from(byStudy, ([study, own]) => [study, own.length])));
    }
  }

  study(row: number): number {
    return this.#of.get(row)?.study ?? Number.NaN;
  }

  sequence(row: number): number {
    return this.#of.get(row)?.sequence ?? Number.NaN;
  }

  /** Lesions and studies of a row's sequence up to its study, or from it on. */
  side(row: number, side: "until" | "from"): { lesions: number; studies: number } {
    const own = this.study(row);
    let [lesions, studies] = [0, 0];
    for (const [study, count] of this.#studies.get(this.sequence(row)) ?? []) {
      if (side === "until" ? study > own : study < own) continue;
      lesions += count;
      studies++;
    }
    return { lesions, studies };
  }

  size(row: number): number {
    return this.side(row, "until").lesions + this.side(row, "from").lesions - this.inStudy(row);
  }

  /** Lesions of the row's sequence in the row's study. */
  inStudy(row: number): number {
    return this.#studies.get(this.sequence(row))?.get(this.study(row)) ?? 0;
  }

  /** Two lesions with their studies and sequences. */
  pair(from: number, to: number) {
    return {
      patient: this.patient,
      rows: [from, to],
      studies: [this.study(from), this.study(to)],
      sequences: [this.sequence(from), this.sequence(to)],
    } as const;
  }
}
