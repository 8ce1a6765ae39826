/** Matches made by hand. */
import type { Lesion } from "../../src/core/lesion.js";
import type { PatientMatch } from "../../src/matching/result.js";

/** A match with these sequences of [row, study] annotations. */
export const matchOf = (
  sequences: readonly (readonly (readonly [row: number, study: number])[])[],
  patient = "p",
): PatientMatch =>
  matchOfSequences(
    sequences.map((annotations) =>
      annotations.map(([row, study]): Lesion => ({ row, study, patient, id: `L${row}` })),
    ),
    patient,
  );

/** A match with these sequences, and without links and explanations. */
export const matchOfSequences = (
  sequences: readonly (readonly Lesion[])[],
  patient: string,
): PatientMatch => ({
  patient,
  method: "algorithm1",
  sequences: sequences.map((lesions, i) => ({ id: i + 1, lesions })),
  links: [],
  acceptedPairs: [],
  duplicates: [],
  conflicts: [],
  rejectedPairs: [],
  warnings: [],
});

/** Truth from a list: the group of row 1, of row 2, … */
export const truthOf = (groups: readonly (string | number)[]): Map<number, string> =>
  new Map(groups.map((group, i) => [i + 1, String(group)]));
