/**
 * In-plane pixel spacing that is probably in the wrong unit. Diameters in mm are pixels times spacing, so that a
 * spacing in cm makes a 35 mm lesion a 3.5 mm one: a false response.
 *
 * DeepLesion's spacing is 0.18-0.98 mm (Yan et al. 2018, doi:10.1117/1.JMI.5.3.036501). Among 791 patients of the
 * data set the largest ratio between two spacings of a patient is 2.44.
 */
import type { Vec3 } from "./lesion.js";

/** Limits of a plausible in-plane spacing, mm per pixel. */
export const PLAUSIBLE_SPACING_MM = Object.freeze([0.15, 2] as const);

/** A patient's spacings differ at most by this factor. */
export const LARGEST_SPACING_RATIO = 3;

/** True where a spacing along x or y is one of a CT image in mm. */
export const isPlausibleSpacing = (mm: number): boolean =>
  mm >= PLAUSIBLE_SPACING_MM[0] && mm <= PLAUSIBLE_SPACING_MM[1];

/** A lesion with the spacing of its slice, as readers of DL_info.csv give it. */
export interface SpacedLesion {
  readonly row: number;
  readonly study: number;
  readonly spacingMm?: Vec3 | undefined;
}

/**
 * Returns the rows of one patient whose mm rest on a doubtful spacing, each with a sentence that says why: outside
 * the plausible range, or more than {@link LARGEST_SPACING_RATIO} times that of another study. Lesions without
 * spacing are not doubtful. O(n).
 */
export function doubtfulSpacings(lesions: readonly SpacedLesion[]): Map<number, string> {
  const doubts = new Map<number, string>();
  const spaced = lesions.flatMap(({ row, study, spacingMm }) =>
    spacingMm === undefined ? [] : [{ row, study, x: spacingMm[0], y: spacingMm[1] }],
  );
  const [fine] = [...spaced].sort((a, b) => a.x - b.x || a.study - b.study);
  const [coarse] = [...spaced].sort((a, b) => b.x - a.x || a.study - b.study);
  for (const { row, study, x, y } of spaced) {
    const other = coarse !== undefined && coarse.x > LARGEST_SPACING_RATIO * x ? coarse : fine;
    if (!isPlausibleSpacing(x) || !isPlausibleSpacing(y)) {
      doubts.set(row, `in-plane spacing ${x} x ${y} mm is not that of a CT image; is it in mm?`);
    } else if (other !== undefined && jumps(x, other.x)) {
      doubts.set(
        row,
        `in-plane spacing ${x} mm in study ${study} and ${other.x} mm in study ${other.study}: is it in mm?`,
      );
    }
  }
  return doubts;
}

const jumps = (a: number, b: number): boolean =>
  Math.max(a, b) > LARGEST_SPACING_RATIO * Math.min(a, b);
