/** Lesions that may have split or merged: reported with their distances, never decided. */

import type { Lesion } from "../core/lesion.js";
import { featureDistance } from "../features/distance.js";
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

/** A lesion of a study with its place in the feature matrix. */
interface Item extends CandidateMark {
  readonly lesion: Lesion;
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
export function splitsAndMerges(match: PatientMatch, splitMergeRadiusMm: number): Candidate[] {
  const items = itemsOf(match);
  const studies = byStudy(items);
  const lesions = items.map(({ lesion }) => lesion);
  if (studies.length < 2 || !sameKindOfPlace(lesions)) return [];
  const matrix = featureMatrix(lesions, { features: ["location"] });
  const spans = new Map(match.sequences.map((sequence) => [sequence.id, spanOf(sequence)]));
  const begins = ({ sequence, study }: Item): boolean => spans.get(sequence)?.first === study;
  const ends = ({ sequence, study }: Item): boolean => spans.get(sequence)?.last === study;
  return studies.slice(1).flatMap((after, i) => {
    const before = studies[i] as Item[];
    return [
      ...before.flatMap((whole) =>
        partings("split", whole, after, begins, matrix, splitMergeRadiusMm),
      ),
      ...after.flatMap((whole) =>
        partings("merge", whole, before, ends, matrix, splitMergeRadiusMm),
      ),
    ];
  });
}

/** The first mark of every lesion of every study. */
function itemsOf({ sequences, duplicates }: PatientMatch): Item[] {
  const later = new Set(duplicates.flatMap(({ rows }) => rows.slice(1)));
  const items: Item[] = [];
  for (const { id, lesions } of sequences) {
    for (const lesion of lesions) {
      const { study, row } = lesion;
      if (!later.has(row)) items.push({ study, row, sequence: id, lesion, at: items.length });
    }
  }
  return items;
}

/** Lesions by study, studies in time order. */
function byStudy(items: readonly Item[]): Item[][] {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const group = groups.get(item.study);
    if (group === undefined) groups.set(item.study, [item]);
    else group.push(item);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

const sameKindOfPlace = (lesions: readonly Lesion[]): boolean =>
  lesions.every(({ location }) => location) || lesions.every(({ centreMm }) => centreMm);

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
  splitMergeRadiusMm: number,
): Candidate[] {
  const near = others
    .filter((other) => other.sequence === whole.sequence || isLoose(other))
    .map((other) => ({ ...named(other), distance: featureDistance(matrix, whole.at, other.at) }))
    .filter((other) => other.distance <= splitMergeRadiusMm);
  return near.flatMap((a, i) =>
    near.slice(i + 1).map((b) => ({ kind, whole: named(whole), parts: [a, b] })),
  );
}

const named = ({ study, row, sequence }: Item): CandidateMark => ({ study, row, sequence });
