/** Which lesions can be compared across patients, and by which features. */

import type { Lesion } from "../core/lesion.js";
import { hasNormalised } from "../features/location.js";
import { chosenFeatures, defaultFeatures, type FeatureOptions } from "../features/matrix.js";

/** Lesions that have a place on one scale, and those that have none. */
export interface Comparable<L extends Lesion> {
  readonly lesions: readonly L[];
  /** Lesions without a normalised location, where others have one and location is asked for. */
  readonly leftOut: readonly L[];
  /** The options with features and kind of location chosen for these lesions. */
  readonly options: FeatureOptions;
}

/**
 * Settles `location: "auto"` for lesions of many patients: the normalised one where any lesion has it, and
 * lesions without it are left out; the physical one, which is relative to each image and means little
 * across patients, only where no lesion has a normalised one. So one row without a location never
 * changes what is found for the others. O(n).
 *
 * @throws LesionGraphError UNKNOWN_FEATURE, BAD_OPTION for features that are none.
 */
export function comparable<L extends Lesion>(
  lesions: readonly L[],
  options: FeatureOptions,
): Comparable<L> {
  const features = chosenFeatures(options.features ?? defaultFeatures(lesions));
  const settled = { ...options, features };
  if (options.location !== "auto" || !features.includes("location")) {
    return { lesions, leftOut: [], options: settled };
  }
  const withPlace = lesions.filter(hasNormalised);
  if (withPlace.length === 0) return { lesions, leftOut: [], options: settled };
  return {
    lesions: withPlace,
    leftOut: lesions.filter((lesion) => !hasNormalised(lesion)),
    options: { ...settled, location: "normalised" },
  };
}
