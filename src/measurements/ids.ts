/** Ids of a patient's measurements within each study. */
import { fail } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import type { Lesion } from "../core/lesion.js";
import { byRow } from "../core/lesion-order.js";

/**
 * Returns lesions with an id each: the given one, else a number by position and size within the study, so that ids
 * do not depend on row order. O(n log n).
 *
 * @throws LesionGraphError DUPLICATE_LESION for an id that a study has twice.
 */
export function nameLesions<L extends Lesion>(lesions: readonly L[]): L[] {
  const named: L[] = [];
  for (const members of groupBy(lesions, ({ study }) => study).values()) {
    const rowOf = new Map<string, number>();
    for (const { id, row, patient, study } of members) {
      if (id === "") continue;
      const before = rowOf.get(id);
      if (before !== undefined) {
        fail(
          "DUPLICATE_LESION",
          "every lesion of a study to have its own id",
          `${id} again, first in row ${before}`,
          { row, patient, study, lesion: id },
        );
      }
      rowOf.set(id, row);
    }
    const unnamed = members.filter(({ id }) => id === "").sort(byContent);
    let next = 1;
    for (const lesion of unnamed) {
      while (rowOf.has(String(next))) next++;
      named.push({ ...lesion, id: String(next++) });
    }
    named.push(...members.filter(({ id }) => id !== ""));
  }
  return named.sort(byRow);
}

function byContent(a: Lesion, b: Lesion): number {
  const [left, right] = [contentOf(a), contentOf(b)];
  for (const [k, value] of left.entries()) {
    const other = right[k]!;
    if (value !== other) return value < other ? -1 : 1;
  }
  return a.row - b.row;
}

const contentOf = (lesion: Lesion): (number | string)[] => {
  const [x = 0, y = 0, z = 0] = lesion.centreMm ?? lesion.location ?? [];
  const { series = 0, longAxisMm = 0, shortAxisMm = 0, trackingUid = "", label = "" } = lesion;
  return [series, z, y, x, longAxisMm, shortAxisMm, trackingUid, label];
};
