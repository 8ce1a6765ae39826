/** What a match says of lesions whose truth is known, patient by patient. */
import type { Lesion } from "../core/lesion.js";
import type { PatientMatch } from "../matching/result.js";
import type { Truth } from "./truth.js";

/** A lesion with its true group and its sequence. */
export interface Labelled {
  readonly lesion: Lesion;
  readonly group: string;
  readonly sequence: number;
}

/** The lesions of a patient that the truth knows. */
export const labelledLesions = (
  { sequences }: Pick<PatientMatch, "sequences">,
  truth: Truth,
): Labelled[] =>
  sequences.flatMap(({ id, lesions }) =>
    lesions.flatMap((lesion) => {
      const group = truth.get(lesion.row);
      return group === undefined ? [] : [{ lesion, group, sequence: id }];
    }),
  );
