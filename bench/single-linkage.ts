/**
 * The simplest matcher that keeps lesions of a study apart, as a yardstick for the joint matcher: annotations
 * of two series nearer than a fixed T1 are duplicates, then the nearest pair of two studies below T2 joins,
 * and the next, unless a study would come twice.
 */
import type { DlInfoLesion, Lesion, PatientMatch } from "lesion-graph";
import { matchOfSequences } from "../test/support/matches.js";

export interface SingleLinkageOptions {
  /** mm */
  readonly t1: number;
  /** mm */
  readonly t2: number;
  /** mm for a difference of 1 in ln mm of an axis. */
  readonly size: number;
}

export function singleLinkage(
  lesions: readonly Lesion[],
  options: SingleLinkageOptions,
): PatientMatch {
  const annotations = lesions as readonly DlInfoLesion[];
  const groupOf = annotations.map((_, i) => i);
  const join = (a: number, b: number): void => {
    const [from, to] = [groupOf[b], groupOf[a]!];
    groupOf.forEach((group, i) => {
      if (group === from) groupOf[i] = to;
    });
  };
  const pairs = annotations
    .flatMap((a, i) =>
      annotations.slice(0, i).map((b, j) => ({ i, j, distance: distanceOf(a, b, options) })),
    )
    .sort((a, b) => a.distance - b.distance);
  for (const { i, j } of pairs) {
    const [a, b] = [annotations[i] as DlInfoLesion, annotations[j] as DlInfoLesion];
    const apart = distanceOf(a, b, { ...options, size: 0 });
    if (a.study === b.study && a.series !== b.series && apart < options.t1) join(i, j);
  }
  const duplicates = [...groupOf];
  for (const { i, j, distance } of pairs) {
    if (distance >= options.t2 || annotations[i]?.study === annotations[j]?.study) continue;
    const [a, b] = [groupOf[i], groupOf[j]];
    const lesionsIn = (group: number | undefined) =>
      annotations.flatMap(({ study }, k) =>
        groupOf[k] === group ? [{ study, annotation: duplicates[k] }] : [],
      );
    const clash = lesionsIn(a).some((one) => lesionsIn(b).some(({ study }) => study === one.study));
    if (a !== b && !clash) join(i, j);
  }
  const groups = [...new Set(groupOf)];
  return matchOfSequences(
    groups.map((group) => annotations.filter((_, i) => groupOf[i] === group)),
    annotations[0]?.patient ?? "",
  );
}

function distanceOf(a: DlInfoLesion, b: DlInfoLesion, { size }: SingleLinkageOptions): number {
  return Math.hypot(
    ...a.centreMm.map((value, k) => value - b.centreMm[k]!),
    size * Math.log(a.longAxisMm / b.longAxisMm),
    size * Math.log(a.shortAxisMm / b.shortAxisMm),
  );
}
