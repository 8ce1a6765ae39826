/**
 * In-plane pixel spacing that is probably in the wrong unit. Diameters in mm are pixels times spacing, so that a
 * spacing in cm makes a 35 mm lesion a 3.5 mm one: a false response.
 *
 * DeepLesion's spacing is 0.18-0.98 mm (Yan et al. 2018, doi:10.1117/1.JMI.5.3.036501). Among 791 patients of the
 * data set the largest ratio between two spacings of a patient is 2.44.
 */
import type { Vec3 } from "./lesion.js";

/** Limits of a plausible in-plane spacing, mm per pixel. */
const PLAUSIBLE_SPACING_MM = Object.freeze([0.15, 2] as const);

/** Spacings of a patient differ at most by this factor. */
const LARGEST_RATIO = 3;

/** True where a spacing along x or y is one of a CT image in mm. */
export const isPlausibleSpacing = (mm: number): boolean =>
  mm >= PLAUSIBLE_SPACING_MM[0] && mm <= PLAUSIBLE_SPACING_MM[1];

/** True where two spacings of a patient differ by more than a factor of 3, beyond rounding. */
export const spacingsDiffer = (smaller: number, larger: number): boolean =>
  larger > LARGEST_RATIO * smaller * (1 + 1e-9);

/** A lesion with the spacing of its slice. */
interface SpacedLesion {
  readonly row: number;
  readonly study: number;
  readonly spacingMm?: Vec3 | undefined;
}

/**
 * Returns the rows of one patient whose mm rest on an implausible spacing, each with a sentence that says why:
 * outside the plausible range, or more than 3 times that of another study or less than a third of it. Where two
 * studies differ, both rows are returned: the correct one is unknown. Lesions without spacing are left out. O(n).
 */
export function implausibleSpacings(lesions: readonly SpacedLesion[]): Map<number, string> {
  const sides = lesions.flatMap(({ row, study, spacingMm }) =>
    (spacingMm?.slice(0, 2) ?? []).map((mm): Side => ({ row, study, mm })),
  );
  const smallest = sides.reduce<Side | undefined>((a, b) => (a && a.mm <= b.mm ? a : b), undefined);
  const largest = sides.reduce<Side | undefined>((a, b) => (a && a.mm >= b.mm ? a : b), undefined);
  const reasons = new Map<number, string>();
  for (const side of sides) {
    const reason = outsideReason(side) ?? otherReason(side, smallest) ?? otherReason(side, largest);
    if (reason !== undefined && !reasons.has(side.row)) reasons.set(side.row, reason);
  }
  return reasons;
}

/** A spacing along x or y. */
interface Side {
  readonly row: number;
  readonly study: number;
  readonly mm: number;
}

function outsideReason({ study, mm }: Side): string | undefined {
  if (isPlausibleSpacing(mm)) return undefined;
  const [least, most] = PLAUSIBLE_SPACING_MM;
  return `pixel spacing ${mm} mm in study ${study}, outside ${least} to ${most} mm: is it in mm?`;
}

function otherReason({ study, mm }: Side, other: Side | undefined): string | undefined {
  if (other === undefined) return undefined;
  if (!spacingsDiffer(Math.min(mm, other.mm), Math.max(mm, other.mm))) return undefined;
  return `pixel spacing ${mm} mm in study ${study}, ${other.mm} mm in study ${other.study}: is it in mm?`;
}
