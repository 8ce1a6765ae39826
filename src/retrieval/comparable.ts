/** The lesions that can be compared across patients, and the features to compare. */

import type { Lesion } from "../core/lesion.js";
import { hasNormalised } from "../features/location.js";
import { chosenFeatures, defaultFeatures, type FeatureOptions } from "../features/matrix.js";

/** Lesions with a location on one scale, and the number of lesions without. */
export interface Comparable<L extends Lesion> {
  readonly lesions: readonly L[];
  /** Lesions without a normalised location, if others have one and location is compared. */
  readonly leftOut: readonly L[];
  /** The options with features and kind of location chosen for these lesions. */
  readonly options: FeatureOptions;
}

/**
 * Resolves `location: "auto"` for lesions of many patients. If any lesion has a normalised location, it is used
 * and lesions without it are left out. Otherwise the physical location is used, which is relative to each image
 * and says little across patients. One row without a location thus never changes other results. O(n).
 *
 * @throws LesionGraphError UNKNOWN_FEATURE, BAD_OPTION for invalid features.
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
