/** Lesions that carry the same tracking UID are the same lesion. */
import { fail } from "./errors.js";
import { groupBy } from "./group-by.js";
import type { Lesion } from "./lesion.js";

/**
 * Returns pairs of rows that join all lesions of a tracking UID: each with the first of its study, and the first
 * of each study with the first of the study before.
 *
 * @throws LesionGraphError BAD_REPORT for a UID that lesions of two patients carry.
 */
export function trackedPairs(lesions: readonly Lesion[]): (readonly [row: number, row2: number])[] {
  const tracked = lesions.filter(({ trackingUid }) => trackingUid !== undefined);
  return [...groupBy(tracked, ({ trackingUid }) => trackingUid)].flatMap(([uid, own]) => {
    const patients = [...new Set(own.map(({ patient }) => patient))];
    if (patients.length > 1) {
      fail("BAD_REPORT", "a tracking UID of one patient", `${uid} in ${patients.join(" and ")}`);
    }
    const studies = [...groupBy(own, ({ study }) => study)].sort(([a], [b]) => a - b);
    const firsts = studies.map(([, [first]]) => first!);
    const across = firsts.slice(1).map((lesion, i) => [firsts[i]!.row, lesion.row] as const);
    const within = studies.flatMap(([, [first, ...others]]) =>
      others.map((lesion) => [first!.row, lesion.row] as const),
    );
    return [...within, ...across];
  });
}
