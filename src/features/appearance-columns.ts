/** Appearance vectors of lesions, for example embeddings of image patches. */
import { fail, placeOf } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { type FeatureColumns, missingFeature } from "./feature-columns.js";

/** One column per dimension: v1, v2, …; with `unit`, every vector is scaled to length 1. */
export function appearanceColumns(lesions: readonly Lesion[], unit: boolean): FeatureColumns {
  const vectors = appearanceVectors(lesions);
  const dimensions = vectors[0]?.length ?? 0;
  const names = Array.from({ length: dimensions }, (_, i) => `v${i + 1}`);
  const values = new Float64Array(lesions.length * dimensions);
  lesions.forEach((lesion, i) => {
    const vector = vectors[i] as ArrayLike<number>;
    const scale = unit ? unitScale(lesion, vector) : 1;
    for (let k = 0; k < dimensions; k++) {
      values[i * dimensions + k] = vector[k]! * scale;
    }
  });
  return { names, values };
}

/**
 * The vectors of lesions that all have one.
 *
 * @throws LesionGraphError MISSING_FEATURE, VECTOR_LENGTH, BAD_VALUE where a number is not finite.
 */
export function appearanceVectors(lesions: readonly Lesion[]): ArrayLike<number>[] {
  const dimensions = lesions[0]?.vector?.length ?? 0;
  return lesions.map((lesion) => checked(lesion, dimensions));
}

/** Squared distances of weighted vectors stay finite. */
const LARGEST_COMPONENT = 1e100;

function checked(lesion: Lesion, dimensions: number): ArrayLike<number> {
  const { vector } = lesion;
  if (vector === undefined) {
    throw missingFeature(
      lesion,
      "an appearance vector",
      'join vectors to the table, or drop the feature "appearance"',
    );
  }
  if (vector.length !== dimensions) {
    const expected = `vectors of one length (${dimensions})`;
    fail("VECTOR_LENGTH", expected, vector.length, placeOf(lesion));
  }
  for (let k = 0; k < dimensions; k++) {
    if (Math.abs(vector[k]!) <= LARGEST_COMPONENT) continue;
    fail("BAD_VALUE", `a vector of finite numbers up to ${LARGEST_COMPONENT}`, vector[k], {
      ...placeOf(lesion),
      column: `v${k + 1}`,
    });
  }
  return vector;
}

function unitScale(lesion: Lesion, vector: ArrayLike<number>): number {
  let squares = 0;
  for (let k = 0; k < vector.length; k++) squares += vector[k]! ** 2;
  const scale = 1 / Math.sqrt(squares);
  if (Number.isFinite(scale)) return scale;
  throw missingFeature(
    lesion,
    "an appearance vector with a finite length above 0",
    "a vector of zeros cannot be scaled to length 1; set unitAppearance to false",
  );
}
