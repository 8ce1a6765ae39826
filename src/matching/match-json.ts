/** A patient's result as JSON: the form of `match --format json`. */
import { assertPatient } from "../core/patient-list.js";
import { fingerprint } from "./earlier-matches.js";
import { MATCH_KIND, type PatientMatch, type Solution } from "./result.js";

/** Result of {@link matchToJson}; as text it is a line of `match --format jsonl`. */
export interface MatchJson
  extends Pick<PatientMatch, "patient" | "links" | "acceptedPairs" | "duplicates" | "conflicts"> {
  /** Where there are any. */
  readonly warnings?: PatientMatch["warnings"];
  readonly sequences: readonly {
    readonly id: number;
    readonly lesions: readonly {
      readonly row: number;
      readonly study: number;
      /** The lesion's id. */
      readonly lesion: string;
      /** Hash of the lesion's position, size and vector, by which later runs recognise it. */
      readonly fingerprint: string;
    }[];
  }[];
  /** As in {@link PatientMatch}. */
  readonly lastId?: number;
  /** Where there are any. */
  readonly rejectedPairs?: PatientMatch["rejectedPairs"];
  /** Joint matcher only. */
  readonly solution?: Solution;
}

/**
 * Returns a patient's result with lesions shortened to what names them: the form of `match --format json`. O(n).
 *
 * @throws LesionGraphError BAD_VALUE for what is not the match of one patient.
 */
export function matchToJson(match: PatientMatch): MatchJson {
  assertPatient(match, MATCH_KIND);
  const { patient, sequences, links, acceptedPairs, duplicates, conflicts } = match;
  const { rejectedPairs, solution, warnings } = match;
  return {
    patient,
    sequences: sequences.map(({ id, lesions }) => ({
      id,
      lesions: lesions.map((lesion) => ({
        row: lesion.row,
        study: lesion.study,
        lesion: lesion.id,
        fingerprint: fingerprint(lesion),
      })),
    })),
    links,
    acceptedPairs,
    duplicates,
    conflicts,
    ...(match.lastId === undefined ? {} : { lastId: match.lastId }),
    ...(rejectedPairs.length > 0 ? { rejectedPairs } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(solution === undefined ? {} : { solution }),
  };
}
