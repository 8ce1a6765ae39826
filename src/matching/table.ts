/** Sequences as tidy rows, for data frames and CSV. */
import type { PatientMatch, Solution } from "./result.js";
import { fingerprint } from "./sequence-ids.js";

/** One lesion and the sequence it belongs to. */
export interface SequenceRow {
  readonly patient: string;
  readonly study: number;
  readonly lesion: string;
  /** Data row of the input, from 1. */
  readonly row: number;
  /** Number of the sequence within the patient, from 1. */
  readonly sequence: number;
  /** How many studies the sequence has marks in. */
  readonly studies: number;
  /** Row of the first mark of the same lesion in the same study, where this is a later one. */
  readonly duplicateOf: number | undefined;
  /** True where another lesion of the same study is in the same sequence. */
  readonly conflict: boolean;
}

/** Names of the columns of {@link sequenceRows}, in order. */
export const SEQUENCE_COLUMNS = Object.freeze([
  "patient",
  "study",
  "lesion",
  "row",
  "sequence",
  "studies",
  "duplicateOf",
  "conflict",
] as const satisfies readonly (keyof SequenceRow)[]);

/** One row per lesion of a patient, sequence by sequence. O(n). */
export function sequenceRows(match: PatientMatch): SequenceRow[] {
  const duplicateOf = new Map<number, number>();
  for (const { rows } of match.duplicates) {
    for (const row of rows.slice(1)) duplicateOf.set(row, rows[0]!);
  }
  const inConflict = new Set(match.conflicts.flatMap(({ rows }) => rows));
  return match.sequences.flatMap((sequence) => {
    const studies = new Set(sequence.lesions.map(({ study }) => study)).size;
    return sequence.lesions.map(({ patient, study, id, row }) => ({
      patient,
      study,
      lesion: id,
      row,
      sequence: sequence.id,
      studies,
      duplicateOf: duplicateOf.get(row),
      conflict: inConflict.has(duplicateOf.get(row) ?? row),
    }));
  });
}

/** Result of {@link matchToJson}; as text it is a line of `match --format jsonl`. */
export interface MatchJson
  extends Pick<PatientMatch, "patient" | "links" | "acceptedPairs" | "duplicates" | "conflicts"> {
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

/** A patient's result with lesions shortened to what names them: the form of `match --format json`. */
export function matchToJson(match: PatientMatch): MatchJson {
  const { patient, sequences, links, acceptedPairs, duplicates, conflicts } = match;
  const { rejectedPairs, solution } = match;
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
    ...(solution === undefined ? {} : { solution }),
  };
}
