/** Sequences and links as tidy tables, for data frames and CSV. */
import type { Lesion } from "../core/lesion.js";
import { assertPatientList } from "../core/patient-list.js";
import { column, optional, type RowOf, Table } from "../csv/table.js";
import { type Link, type LinkEvidence, MATCH_KIND, type PatientMatch } from "./result.js";

const { text, integer, number, boolean } = column;

/** The columns of {@link matchTable}. */
export const MATCH_COLUMNS = Object.freeze({
  patient: text("Patient id"),
  study: integer("Study, counted from 1 in time order"),
  lesion: text("Id of the lesion"),
  row: integer("Data row of the input, counted from 1"),
  sequence: integer("Sequence, counted from 1 within the patient"),
  studies: integer("Number of studies in which the sequence has a lesion"),
  duplicateOf: optional(
    integer("Row of the first annotation of the same lesion in the same study"),
  ),
  conflict: boolean("Another lesion of the same study is in the sequence"),
});

/** Evidence of a pair of lesions. */
export const EVIDENCE_COLUMNS = Object.freeze({
  prior: optional(number("Joint matcher: log-odds before the features are seen")),
  location: optional(number("Joint matcher: log-odds by location")),
  size: optional(number("Joint matcher: log-odds by size")),
  type: optional(number("Joint matcher: log-odds by type")),
  appearance: optional(number("Joint matcher: log-odds by appearance")),
}) satisfies Readonly<Record<keyof LinkEvidence, unknown>>;

/** The columns of {@link linkTable}. */
export const LINK_COLUMNS = Object.freeze({
  patient: text("Patient id"),
  sequence: integer("Sequence, counted from 1 within the patient"),
  fromStudy: integer("Study of the earlier lesion"),
  fromRow: integer("Data row of the earlier lesion"),
  fromLesion: text("Id of the earlier lesion"),
  toStudy: integer("Study of the later lesion"),
  toRow: integer("Data row of the later lesion"),
  toLesion: text("Id of the later lesion"),
  accepted: boolean("The matcher accepted this pair itself, not through other pairs"),
  distance: optional(number("Distance of the weighted features")),
  logOdds: optional(number("Joint matcher: log-odds of being the same lesion")),
  probability: optional(number("Joint matcher: probability of being the same lesion")),
  margin: optional(number("Advantage over the runner-up, in distance or log-odds")),
  runnerUpFromRow: optional(integer("Earlier lesion of the best other pair")),
  runnerUpToRow: optional(integer("Later lesion of the best other pair")),
  uncertain: optional(
    boolean(
      "Joint matcher: the probability is below uncertainBelow, or the location is missing or unlikely",
    ),
  ),
  constrained: boolean("Set by must-link constraints"),
  ...EVIDENCE_COLUMNS,
});

/** One lesion and the sequence it belongs to. */
export type MatchRow = RowOf<typeof MATCH_COLUMNS>;
/** One link; unknown values are `undefined`. */
export type LinkRow = RowOf<typeof LINK_COLUMNS>;

/**
 * Returns a table with one row per lesion, sequence by sequence: what `match --format csv` writes. O(n).
 *
 * @example
 * console.log(matchTable(match(lesions)).toCsv());
 * @throws LesionGraphError BAD_VALUE for what is not a list of matches.
 */
export function matchTable(matches: readonly PatientMatch[]): Table<typeof MATCH_COLUMNS> {
  assertPatientList(matches, MATCH_KIND);
  return new Table(MATCH_COLUMNS, matches.flatMap(matchRows));
}

/**
 * Returns a table with one row per link, in the order of the matches: what `match --format links` writes. Of
 * duplicates links name the first row. O(n).
 *
 * @throws LesionGraphError BAD_VALUE for what is not a list of matches.
 */
export function linkTable(matches: readonly PatientMatch[]): Table<typeof LINK_COLUMNS> {
  assertPatientList(matches, MATCH_KIND);
  return new Table(LINK_COLUMNS, matches.flatMap(linkRows));
}

/** Returns the rows of {@link matchTable} for one patient. */
export function matchRows(match: PatientMatch): MatchRow[] {
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

/** Returns the rows of {@link linkTable} for one patient. */
export function linkRows({ patient, sequences, links }: PatientMatch): LinkRow[] {
  const lesionOf = new Map<number, Lesion & { readonly sequence: number }>();
  for (const { id: sequence, lesions } of sequences) {
    for (const lesion of lesions) lesionOf.set(lesion.row, { ...lesion, sequence });
  }
  return links.map((link) => {
    const [from, to] = [lesionOf.get(link.from)!, lesionOf.get(link.to)!];
    return {
      patient,
      sequence: from.sequence,
      fromStudy: from.study,
      fromRow: link.from,
      fromLesion: from.id,
      toStudy: to.study,
      toRow: link.to,
      toLesion: to.id,
      ...reasonsOf(link),
    };
  });
}

const reasonsOf = ({ accepted, runnerUp, evidence, constrained, ...link }: Link) => ({
  accepted,
  distance: link.distance,
  logOdds: link.logOdds,
  probability: link.probability,
  margin: link.margin,
  runnerUpFromRow: runnerUp?.from,
  runnerUpToRow: runnerUp?.to,
  uncertain: link.uncertain,
  constrained: constrained === true,
  prior: evidence?.prior,
  location: evidence?.location,
  size: evidence?.size,
  type: evidence?.type,
  appearance: evidence?.appearance,
});
