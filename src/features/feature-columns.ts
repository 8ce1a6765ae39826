/** The columns of a feature group before weighting. */
import { fault, type LesionGraphError, placeOf } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";

/** n x names.length numbers, row by row. */
export interface FeatureColumns {
  readonly names: readonly string[];
  readonly values: Float64Array;
}

/** Columns computed by a function of the lesion. */
export function columnsFrom(
  names: readonly string[],
  lesions: readonly Lesion[],
  numbersOf: (lesion: Lesion) => ArrayLike<number>,
): FeatureColumns {
  const values = new Float64Array(lesions.length * names.length);
  lesions.forEach((lesion, i) => {
    values.set(numbersOf(lesion), i * names.length);
  });
  return { names, values };
}

/** The error for a lesion without the data of a feature. */
export const missingFeature = (
  lesion: Lesion,
  expected: string,
  remedy: string,
): LesionGraphError =>
  fault("MISSING_FEATURE", expected, undefined, { remedy, ...placeOf(lesion) });
