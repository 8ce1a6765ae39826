/** Lesions that may have split or merged: reported with their distances, never decided. */
import { distance } from "../features/distance.js";
import { type FeatureMatrix, featureMatrix } from "../features/matrix.js";
import type { PatientMatch, Sequence } from "../matching/result.js";

/** Two lesions near one of the study before (split) or behind (merge). */
export interface Candidate {
  readonly kind: "split" | "merge";
  /** The one lesion: what may have split, or what two may have become. */
  readonly whole: CandidateMark;
  /** The two parts, with their distances from the whole. */
  readonly parts: readonly (CandidateMark & { readonly distance: number })[];
}

export interface CandidateMark {
  readonly study: number;
  readonly row: number;
  readonly sequence: number;
}

/** A mark with its place in the feature matrix. */
interface Item extends CandidateMark {
  readonly at: number;
}

/**
 * Splits and merges between neighbouring studies. A split: two lesions of the next study lie within
 * `reach` of one lesion, and none of the two is explained otherwise, that is, each is in the sequence of
 * that lesion or in one that has no mark before. A merge is a split with time running backwards.
 *
 * Distances are those of location alone, on the scale of the thresholds of matching (0.05 is 30 mm, or a
 * twentieth of the body). Lesions of which not all have a location of the same kind give none. Later marks of a duplicate are passed
 * over. O(sum of n² over pairs of neighbouring studies).
 */
export function splitsAndMerges(match: PatientMatch, reach: number): Candidate[] {
  const later = new Set(match.duplicates.flatMap(({ rows }) => rows.slice(1)));
  const marks = match.sequences.flatMap(({ id, lesions }) =>
    lesions.filter(({ row }) => !later.has(row)).map((lesion) => ({ lesion, sequence: id })),
  );
  const lesions = marks.map(({ lesion }) => lesion);
  if (!lesions.every(({ location }) => location) && !lesions.every(({ centreMm }) => centreMm)) {
    return [];
  }
  const matrix = featureMatrix(lesions, { features: ["location"] });
  const byStudy = new Map<number, Item[]>();
  marks.forEach(({ lesion: { study, row }, sequence }, at) => {
    byStudy.set(study, [...(byStudy.get(study) ?? []), { study, row, sequence, at }]);
  });
  const studies = [...byStudy.values()].sort((a, b) => studyOf(a) - studyOf(b));
  const spans = new Map(match.sequences.map((sequence) => [sequence.id, spanOf(sequence)]));
  const begins = ({ sequence, study }: Item): boolean => spans.get(sequence)?.first === study;
  const ends = ({ sequence, study }: Item): boolean => spans.get(sequence)?.last === study;
  return studies.slice(1).flatMap((after, i) => {
    const before = studies[i] as Item[];
    return [
      ...before.flatMap((whole) => partings("split", whole, after, begins, matrix, reach)),
      ...after.flatMap((whole) => partings("merge", whole, before, ends, matrix, reach)),
    ];
  });
}

const studyOf = (items: readonly Item[]): number => items[0]?.study ?? 0;

function spanOf({ lesions }: Sequence): { first: number; last: number } {
  const studies = lesions.map(({ study }) => study);
  return { first: Math.min(...studies), last: Math.max(...studies) };
}

/** All pairs of parts of one lesion that lie within reach and are not explained otherwise. */
function partings(
  kind: Candidate["kind"],
  whole: Item,
  others: readonly Item[],
  isLoose: (part: Item) => boolean,
  matrix: FeatureMatrix,
  reach: number,
): Candidate[] {
  const near = others
    .filter((other) => other.sequence === whole.sequence || isLoose(other))
    .map((other) => ({ ...named(other), distance: distance(matrix, whole.at, other.at) }))
    .filter((other) => other.distance <= reach);
  return near.flatMap((a, i) =>
    near.slice(i + 1).map((b) => ({ kind, whole: named(whole), parts: [a, b] })),
  );
}

const named = ({ study, row, sequence }: Item): CandidateMark => ({ study, row, sequence });
