/** Measurable lesions and the selection of targets: rules 1 and 2. */
import { fail } from "../core/errors.js";
import { atLeast } from "../growth/changes.js";
import type { GrowthPoint, SequenceGrowth } from "../growth/growth-result.js";
import type { LesionNote } from "./reader-notes.js";
import { mmText } from "./response-criteria.js";
import type { ResponseOptions } from "./response-schema.js";

/** Largest number of targets in all and per organ (rule 2). */
const MAX_TARGETS = 5;
const MAX_TARGETS_PER_ORGAN = 2;

/** A sequence before its role is decided. */
export interface TargetCandidate {
  readonly sequence: SequenceGrowth;
  readonly note: LesionNote | undefined;
  readonly organ: string | undefined;
  /** Its measurement at baseline. */
  readonly baseline: GrowthPoint | undefined;
  /** Whether a later study has a value: measured, or one that follows from a status. */
  readonly hasLaterValue: boolean;
}

/** Returns whether a lesion is measurable (rule 1). */
export function isMeasurable(isLymphNode: boolean, point: GrowthPoint): boolean {
  const { diameterMm = 0, sliceDistanceMm = 0 } = point;
  if (isLymphNode) return atLeast(diameterMm, 15);
  return atLeast(diameterMm, Math.max(10, 2 * sliceDistanceMm));
}

/**
 * The candidates that rule 2 chooses among: measurable, and without a role by the reader. A part of a target was not
 * measured at baseline.
 */
export const selectable = (candidates: readonly TargetCandidate[]): TargetCandidate[] =>
  candidates.filter(
    ({ note, baseline, sequence }) =>
      note?.role === undefined &&
      baseline !== undefined &&
      isMeasurable(sequence.isLymphNode, baseline),
  );

/**
 * Returns the targets by rule 2: at most five, two per organ, the largest that also have a value in a later
 * study, then the largest others.
 *
 * @throws LesionGraphError MISSING_ORGAN where an organ is unknown and unknown organs are an error.
 */
export function selectTargets(
  candidates: readonly TargetCandidate[],
  study: number,
  patient: string,
  unknownOrgan: ResponseOptions["unknownOrgan"],
): TargetCandidate[] {
  const able = selectable(candidates);
  if (unknownOrgan === "error") assertOrgans(able, study, patient);
  const sizeOf = ({ baseline }: TargetCandidate): number => baseline?.diameterMm ?? 0;
  const ranked = [...able].sort(
    (a, b) =>
      Number(b.hasLaterValue) - Number(a.hasLaterValue) ||
      sizeOf(b) - sizeOf(a) ||
      a.sequence.sequence - b.sequence.sequence,
  );
  const selected: TargetCandidate[] = [];
  for (const one of ranked) {
    const organ = organKey(one.organ);
    const inOrgan = selected.filter((other) => organKey(other.organ) === organ).length;
    if (selected.length < MAX_TARGETS && inOrgan < MAX_TARGETS_PER_ORGAN) selected.push(one);
  }
  return selected;
}

function assertOrgans(able: readonly TargetCandidate[], study: number, patient: string): void {
  for (const { organ, baseline } of able) {
    if (organ !== undefined) continue;
    const expected = "the organ of every measurable lesion (rule 2: at most two targets per organ)";
    fail("MISSING_ORGAN", expected, undefined, {
      remedy: 'name it in the notes on lesions, or set `unknownOrgan: "together"`',
      patient,
      study,
      ...(baseline?.row !== undefined && { row: baseline.row }),
    });
  }
}

/** Returns where targets named by the reader exceed the limits of rules 1 and 2. */
export function limitsExceeded(named: readonly TargetCandidate[]): string[] {
  const tooSmall = named
    .filter(({ sequence, baseline }) => baseline && !isMeasurable(sequence.isLymphNode, baseline))
    .map(
      ({ sequence, baseline }) =>
        `Target sequence ${sequence.sequence} is not measurable by rule 1: ${mmText(baseline?.diameterMm ?? 0)}`,
    );
  const counts = new Map<string, number>();
  for (const { organ } of named) {
    const key = organKey(organ);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const perOrgan = [...counts]
    .filter(([, count]) => count > MAX_TARGETS_PER_ORGAN)
    .map(
      ([organ, count]) => `${count} targets in ${organ}; rule 2 allows ${MAX_TARGETS_PER_ORGAN}`,
    );
  const inAll =
    named.length > MAX_TARGETS ? [`${named.length} targets; rule 2 allows ${MAX_TARGETS}`] : [];
  return [...tooSmall, ...perOrgan, ...inAll];
}

/** Organs are compared without case and outer spaces. */
const organKey = (organ: string | undefined): string | undefined => organ?.trim().toLowerCase();
