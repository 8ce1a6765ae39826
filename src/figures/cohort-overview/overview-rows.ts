/** A patient as one row of the cohort overview. */
import { duplicateRows } from "../../matching/duplicate-rows.js";
import type { PatientMatch } from "../../matching/result.js";

export interface OverviewStudy {
  readonly study: number;
  readonly lesions: number;
  /** Uncertain links whose later end lies in this study. */
  readonly uncertain: number;
  /** Sequences with two different lesions of this study. */
  readonly conflicts: number;
}

export interface OverviewRow {
  readonly patient: string;
  readonly studies: readonly OverviewStudy[];
  readonly lesions: number;
  /** Sequences in two or more studies. */
  readonly followed: number;
  readonly uncertain: number;
  readonly conflicts: number;
}

/** Counts of one patient; duplicates of a lesion count once. */
export function overviewRow(match: PatientMatch): OverviewRow {
  const { patient, sequences, links, conflicts } = match;
  const lesions = sequences.flatMap((sequence) => sequence.lesions);
  const studyOf = new Map(lesions.map(({ row, study }) => [row, study]));
  const repeated = duplicateRows(match);
  const uncertain = links.filter((link) => link.uncertain === true);
  const studies = [...new Set(lesions.map(({ study }) => study))].sort((a, b) => a - b);
  return {
    patient,
    studies: studies.map((study) => ({
      study,
      lesions: lesions.filter((one) => one.study === study && !repeated.has(one.row)).length,
      uncertain: uncertain.filter(({ to }) => studyOf.get(to) === study).length,
      conflicts: conflicts.filter((one) => one.study === study).length,
    })),
    lesions: lesions.length - repeated.size,
    followed: sequences.filter(
      (sequence) => new Set(sequence.lesions.map(({ study }) => study)).size > 1,
    ).length,
    uncertain: uncertain.length,
    conflicts: conflicts.length,
  };
}
