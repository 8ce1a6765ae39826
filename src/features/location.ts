/** Location of a lesion: relative position in the body, or mm in the image. */
import type { Lesion, Vec3 } from "../core/lesion.js";
import { columnsFrom, type FeatureColumns, missingFeature } from "./feature-columns.js";

/** Relative position in the body (0-1), or mm from the image centre and along the table. */
export type LocationKind = "normalised" | "physical";

/** Whether the relative position of a lesion is known. */
export const hasNormalised = ({ location }: Lesion): boolean =>
  location?.every(Number.isFinite) === true;

/** Normalised if every lesion has it, else physical for all of them. */
export const kindOfLocation = (lesions: readonly Lesion[]): LocationKind =>
  lesions.every(hasNormalised) ? "normalised" : "physical";

const KINDS = {
  normalised: {
    names: ["x", "y", "z"],
    of: (lesion: Lesion): Vec3 | undefined => lesion.location,
    expected: "a normalised location",
    remedy: 'use the physical location (`location: "physical"`) or drop the feature "location"',
  },
  physical: {
    names: ["xMm", "yMm", "zMm"],
    of: (lesion: Lesion): Vec3 | undefined => lesion.centreMm,
    expected: "a location, normalised or in mm",
    remedy: 'drop the feature "location" or give centreMm',
  },
} as const;

/** Three columns: x, y, z or xMm, yMm, zMm. */
export function locationColumns(lesions: readonly Lesion[], kind: LocationKind): FeatureColumns {
  const { names, of, expected, remedy } = KINDS[kind];
  return columnsFrom(names, lesions, (lesion) => {
    const place = of(lesion);
    if (place?.every(Number.isFinite)) return place;
    throw missingFeature(lesion, expected, remedy);
  });
}
