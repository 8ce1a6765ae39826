/** Matches with diameters, for growth. */
import type { Lesion } from "../../src/core/lesion.js";
import type { PatientMatch } from "../../src/matching/result.js";
import { matchOfSequences } from "./matches.js";

/** A lesion of a study: its study, its long axis and (half of it where it is not given) its short axis, mm. */
export interface LesionSpec extends Partial<Omit<Lesion, "study">> {
  readonly study: number;
  readonly long: number;
  readonly short?: number;
}

/** A match whose sequences are these annotations; rows count from 1 through all of them. */
export function measuredMatch(
  sequences: readonly (readonly LesionSpec[])[],
  patient = "p",
): PatientMatch {
  let row = 0;
  const lesionOf = ({ long, short = long / 2, study, ...more }: LesionSpec): Lesion => {
    row++;
    const size = { longAxisMm: long, shortAxisMm: short };
    return { row, patient, study, id: `L${row}`, ...size, ...more };
  };
  return matchOfSequences(
    sequences.map((annotations) => annotations.map(lesionOf)),
    patient,
  );
}

/** One sequence with these long axes in studies 1, 2, 3, …; `undefined` where there is no annotation. */
export const lengths = (...mm: readonly (number | undefined)[]): LesionSpec[] =>
  mm.flatMap((long, i) => (long === undefined ? [] : [{ study: i + 1, long }]));
