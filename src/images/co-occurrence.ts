/**
 * Texture by grey level co-occurrence (GLCM) as defined by the Image Biomarker Standardisation
 * Initiative (IBSI reference manual, section 3.6; Zwanenburg et al., Radiology 2020, doi
 * 10.1148/radiol.2020191145; after Haralick et al. 1973, doi 10.1109/TSMC.1973.4309314): neighbours at
 * distance 1 along the four directions of a slice, every pair counted from both ends.
 */

import { fail, fault, type LesionGraphError } from "../core/errors.js";
import { assertFinite, assertOneOf, assertPositive } from "../core/option-checks.js";
import { assertNumbers, assertShape } from "../core/shape.js";
import { type CoOccurrence, featuresOf, meanOfFeatures } from "./co-occurrence-features.js";

/** Grey levels of a region. */
export interface GreyLevels {
  readonly width: number;
  readonly height: number;
  /** width x height levels from 1 to `count`; 0 is outside the region. */
  readonly levels: Uint16Array;
  /** Number of grey levels, N_g, 1 to 4096. */
  readonly count: number;
}

/** Largest number of grey levels: the matrix has to fit into memory. */
const MOST_LEVELS = 4096;

/** Aggregation of the four directions: one matrix of all pairs, or the mean of the features. */
export type Aggregation = "merged" | "averaged";

/** Right, right and down, down, left and down. */
const DIRECTIONS = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
] as const;

/**
 * The co-occurrence features of a region: IBSI's "2D, slice-merged" (`merged`, SUJT) or "2D, averaged"
 * (`averaged`, BTW3) for a single slice. O(pixels + count²).
 *
 * @throws LesionGraphError BAD_VALUE where no two pixels of the region touch (in some direction, for
 * `averaged`), a level lies beyond `count`, `count` is not 1 to 4096, or the levels are not width x height.
 */
export function coOccurrence(
  region: GreyLevels,
  aggregation: Aggregation = "merged",
): CoOccurrence {
  assertShape(region, "grey levels, as fixedBinSize returns them, with width and height", []);
  const { width, height, levels, count } = region;
  assertNumbers(levels, "levels as a Uint16Array");
  assertOneOf("aggregation", aggregation, ["merged", "averaged"]);
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= MOST_LEVELS)) {
    throw badRegion(`1 to ${MOST_LEVELS} grey levels`, count);
  }
  if (levels.length !== width * height) {
    throw badRegion(`${width} x ${height} levels`, levels.length);
  }
  if (aggregation === "merged") return featuresOf(matrix(region, DIRECTIONS), region.count);
  const all = DIRECTIONS.map((direction) => featuresOf(matrix(region, [direction]), region.count));
  return meanOfFeatures(all);
}

/**
 * Grey levels of fixed width > 0: level 1 begins at `from`, what lies below is level 1 too. Where `inside` is
 * 0 the level is 0 and the value is not looked at; nothing inside gives a `count` of 0. O(n).
 *
 * @throws LesionGraphError BAD_OPTION for a width that is not > 0, a beginning that is not finite, or more
 * than 4096 levels; BAD_VALUE for a value inside that is not finite, or where `values` and `inside` differ in length.
 */
export function fixedBinSize(
  values: ArrayLike<number>,
  inside: ArrayLike<number>,
  bins: { readonly from: number; readonly size: number },
): { levels: Uint16Array; count: number } {
  assertNumbers(values, "values as an array of numbers");
  assertNumbers(inside, "inside as an array of numbers");
  assertShape(bins, "bins { from, size }", []);
  const { from, size } = bins;
  assertPositive("size", size);
  assertFinite("from", from);
  if (values.length !== inside.length) {
    throw badRegion(`as many values as places (${inside.length})`, values.length);
  }
  const levels = new Uint16Array(values.length);
  let count = 0;
  for (let i = 0; i < levels.length; i++) {
    if (inside[i] === 0) continue;
    const value = values[i]!;
    if (!Number.isFinite(value)) throw badRegion("finite values", value);
    const level = Math.max(1, Math.floor((value - from) / size) + 1);
    if (level > MOST_LEVELS) {
      fail(
        "BAD_OPTION",
        `at most ${MOST_LEVELS} grey levels`,
        `level ${level} for ${value}, of ${size} each from ${from}`,
        { remedy: "make the levels wider" },
      );
    }
    levels[i] = level;
    count = Math.max(count, level);
  }
  return { levels, count };
}

/** Joint probabilities, count x count, symmetric. */
function matrix(
  { width, height, levels, count }: GreyLevels,
  directions: readonly (readonly [number, number])[],
): Float64Array {
  const joint = new Float64Array(count * count);
  let total = 0;
  for (const [dx, dy] of directions) {
    for (let y = 0; y < height - dy; y++) {
      for (let x = Math.max(0, -dx); x < width - Math.max(0, dx); x++) {
        const a = levels[y * width + x]!;
        const b = levels[(y + dy) * width + x + dx]!;
        if (a === 0 || b === 0) continue;
        if (a > count || b > count) throw badRegion("grey levels from 1 to count", Math.max(a, b));
        const ab = (a - 1) * count + b - 1;
        const ba = (b - 1) * count + a - 1;
        joint[ab] = joint[ab]! + 1;
        joint[ba] = joint[ba]! + 1;
        total += 2;
      }
    }
  }
  if (total === 0) throw badRegion("a region with neighbouring pixels", "none");
  for (let i = 0; i < joint.length; i++) joint[i] = joint[i]! / total;
  return joint;
}

const badRegion = (expected: string, received: unknown): LesionGraphError =>
  fault("BAD_VALUE", expected, received);
