/**
 * Lesions as vectors: one row per lesion, one column per feature value, multiplied by its weight. The
 * Euclidean distance of two rows is the distance of the two lesions.
 */

import type { Lesion } from "../core/lesion.js";
import { lesionList } from "../core/lesion-list.js";
import { resolveOptions } from "../core/options.js";
import { appearanceColumns } from "./appearance-columns.js";
import type { FeatureColumns } from "./feature-columns.js";
import {
  assertCompared,
  chosenFeatures,
  columnWeights,
  defaultFeatures,
  FEATURE_OPTIONS,
  FEATURES,
  type Feature,
  type FeatureOptions,
} from "./feature-options.js";
import { kindOfLocation, type LocationKind, locationColumns } from "./location.js";
import { sizeColumns } from "./size.js";
import { typeColumns } from "./type.js";

/** Lesions as rows of numbers. */
export interface FeatureMatrix {
  /**
   * n x d numbers row by row, weights applied. NaN in a column of `type` is an
   * unknown type, which adds nothing to a distance. No other column holds NaN.
   */
  readonly values: Float64Array;
  /** Number of lesions, n. */
  readonly rows: number;
  /** Names of the d columns. */
  readonly columns: readonly string[];
  /** The group of each column. */
  readonly groups: readonly Feature[];
  /** The factor of each column. */
  readonly weights: readonly number[];
  /** The kind of location, if the columns have one. */
  readonly location: LocationKind | undefined;
}

/**
 * The feature matrix of lesions, row i for lesion i. O(n x d) time and memory.
 *
 * Call it per patient: the kind of location is chosen for all lesions of the call together and never
 * mixed. No lesions give a matrix of no rows.
 *
 * @throws LesionGraphError UNKNOWN_FEATURE for an unknown group or weight, BAD_OPTION for a weight that is negative
 * or not finite, and for weights and `unitAppearance` of groups that are not chosen, MISSING_FEATURE where a lesion
 * lacks a chosen feature, VECTOR_LENGTH where appearance vectors differ in length, BAD_VALUE where they have a number
 * that is not finite, and for an unknown type.
 */
export function featureMatrix(
  givenLesions: readonly Lesion[],
  given?: Partial<FeatureOptions>,
): FeatureMatrix {
  const lesions = lesionList(givenLesions);
  const options = resolveOptions("featureMatrix", FEATURE_OPTIONS, given);
  const chosen = chosenFeatures(options.features ?? defaultFeatures(lesions), FEATURES);
  const location = options.location === "auto" ? kindOfLocation(lesions) : options.location;

  const parts = chosen.map((feature) => ({
    feature,
    columns: columnsOf(feature, lesions, location, options),
  }));
  const columns = parts.flatMap(({ columns }) => columns.names);
  const groups = parts.flatMap(({ feature, columns }) => columns.names.map(() => feature));
  const isKnown = lesions.length > 0;
  assertCompared(options, isKnown ? { groups: chosen, columns } : undefined);
  const weights = columnWeights(columns, groups, location, options.weights);
  return {
    values: interleave(
      parts.map(({ columns }) => columns),
      weights,
      lesions.length,
    ),
    rows: lesions.length,
    columns,
    groups,
    weights,
    location: chosen.includes("location") ? location : undefined,
  };
}

function columnsOf(
  feature: Feature,
  lesions: readonly Lesion[],
  location: LocationKind,
  { unitAppearance }: FeatureOptions,
): FeatureColumns {
  switch (feature) {
    case "location":
      return locationColumns(lesions, location);
    case "size":
      return sizeColumns(lesions);
    case "type":
      return typeColumns(lesions);
    case "appearance":
      return appearanceColumns(lesions, unitAppearance);
  }
}

/** Groups side by side in one matrix, every column times its weight. */
function interleave(
  parts: readonly FeatureColumns[],
  weights: readonly number[],
  rows: number,
): Float64Array {
  const width = weights.length;
  const values = new Float64Array(rows * width);
  let first = 0;
  for (const part of parts) {
    const own = part.names.length;
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < own; k++) {
        const weight = weights[first + k]!;
        values[i * width + first + k] = part.values[i * own + k]! * weight;
      }
    }
    first += own;
  }
  return values;
}
