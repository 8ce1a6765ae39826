/** Appearance as vectors for matching and retrieval. */
import { fail } from "../core/errors.js";
import { assertShape } from "../core/shape.js";
import type { Appearance } from "./appearance-features.js";

/**
 * The numbers of an appearance that make its vector, each with the scale that brings it to about 1:
 * standard deviations over the lesions of 15 real DeepLesion slices (liver and abdomen, portal venous
 * phase), rounded. Size is left out, for it is a feature of its own.
 */
const PARTS = [
  ["inside mean", 15, (a: Appearance) => a.inside.mean],
  ["inside standard deviation", 10, (a: Appearance) => Math.sqrt(a.inside.variance)],
  ["inside skewness", 0.5, (a: Appearance) => a.inside.skewness],
  ["around mean", 30, (a: Appearance) => a.around.mean],
  ["around standard deviation", 45, (a: Appearance) => Math.sqrt(a.around.variance)],
  ["margin contrast", 25, (a: Appearance) => a.marginContrast],
  ["margin sharpness", 7.5, (a: Appearance) => a.marginSharpness],
  ["texture joint entropy", 0.55, (a: Appearance) => a.texture.jointEntropy],
  ["texture inverse difference moment", 0.07, (a: Appearance) => a.texture.inverseDifferenceMoment],
  ["texture dissimilarity", 0.2, (a: Appearance) => a.texture.dissimilarity],
  ["axis ratio", 0.055, (a: Appearance) => a.axisRatio],
] as const;

/**
 * How far two unrelated lesions are apart of the kind that the scales come from, in liver and abdomen; a lung nodule
 * or a bone lesion is about ten times as far from them, mostly by its HU. With a weight of 1 this is the most that
 * did no harm to matching on simulated lesions, whether they kept their look or not, with thresholds chosen again for
 * every weight (docs/images.md).
 */
const UNRELATED = 0.02;

/** Names of the columns of {@link appearanceVector}. */
export const APPEARANCE_COLUMNS: readonly string[] = Object.freeze(PARTS.map(([name]) => name));

/**
 * A lesion's appearance as a vector (columns {@link APPEARANCE_COLUMNS}), each number in units of its
 * usual spread and the whole scaled so that two unrelated lesions of liver and abdomen are about 0.02
 * apart, on the scale on which a tenth of the body is 0.1; lesions of different tissues are farther apart.
 *
 * @throws LesionGraphError MISSING_FEATURE where one of the numbers is not known (a lesion whose pixels
 * all have the same HU).
 */
export function appearanceVector(appearance: Appearance): Float64Array {
  assertShape(appearance, "an appearance, as appearanceOf returns it", [
    "inside",
    "around",
    "texture",
  ]);
  const unit = UNRELATED / Math.sqrt(2 * PARTS.length);
  return Float64Array.from(PARTS, ([name, scale, of]) => {
    const value = of(appearance);
    if (value !== undefined) return (value / scale) * unit;
    fail(
      "MISSING_FEATURE",
      `the ${name} of a lesion`,
      "a lesion whose pixels all have the same HU",
    );
  });
}
