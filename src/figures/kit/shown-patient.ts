/** The lesions of a patient as figures show them: with their sequence and style. */
import { groupBy } from "../../core/group-by.js";
import type { Lesion } from "../../core/lesion.js";
import { compareLesions } from "../../core/lesion-order.js";
import type { PatientMatch } from "../../matching/result.js";
import { assertFinite, assertPatientMatch } from "./figure-data-checks.js";

import { type SequenceStyle, sequenceStyles } from "./sequence-style.js";
import type { Theme } from "./theme.js";

/** One annotated lesion with what matching says about it. */
export interface ShownLesion {
  readonly lesion: Lesion;
  readonly sequence: number;
  /** The row of the first annotation of the same lesion in the same study; its own where it is no duplicate. */
  readonly node: number;
  /** Its sequence has another lesion of its study. */
  readonly conflict: boolean;
}

/** What of a patient is drawn. */
export interface ShownPatient {
  readonly patient: string;
  /** In the lesions' own order. */
  readonly lesions: readonly ShownLesion[];
  /** The studies of the shown lesions, ascending. */
  readonly studies: readonly number[];
  /** Styles of the sequences that are in two studies or more; by number of the sequence. */
  readonly styles: ReadonlyMap<number, SequenceStyle>;
  /** What the ids of all shown lesions begin with, up to a sign between two parts; "" where they differ. */
  readonly idStart: string;
  /** What was left out. */
  readonly notes: readonly string[];
}

/**
 * The lesions to draw, at most `most`: whole sequences, those of most studies first; of a sequence that does
 * not fit its first lesions. O(n log n).
 *
 * @throws LesionGraphError BAD_VALUE for a size or place that is no finite number.
 */
export function shownPatient(match: PatientMatch, most: number, theme: Theme): ShownPatient {
  assertPatientMatch(match);
  assertFinite(match.sequences.flatMap(({ lesions }) => lesions));
  const firstRow = new Map(
    match.duplicates.flatMap(({ rows }) => rows.map((row) => [row, rows[0]])),
  );
  const conflicting = new Set(match.conflicts.flatMap(({ rows }) => rows));
  const ranked = match.sequences
    .map((sequence) => ({ ...sequence, studies: studiesOf(sequence.lesions).length }))
    .sort((a, b) => b.studies - a.studies || a.id - b.id);
  const total = match.sequences.reduce((sum, { lesions }) => sum + lesions.length, 0);
  const shown: ShownLesion[] = [];
  for (const { id, lesions } of ranked) {
    for (const lesion of lesions.slice(0, Math.max(0, most - shown.length))) {
      const node = firstRow.get(lesion.row) ?? lesion.row;
      shown.push({ lesion, sequence: id, node, conflict: conflicting.has(node) });
    }
  }
  shown.sort((a, b) => compareLesions(a.lesion, b.lesion));
  const left = total - shown.length;
  return {
    patient: match.patient,
    lesions: shown,
    studies: studiesOf(shown.map(({ lesion }) => lesion)),
    styles: sequenceStyles(ranked, theme),
    idStart: sharedStart(shown.map(({ lesion }) => lesion.id)),
    notes:
      left === 0
        ? []
        : [
            `${shown.length} of ${total} lesions drawn: the sequences with the most studies; ${left} left out.`,
          ],
  };
}

/** "000089_" of "000089_01_02" and "000089_02_01". */
function sharedStart(ids: readonly string[]): string {
  const [first = "", ...others] = ids;
  // At least the last character of every id is its own.
  let length = others.length === 0 ? 0 : Math.min(...ids.map((id) => id.length)) - 1;
  for (const id of others) while (!id.startsWith(first.slice(0, length))) length--;
  return /^.*[_\-./: ]/s.exec(first.slice(0, length))?.[0] ?? "";
}

const studiesOf = (lesions: readonly Lesion[]): number[] =>
  Array.from(new Set(lesions.map(({ study }) => study))).sort((a, b) => a - b);

/** Lesions by node: the annotations of one lesion in one study together, in the order of the first. */
export const byNode = (lesions: readonly ShownLesion[]): Map<number, ShownLesion[]> =>
  groupBy(lesions, ({ node }) => node);
