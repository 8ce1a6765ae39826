/** Which lesions can be targets, and which are chosen: rules 1 and 2. */
import { fail } from "../core/errors.js";
import type { GrowthPoint, SequenceGrowth } from "../growth/result.js";
import type { LesionNote } from "./notes.js";
import { atLeast, inMm } from "./verdict.js";

/** How lesions of unknown organ are taken: refused, or as lesions of one organ together. */
export type UnknownOrgan = "refuse" | "together";

/** At most this many targets in all and per organ (rule 2). */
export const MOST_TARGETS = 5;
export const MOST_PER_ORGAN = 2;

/** A sequence on the way to its role. */
export interface Candidate {
  readonly sequence: SequenceGrowth;
  readonly note: LesionNote | undefined;
  readonly organ: string | undefined;
  /** Its point at baseline where it was measured there. */
  readonly baseline: GrowthPoint | undefined;
  /** It has a figure in a later study: measured, or one that stands for what was seen. */
  readonly again: boolean;
}

/** Rule 1. */
export function isMeasurable(node: boolean, point: GrowthPoint): boolean {
  const { longAxisMm = 0, shortAxisMm = 0, sliceDistanceMm = 0 } = point;
  if (node) return atLeast(shortAxisMm, 15);
  const least = sliceDistanceMm > 5 ? Math.max(10, 2 * sliceDistanceMm) : 10;
  return atLeast(longAxisMm, least);
}

/** Rule 2: at most five, two an organ, the largest that were measured again. */
export function largest(
  candidates: readonly Candidate[],
  study: number,
  patient: string,
  unknownOrgan: UnknownOrgan,
): Candidate[] {
  const able = candidates.filter(
    ({ note, baseline, sequence }) =>
      note?.role === undefined &&
      note?.partOf === undefined &&
      baseline !== undefined &&
      isMeasurable(sequence.node, baseline),
  );
  for (const { organ, baseline } of able) {
    if (organ !== undefined || unknownOrgan === "together") continue;
    fail(
      "MISSING_ORGAN",
      "the organ of every measurable lesion (rule 2: at most two targets an organ)",
      undefined,
      {
        remedy: 'name it in the notes on lesions, or take unknown organs "together"',
        patient,
        study,
        row: baseline?.row as number,
      },
    );
  }
  const sizeOf = ({ baseline }: Candidate): number => baseline?.diameterMm ?? 0;
  const ranked = [...able].sort(
    (a, b) =>
      Number(b.again) - Number(a.again) ||
      sizeOf(b) - sizeOf(a) ||
      a.sequence.sequence - b.sequence.sequence,
  );
  const chosen: Candidate[] = [];
  for (const one of ranked) {
    const sameOrgan = chosen.filter(({ organ }) => nameOf(organ) === nameOf(one.organ)).length;
    if (chosen.length < MOST_TARGETS && sameOrgan < MOST_PER_ORGAN) chosen.push(one);
  }
  return chosen;
}

/** Where given targets go beyond what rules 1 and 2 allow: taken as given, and said. */
export function remarksOn(given: readonly Candidate[]): string[] {
  const tooSmall = given
    .filter(({ sequence, baseline }) => baseline && !isMeasurable(sequence.node, baseline))
    .map(
      ({ sequence, baseline }) =>
        `target sequence ${sequence.sequence} is not measurable by rule 1: ${inMm(baseline?.diameterMm ?? 0)}`,
    );
  const counts = new Map<string, number>();
  for (const { organ } of given) {
    const name = nameOf(organ);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const crowded = [...counts]
    .filter(([, count]) => count > MOST_PER_ORGAN)
    .map(([organ, count]) => `${count} targets in ${organ}; rule 2 allows ${MOST_PER_ORGAN}`);
  const many =
    given.length > MOST_TARGETS ? [`${given.length} targets; rule 2 allows ${MOST_TARGETS}`] : [];
  return [...tooSmall, ...crowded, ...many];
}

/** "Liver" is the liver. */
const nameOf = (organ: string | undefined): string | undefined => organ?.trim().toLowerCase();
