/** Flags that come from slices, pixels and positions in the image. */
import { greatest, least } from "d3-array";
import type { Lesion } from "../core/lesion.js";
import { PHYSICAL_WEIGHT } from "../features/feature-options.js";
import type { Sequence } from "../matching/result.js";
import type { Flag } from "./growth-result.js";
import type { Measurement, SlicedLesion } from "./sequence-measurements.js";

/** Flags annotations on both sides of the midline, each further from it than the margin. O(lesions). */
export function sideFlags({ lesions }: Sequence, margin: number): Flag[] {
  const sided = lesions.flatMap((lesion) => {
    const x = offsetFromMidline(lesion);
    return x === undefined ? [] : [{ lesion, x }];
  });
  const low = sided.find(({ x }) => x < -margin);
  const high = sided.find(({ x }) => x > margin);
  if (low === undefined || high === undefined) return [];
  const both = low.lesion.study <= high.lesion.study ? [low, high] : [high, low];
  const parts = both.map(
    ({ lesion, x }) =>
      `${x < 0 ? "left" : "right"} of the image midline in study ${lesion.study} (${x.toFixed(2)})`,
  );
  return [{ kind: "side", rows: both.map(({ lesion }) => lesion.row), message: parts.join(", ") }];
}

/** Distance from the midline along x, as a fraction of the body width (600 mm where only mm are known). */
function offsetFromMidline({ location, centreMm }: Lesion): number | undefined {
  if (location !== undefined) return location[0] - 0.5;
  return centreMm === undefined ? undefined : centreMm[0] * PHYSICAL_WEIGHT;
}

/** Flags key slices outside the slice range of their row. O(lesions). */
export const sliceFlags = ({ lesions }: Sequence): Flag[] =>
  lesions.flatMap(({ keySlice, sliceRange, row }: SlicedLesion): Flag[] => {
    if (keySlice === undefined || sliceRange === undefined) return [];
    const [first, last] = sliceRange;
    if (keySlice >= first && keySlice <= last) return [];
    const message = `key slice ${keySlice} is outside slices ${first} to ${last}`;
    return [{ kind: "slice", rows: [row], message }];
  });

/** Flags slices too thick for the lesion, and slice distances that differ by more than 2 times. O(studies). */
export function sliceSpacingFlags(measurements: readonly Measurement[]): Flag[] {
  const known = measurements.flatMap(({ row, study, longAxisMm, sliceDistanceMm: mm }) =>
    row === undefined || mm === undefined ? [] : [{ row, study, longAxisMm, mm }],
  );
  const thick = known.flatMap(({ row, study, longAxisMm, mm }): Flag[] => {
    if (longAxisMm === undefined || mm <= 5 || longAxisMm >= 2 * mm) return [];
    const message = `${longAxisMm.toFixed(1)} mm on slices ${mm} mm apart in study ${study}: less than two slices`;
    return [{ kind: "spacing", rows: [row], message }];
  });
  // Of equals the first.
  const [smallest, largest] = [least(known, ({ mm }) => mm), greatest(known, ({ mm }) => mm)];
  if (smallest === undefined || largest === undefined || largest.mm <= 2 * smallest.mm)
    return thick;
  const message = `slices ${smallest.mm} mm apart in study ${smallest.study}, ${largest.mm} mm in study ${largest.study}`;
  return [...thick, { kind: "spacing", rows: [smallest.row, largest.row], message }];
}

/**
 * Flags lesions with an implausible in-plane pixel spacing, usually one in a wrong unit: it scales the diameters by
 * the same factor. O(lesions).
 *
 * @param reasons the implausible spacings of the patient, from {@link implausibleSpacings}
 */
export const pixelSpacingFlags = (
  { lesions }: Sequence,
  reasons: ReadonlyMap<number, string>,
): Flag[] =>
  lesions.flatMap(({ row }): Flag[] => {
    const message = reasons.get(row);
    return message === undefined ? [] : [{ kind: "pixelSpacing", rows: [row], message }];
  });
