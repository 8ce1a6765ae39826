/** Body regions by score. */
import { fail } from "../core/errors.js";

/** From head to feet. */
export const REGIONS = Object.freeze(["head/neck", "chest", "abdomen", "pelvis"] as const);
/** One of {@link REGIONS}. */
export type Region = (typeof REGIONS)[number];

/**
 * Lowest score of chest, abdomen and pelvis. Chest begins about at the tops of the lungs, abdomen at the dome
 * of the liver, pelvis at the iliac crests.
 */
export const REGION_LIMITS = Object.freeze([-9.5, -3.5, 4] as const);

/**
 * Returns the region of a score on the scale of the original regressor, which the shipped model has.
 *
 * @throws LesionGraphError BAD_VALUE for a score that is not finite.
 */
export function regionOf(score: number): Region {
  if (!Number.isFinite(score)) fail("BAD_VALUE", "a finite score", score);
  const [chest, abdomen, pelvis] = REGION_LIMITS;
  if (score < chest) return "head/neck";
  if (score < abdomen) return "chest";
  return score < pelvis ? "abdomen" : "pelvis";
}
