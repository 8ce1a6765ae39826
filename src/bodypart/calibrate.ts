/** From a slice's score to DeepLesion's z: a line with its errors. */
import { fail } from "../core/errors.js";
import { assertNumbers, assertShape, assertShapes } from "../core/shape.js";
import type { CtSlice } from "../images/slice.js";
import { sliceFeatures } from "./features.js";
import {
  type BodyPartModel,
  type Calibration,
  DEEPLESION_Z,
  ensembleScore,
  openedModel,
} from "./model.js";
import { REGION_LIMITS, REGIONS, type Region } from "./region.js";

/** A z in DeepLesion's scale, 0 at the head and 1 at the feet, with its standard error. */
export interface CalibratedZ {
  readonly z: number;
  readonly zStandardError: number;
}

/** A slice of known z. */
export interface SliceWithZ {
  readonly slice: CtSlice;
  /** Side of a pixel in mm. */
  readonly pixelMm: number;
  readonly z: number;
}

/** Fewest slices that give a line and its error. */
const FEWEST = 3;

/**
 * Returns the model with its line from score to z fitted to slices of known z by least squares. Slices with
 * too little body are left out. Slices that cover a short piece of the body give a poor slope, which the
 * standard errors then say. O(slices x pixels).
 *
 * @throws LesionGraphError BAD_VALUE for fewer than 3 slices that can be scored, for scores that are all the
 * same, and where z does not rise with the score.
 *
 * @example
 * const calibrated = calibrate(model, [
 *   { slice: first, pixelMm: 0.8, z: 0.41 },
 *   { slice: second, pixelMm: 0.8, z: 0.52 },
 *   { slice: third, pixelMm: 0.8, z: 0.66 },
 * ]);
 */
export function calibrate(model: BodyPartModel, slices: readonly SliceWithZ[]): BodyPartModel {
  const opened = openedModel(model);
  assertShapes(slices, "slices of known z", ["slice", "pixelMm", "z"]);
  const pairs = [...slices].flatMap(({ slice, pixelMm, z }) => {
    const features = sliceFeatures(slice, pixelMm);
    return features === undefined ? [] : [{ score: ensembleScore(opened, features.values), z }];
  });
  return { ...model, calibration: fitCalibration(pairs) };
}

/**
 * Returns the least-squares line of z in the score. O(n).
 *
 * @throws LesionGraphError as {@link calibrate}.
 */
export function fitCalibration(
  pairs: readonly { readonly score: number; readonly z: number }[],
): Calibration {
  assertShapes(pairs, "scores of known z", ["score", "z"]);
  const count = pairs.length;
  if (count < FEWEST) fail("BAD_VALUE", `at least ${FEWEST} slices of known z`, count);
  const odd = pairs.find(({ score, z }) => !Number.isFinite(score) || !Number.isFinite(z));
  if (odd !== undefined) fail("BAD_VALUE", "finite scores and z", [odd.score, odd.z]);
  const meanScore = pairs.reduce((sum, { score }) => sum + score, 0) / count;
  const meanZ = pairs.reduce((sum, { z }) => sum + z, 0) / count;
  let [scoreSquares, products] = [0, 0];
  for (const { score, z } of pairs) {
    scoreSquares += (score - meanScore) * (score - meanScore);
    products += (score - meanScore) * (z - meanZ);
  }
  if (!(scoreSquares > 0)) fail("BAD_VALUE", "slices of different scores", meanScore);
  const slope = products / scoreSquares;
  if (!(slope > 0)) fail("BAD_VALUE", "z that rises with the score", slope);
  const intercept = meanZ - slope * meanScore;
  let squares = 0;
  for (const { score, z } of pairs) squares += (z - intercept - slope * score) ** 2;
  const residualError = Math.sqrt(squares / (count - 2));
  return { intercept, slope, curvature: [0, 0], residualError, count, meanScore, scoreSquares };
}

/**
 * Returns the z of a score, with the standard error of a prediction: scatter about the curve and uncertainty
 * of a fitted line.
 *
 * @throws LesionGraphError BAD_VALUE for a score or calibration that is not finite.
 */
export function zOfScore(calibration: Calibration, score: number): CalibratedZ {
  const expected = "a calibration, as fitCalibration returns it";
  assertShape(calibration, expected, ["intercept", "slope", "curvature"]);
  const { intercept, slope, curvature, residualError, count, meanScore, scoreSquares } =
    calibration;
  assertNumbers(curvature, expected, 2);
  const [square, cube] = curvature;
  const ofLine = count === 0 ? 0 : 1 / count + (score - meanScore) ** 2 / scoreSquares;
  const z = intercept + score * (slope + score * (square + score * cube));
  const zStandardError = residualError * Math.sqrt(1 + ofLine);
  if (Number.isFinite(score) && Number.isFinite(z + zStandardError)) return { z, zStandardError };
  fail("BAD_VALUE", "a finite score, and a calibration of finite numbers", score);
}

const [, ...LATER_REGIONS] = REGIONS;
const Z_LIMITS = REGION_LIMITS.map((limit) => zOfScore(DEEPLESION_Z, limit).z);

/** The region of a z of DeepLesion. */
export const regionOfZ = (z: number): Region =>
  LATER_REGIONS.filter((_, i) => z >= Z_LIMITS[i]!).at(-1) ?? "head/neck";
