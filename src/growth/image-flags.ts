/** Flags that come from slices, pixels and positions in the image. */
import type { Lesion } from "../core/lesion.js";
import { PHYSICAL_WEIGHT } from "../features/matrix.js";
import type { Sequence } from "../matching/result.js";
import { atLeast } from "./changes.js";
import type { Flag } from "./flag-kinds.js";
import type { Measurement, SlicedLesion } from "./sequence-measurements.js";

/** Range of in-plane pixel spacings of body CT in mm, and the largest ratio within a patient. */
const SMALLEST_PIXEL_MM = 0.2;
const LARGEST_PIXEL_MM = 2;
const LARGEST_PIXEL_RATIO = 3;

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
  const extremes = extremesOf(known);
  if (extremes === undefined || extremes.largest.mm <= 2 * extremes.smallest.mm) return thick;
  const { smallest, largest } = extremes;
  const message = `slices ${smallest.mm} mm apart in study ${smallest.study}, ${largest.mm} mm in study ${largest.study}`;
  return [...thick, { kind: "spacing", rows: [smallest.row, largest.row], message }];
}

/**
 * Flags in-plane pixel spacings outside 0.2 to 2 mm, and spacings of one patient that differ by more than 3
 * times: either is usually a wrong unit, and scales the diameters by the same factor. O(lesions).
 *
 * @param patientPixelsMm the smallest and largest in-plane spacing of the patient
 */
export function pixelSpacingFlags(
  { lesions }: Sequence,
  patientPixelsMm: PixelRange | undefined,
): Flag[] {
  if (patientPixelsMm === undefined) return [];
  const { smallest, largest } = patientPixelsMm;
  const differs = !atLeast(LARGEST_PIXEL_RATIO * smallest.mm, largest.mm);
  return lesions.flatMap(({ row, study, spacingMm }: SlicedLesion): Flag[] => {
    if (spacingMm === undefined) return [];
    const [x, y] = spacingMm;
    const outside = [x, y].find((mm) => mm < SMALLEST_PIXEL_MM || mm > LARGEST_PIXEL_MM);
    if (outside !== undefined) {
      const message = `pixel spacing ${outside} mm in study ${study}, outside ${SMALLEST_PIXEL_MM} to ${LARGEST_PIXEL_MM} mm`;
      return [{ kind: "pixelSpacing", rows: [row], message }];
    }
    if (!differs) return [];
    const message = `pixel spacing ${x} mm in study ${study}; the patient's spacings range from ${smallest.mm} mm (study ${smallest.study}) to ${largest.mm} mm (study ${largest.study})`;
    return [{ kind: "pixelSpacing", rows: [row], message }];
  });
}

/** The smallest and largest in-plane pixel spacing of a patient, with their studies. */
export interface PixelRange {
  readonly smallest: { readonly mm: number; readonly study: number };
  readonly largest: { readonly mm: number; readonly study: number };
}

/** Returns the range of in-plane pixel spacings of all lesions; none where no spacing is known. O(lesions). */
export const pixelRangeOf = (sequences: readonly Sequence[]): PixelRange | undefined =>
  extremesOf(
    sequences.flatMap(({ lesions }) =>
      lesions.flatMap(({ study, spacingMm }: SlicedLesion) =>
        spacingMm === undefined
          ? []
          : [
              { mm: spacingMm[0], study },
              { mm: spacingMm[1], study },
            ],
      ),
    ),
  );

/** The items with the smallest and the largest mm, of equals the first. */
function extremesOf<T extends { readonly mm: number }>(
  items: readonly T[],
): { smallest: T; largest: T } | undefined {
  let [smallest, largest] = [items[0], items[0]];
  for (const item of items) {
    if (smallest === undefined || item.mm < smallest.mm) smallest = item;
    if (largest === undefined || item.mm > largest.mm) largest = item;
  }
  return smallest === undefined || largest === undefined ? undefined : { smallest, largest };
}
