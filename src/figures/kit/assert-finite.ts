/** Whether the figures of lesions can be drawn: a missing value is left out, NaN is a fault. */
import { fail } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { isFull } from "./slice-image.js";

/**
 * Asserts that sizes and places of lesions are finite numbers. O(n).
 *
 * @throws LesionGraphError BAD_VALUE, with row, patient and the value's name.
 */
export function assertFinite(lesions: Iterable<Lesion>): void {
  for (const lesion of lesions) {
    check(lesion, "longAxisMm", lesion.longAxisMm);
    check(lesion, "shortAxisMm", lesion.shortAxisMm);
    check(lesion, "location", lesion.location);
    check(lesion, "centreMm", lesion.centreMm);
    if (!isFull(lesion)) continue;
    check(lesion, "longAxisPx", lesion.longAxisPx);
    check(lesion, "shortAxisPx", lesion.shortAxisPx);
    check(lesion, "spacingMm", lesion.spacingMm);
  }
}

function check(
  { row, patient, id }: Lesion,
  name: string,
  value: number | readonly number[] | undefined,
): void {
  const parts = typeof value === "number" ? [value] : (value ?? []);
  const bad = parts.find((part) => !Number.isFinite(part));
  if (bad === undefined) return;
  fail("BAD_VALUE", `${name} of finite numbers`, bad, {
    remedy: "leave the value out where it is not known",
    row,
    patient,
    lesion: id,
  });
}
