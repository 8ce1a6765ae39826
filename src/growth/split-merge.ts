/** Lesions that may have split or merged: reported with their distances, never decided. */
import { norm } from "../core/arithmetic.js";
import { groupBy } from "../core/group-by.js";
import type { Lesion, Vec3 } from "../core/lesion.js";
import { PHYSICAL_WEIGHT } from "../features/feature-options.js";
import { duplicateRows } from "../matching/duplicate-rows.js";
import type { PatientMatch, Sequence } from "../matching/result.js";

/** Two lesions near one lesion of the study before (split) or after (merge). */
export interface SplitMergeCandidate {
  readonly kind: "split" | "merge";
  /** The single lesion: the one that may have split, or the one that two may have become. */
  readonly whole: CandidateLesion;
  /** The two parts with their distances from the whole. */
  readonly parts: readonly (CandidateLesion & { readonly distanceMm: number })[];
}

/** A lesion of a {@link SplitMergeCandidate}. */
export interface CandidateLesion {
  readonly study: number;
  readonly row: number;
  readonly sequence: number;
}

/** A lesion with its position in mm. */
interface PlacedLesion extends CandidateLesion {
  readonly positionMm: Vec3;
}

/** Body width to which a normalised location is scaled, in mm: the same factor as in matching. */
const BODY_MM = Math.round(1 / PHYSICAL_WEIGHT);

/**
 * Returns possible splits and merges between neighbouring studies. Split: two lesions of the next study lie
 * within `radiusMm` of one lesion, and each is either in the sequence of that lesion or in a sequence that
 * starts there. A merge is a split with time reversed.
 *
 * Distances are in mm between centres. Normalised locations are scaled by 600 mm. Returns none where some
 * lesions lack a location of the same kind. Only the first annotation of a duplicate counts. O(sum of n² over
 * neighbouring studies).
 */
export function splitMergeCandidates(match: PatientMatch, radiusMm: number): SplitMergeCandidate[] {
  const studies = byStudy(placedLesions(match));
  const spans = new Map(match.sequences.map((sequence) => [sequence.id, spanOf(sequence)]));
  const starts = ({ sequence, study }: PlacedLesion): boolean =>
    spans.get(sequence)?.first === study;
  const ends = ({ sequence, study }: PlacedLesion): boolean => spans.get(sequence)?.last === study;
  return studies.slice(1).flatMap((after, i) => {
    const before = studies[i] ?? [];
    return [
      ...before.flatMap((whole) =>
        candidatesOf("split", whole, after.filter(joins(whole, starts)), radiusMm),
      ),
      ...after.flatMap((whole) =>
        candidatesOf("merge", whole, before.filter(joins(whole, ends)), radiusMm),
      ),
    ];
  });
}

/** Whether a lesion belongs to the same sequence, or to one that starts or ends in its study. */
const joins =
  (whole: PlacedLesion, isFree: (part: PlacedLesion) => boolean) =>
  (part: PlacedLesion): boolean =>
    part.sequence === whole.sequence || isFree(part);

/** The first annotation of every lesion with its position; none where positions are not comparable. */
function placedLesions(match: PatientMatch): PlacedLesion[] {
  const repeated = duplicateRows(match);
  const lesions = match.sequences.flatMap(({ id, lesions }) =>
    lesions.filter(({ row }) => !repeated.has(row)).map((lesion) => ({ id, lesion })),
  );
  const position = positionsOf(lesions.map(({ lesion }) => lesion));
  return lesions.flatMap(({ id, lesion }) => {
    const positionMm = position?.(lesion);
    if (positionMm === undefined) return [];
    return [{ study: lesion.study, row: lesion.row, sequence: id, positionMm }];
  });
}

/** How positions are read: normalised where all lesions have it, else in mm where all have it. */
function positionsOf(
  lesions: readonly Lesion[],
): ((lesion: Lesion) => Vec3 | undefined) | undefined {
  if (lesions.every(({ location }) => location)) {
    return ({ location }) =>
      location && [location[0] * BODY_MM, location[1] * BODY_MM, location[2] * BODY_MM];
  }
  return lesions.every(({ centreMm }) => centreMm) ? ({ centreMm }) => centreMm : undefined;
}

/** Lesions by study, studies in time order. */
const byStudy = (lesions: readonly PlacedLesion[]): PlacedLesion[][] =>
  [...groupBy(lesions, ({ study }) => study)].sort(([a], [b]) => a - b).map(([, group]) => group);

function spanOf({ lesions }: Sequence): { first: number; last: number } {
  const studies = lesions.map(({ study }) => study);
  return { first: Math.min(...studies), last: Math.max(...studies) };
}

/** All pairs of possible parts within the radius. */
function candidatesOf(
  kind: SplitMergeCandidate["kind"],
  whole: PlacedLesion,
  others: readonly PlacedLesion[],
  radiusMm: number,
): SplitMergeCandidate[] {
  const near = others
    .map((other) => ({ ...named(other), distanceMm: distanceMm(whole, other) }))
    .filter((other) => other.distanceMm <= radiusMm);
  return near.flatMap((a, i) =>
    near.slice(i + 1).map((b) => ({ kind, whole: named(whole), parts: [a, b] })),
  );
}

const distanceMm = ({ positionMm: a }: PlacedLesion, { positionMm: b }: PlacedLesion): number =>
  norm(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const named = ({ study, row, sequence }: PlacedLesion): CandidateLesion => ({
  study,
  row,
  sequence,
});
