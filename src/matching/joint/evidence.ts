/**
 * How strongly the features of two marks speak for one lesion: log-odds, natural logarithms, positive
 * for "the same". Differences between marks of one lesion follow Student's t with 4 degrees of freedom
 * (a mark is now and then placed roughly), those between different lesions a normal distribution.
 */
import { ln } from "../../core/arithmetic.js";
import type { Vec3 } from "../../core/lesion.js";
import type { LocationKind } from "../../features/location.js";
import type { JointModel, LocationModel } from "./model.js";
import type { Offset } from "./offset.js";

/** Weighted log-odds by feature; 0 where a feature is not known of both lesions. */
export interface Evidence {
  readonly location: number;
  readonly size: number;
  readonly type: number;
  readonly appearance: number;
}

/** Logarithm of the density of t with 4 degrees of freedom over the normal one, both at 0: 3/8 √(2π). */
const AT_ZERO = ln(3 / 8) + ln(2 * Math.PI) / 2;

/**
 * Log-odds of a difference x: t with this variance, against normal with standard deviation d. They fall
 * with |x| as far as the two densities let them (the tail of t is the longer one) and stay there: what
 * is very far is no more different than what is far.
 */
export function studentOdds(x: number, variance: number, d: number): number {
  const square = Math.min(x * x, Math.max(0, 5 * d * d - 4 * variance));
  const tail = 1 + square / (4 * variance);
  const fifth = tail * tail * tail * tail * tail;
  return AT_ZERO + square / (2 * d * d) - ln((fifth * variance) / (d * d)) / 2;
}

/** The model's log-odds for differences between two marks, every feature times its weight; NaN where a
 * difference is not known. */
export class Odds {
  readonly #model: JointModel;
  readonly #location: LocationModel;
  /** Variances of a difference when the offset of the two studies is not known. */
  readonly #free: Vec3;
  /** What z says where one of the scans starts elsewhere: nothing, at the price of assuming so. */
  readonly #otherStart: number;
  readonly #sameType: number;
  readonly #otherType: number;

  constructor(model: JointModel, kind: LocationKind) {
    this.#model = model;
    this.#location = model.location[kind];
    const { same, shift, otherStart } = this.#location;
    this.#free = [0, 1, 2].map((k) => same[k as 0] ** 2 + shift[k as 0] ** 2) as unknown as Vec3;
    this.#otherStart = ln(otherStart);
    const { type, weights } = model;
    this.#sameType = weights.type * ln(type.same / type.different);
    this.#otherType = weights.type * ln((1 - type.same) / (1 - type.different));
  }

  /** Places of two studies whose offset is not known: it may be usual, or that of another scan start. */
  freeLocation(x: number, y: number, z: number): number {
    const { different } = this.#location;
    const [vx, vy, vz] = this.#free;
    const inPlane = studentOdds(x, vx, different[0]) + studentOdds(y, vy, different[1]);
    const along = Math.max(studentOdds(z, vz, different[2]), this.#otherStart);
    return this.#model.weights.location * (inPlane + along);
  }

  /** Places of two studies when other lesions show their offset. */
  location(x: number, y: number, z: number, { mean, variance }: Offset): number {
    const { same, different } = this.#location;
    const along = (difference: number, k: 0 | 1 | 2): number =>
      studentOdds(difference - mean[k]!, same[k] * same[k] + variance[k]!, different[k]);
    return this.#model.weights.location * (along(x, 0) + along(y, 1) + along(z, 2));
  }

  /** Places in one study. */
  duplicateLocation(x: number, y: number, z: number): number {
    const { duplicate, different } = this.#location;
    const along = (difference: number, k: 0 | 1 | 2): number =>
      studentOdds(difference, duplicate[k] ** 2, different[k]);
    return this.#model.weights.location * (along(x, 0) + along(y, 1) + along(z, 2));
  }

  /** Differences of ln long and ln short axis; the one that is known where only one is. */
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
