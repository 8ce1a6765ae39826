/**
 * Log-odds that two lesions are the same, feature by feature: natural logarithms, positive for "the same".
 * Differences between annotations of one lesion follow Student's t with 4 degrees of freedom, as an
 * annotation is now and then placed roughly; those between different lesions follow a normal distribution.
 */
import { ln } from "../../core/arithmetic.js";
import type { Vec3 } from "../../core/lesion.js";
import type { JointLocation, JointModel, LocationModel } from "./joint-model.js";
import {
  type LesionFeatures,
  meanSquareSize,
  positionDifference,
  relativeDistance,
  sizeDifference,
} from "./lesion-features.js";
import type { Offset } from "./offset.js";

/** Weighted log-odds by feature; 0 where a feature is missing in either lesion. */
export interface Evidence {
  readonly location: number;
  readonly size: number;
  readonly type: number;
  readonly appearance: number;
}

/** Logarithm of the density of t with 4 degrees of freedom over the normal one, both at 0: 3/8 √(2π). */
const AT_ZERO = ln(3 / 8) + ln(2 * Math.PI) / 2;

/**
 * Log-odds of a difference x: t with this variance against a normal with standard deviation d. The odds fall
 * with |x| to their minimum and stay there, because the tail of t is the longer one: a very large difference
 * is no weaker evidence than a large one.
 */
export function studentOdds(x: number, variance: number, d: number): number {
  const square = Math.min(x * x, Math.max(0, 5 * d * d - 4 * variance));
  const tail = 1 + square / (4 * variance);
  const fifth = tail * tail * tail * tail * tail;
  return AT_ZERO + square / (2 * d * d) - ln((fifth * variance) / (d * d)) / 2;
}

/**
 * The model's log-odds for differences between two lesions, each multiplied by its feature's weight; NaN where
 * a difference is missing. `meanSquare` is the mean square of the two long axes, mm².
 */
export class Odds {
  readonly #model: JointModel;
  readonly #location: LocationModel;
  /** Variances of a difference while the offset of the two studies is unknown. */
  readonly #free: Vec3;
  readonly #otherStart: number;
  readonly #duplicateOtherStart: number;
  readonly #sameType: number;
  readonly #otherType: number;

  constructor(model: JointModel, kind: JointLocation) {
    this.#model = model;
    this.#location = model.location[kind];
    const { same, shift, otherStart, duplicateOtherStart } = this.#location;
    const variance = (k: 0 | 1 | 2) => same[k] ** 2 + shift[k] ** 2;
    this.#free = [variance(0), variance(1), variance(2)];
    this.#otherStart = ln(otherStart);
    this.#duplicateOtherStart = ln(duplicateOtherStart);
    const { type, weights } = model;
    this.#sameType = weights.type * ln(type.same / type.different);
    this.#otherType = weights.type * ln((1 - type.same) / (1 - type.different));
  }

  /** Positions in two studies whose offset is unknown: it is a usual one, or a scan starts elsewhere. */
  freeLocation(x: number, y: number, z: number, meanSquare: number): number {
    const { different } = this.#location;
    const [vx, vy, vz] = this.#free;
    const inPlane =
      studentOdds(x, vx + this.#placement(0, meanSquare), different[0]) +
      studentOdds(y, vy + this.#placement(1, meanSquare), different[1]);
    const along = studentOdds(z, vz + this.#placement(2, meanSquare), different[2]);
    return this.#model.weights.location * (inPlane + Math.max(along, this.#otherStart));
  }

  /** Positions in two studies whose offset other lesions show; one of their series may start elsewhere along z. */
  location(
    x: number,
    y: number,
    z: number,
    meanSquare: number,
    offset: Offset,
    mayStartElsewhere: boolean,
  ): number {
    const { same, different } = this.#location;
    const along = (difference: number, k: 0 | 1 | 2): number =>
      studentOdds(
        difference - offset.mean[k]!,
        same[k] * same[k] + offset.variance[k]! + this.#placement(k, meanSquare),
        different[k],
      );
    const alongZ = mayStartElsewhere
      ? Math.max(along(z, 2), this.#duplicateOtherStart)
      : along(z, 2);
    return this.#model.weights.location * (along(x, 0) + along(y, 1) + alongZ);
  }

  /** Two lesions of one study as annotations of the same lesion, all features together. */
  duplicate(features: LesionFeatures, i: number, j: number): number {
    const [x, y, z] = positionDifference(features, i, j);
    const location = this.#duplicateLocation(x, y, z, meanSquareSize(features, i, j));
    const size = this.size(...sizeDifference(features, i, j), "duplicate");
    const type = this.type(features.type[i]!, features.type[j]!);
    const appearance = this.appearance(relativeDistance(features, i, j));
    return (location || 0) + (size || 0) + (type || 0) + (appearance || 0);
  }

  #duplicateLocation(x: number, y: number, z: number, meanSquare: number): number {
    const { duplicate, different } = this.#location;
    const along = (difference: number, k: 0 | 1 | 2): number =>
      studentOdds(difference, duplicate[k] ** 2 + this.#placement(k, meanSquare), different[k]);
    const alongZ = Math.max(along(z, 2), this.#duplicateOtherStart);
    return this.#model.weights.location * (along(x, 0) + along(y, 1) + alongZ);
  }

  /** Variance of a position that grows with the size of the lesion. */
  #placement(k: 0 | 1 | 2, meanSquare: number): number {
    return this.#location.perLongAxis[k] ** 2 * meanSquare;
  }

  /** Differences of ln long and ln short axis, of which one may be missing. */
  size(long: number, short: number, kind: "same" | "duplicate"): number {
    const { size, weights } = this.#model;
    const variance = size[kind] ** 2;
    const byLong = studentOdds(long, variance, size.different);
    const byShort = studentOdds(short, variance, size.different);
    if (Number.isNaN(byLong)) return weights.size * byShort;
    return weights.size * (Number.isNaN(byShort) ? byLong : byLong + byShort);
  }

  /** Types by index. */
  type(a: number, b: number): number {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
    return a === b ? this.#sameType : this.#otherType;
  }

  /** A distance of appearance vectors over the patient's usual distance of different lesions. */
  appearance(ratio: number): number {
    if (Number.isNaN(ratio)) return Number.NaN;
    const { same, different, deviation } = this.#model.appearance;
    const middle = (same + different) / 2;
    const slope = (different - same) / deviation ** 2;
    return this.#model.weights.appearance * slope * (middle - ln(Math.max(ratio, 0.05)));
  }
}
