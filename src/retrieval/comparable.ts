/** The lesions that can be compared across patients, and the features to compare. */

import type { Lesion } from "../core/lesion.js";
import {
  chosenFeatures,
  defaultFeatures,
  FEATURES,
  type FeatureOptions,
} from "../features/feature-options.js";
import { hasNormalised } from "../features/location.js";

/** Lesions that the same features describe, and those that lack one of them. */
export interface Comparable<L extends Lesion> {
  readonly lesions: readonly L[];
  /** Lesions without a normalised location or without a short axis, where others have it and it is compared. */
  readonly leftOut: readonly L[];
  /** The options with features and kind of location chosen for these lesions. */
  readonly options: FeatureOptions;
}

/**
 * Chooses the lesions of many patients that can be compared. Where `location: "auto"` compares locations and any
 * lesion has a normalised one, lesions without it are left out; otherwise the physical location is used, which is
 * relative to each image and says little across patients. Where sizes are compared and any lesion has a short
 * axis, lesions without it are left out. One incomplete row thus never changes other results. O(n).
 *
 * @throws LesionGraphError UNKNOWN_FEATURE, BAD_OPTION for invalid features.
 */
export function comparable<L extends Lesion>(
  lesions: readonly L[],
  options: FeatureOptions,
): Comparable<L> {
  const features = chosenFeatures(options.features ?? defaultFeatures(lesions), FEATURES);
  const normalised =
    options.location === "auto" && features.includes("location") && lesions.some(hasNormalised);
  const short = features.includes("size") && lesions.some(hasShortAxis);
  const isComplete = (lesion: L): boolean =>
    (!normalised || hasNormalised(lesion)) && (!short || hasShortAxis(lesion));
  return {
    lesions: lesions.filter(isComplete),
    leftOut: lesions.filter((lesion) => !isComplete(lesion)),
    options: { ...options, features, ...(normalised && { location: "normalised" as const }) },
  };
}

const hasShortAxis = ({ shortAxisMm }: Lesion): boolean => shortAxisMm !== undefined;
