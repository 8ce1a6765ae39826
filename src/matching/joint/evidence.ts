/**
 * Log-odds that two lesions are the same, feature by feature: natural logarithms, positive for "the same".
 * Differences between annotations of one lesion follow Student's t with 4 degrees of freedom, as an
 * annotation is now and then placed roughly; those between different lesions follow a normal distribution.
 */
import { ln } from "../../core/arithmetic.js";
import type { Offset } from "./consensus.js";
import type { JointFeature, JointLocation, JointModel } from "./joint-model.js";
import { type LesionFeatures, meanSquareSize, relativeDistance } from "./lesion-features.js";

/** Weighted log-odds by feature; 0 where a feature is missing in either lesion. */
export type Evidence = Readonly<Record<JointFeature, number>>;

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

/** Differences of positions, column by column: of a number of pairs, or of all pairs of two studies. */
export interface Differences {
  /** Along x, y and z; NaN where missing. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Mean squares of the two long axes, mm². */
  readonly meanSquare: Float64Array;
}

/**
 * The model's log-odds for differences between two lesions, each multiplied by its feature's weight; NaN where
 * a difference is missing. Columns and an index are passed instead of numbers, which engines would box.
 */
export class Odds {
  readonly #model: JointModel;
  /** Variances of a difference along x, y and z: of one lesion, if the offset of its studies is known or not. */
  readonly #same: Float64Array;
  readonly #free: Float64Array;
  /** Of duplicates. */
  readonly #duplicate: Float64Array;
  /** What a mm² of `meanSquare` adds to the variance. */
  readonly #placement: Float64Array;
  /** Standard deviations of different lesions. */
  readonly #different: Float64Array;
  readonly #otherStart: number;
  readonly #duplicateOtherStart: number;
  readonly #sameType: number;
  readonly #otherType: number;

  /** The log-odds of a model and a location: the same object for every patient. */
  static of(model: JointModel, kind: JointLocation): Odds {
    const known = ODDS.get(model) ?? new Map<JointLocation, Odds>();
    ODDS.set(model, known);
    const odds = known.get(kind) ?? new Odds(model, kind);
    known.set(kind, odds);
    return odds;
  }

  constructor(model: JointModel, kind: JointLocation) {
    this.#model = model;
    const { same, shift, duplicate, perLongAxis, different, ...starts } = model.location[kind];
    this.#same = Float64Array.from(same, square);
    this.#free = Float64Array.from(shift, (value, k) => this.#same[k]! + square(value));
    this.#duplicate = Float64Array.from(duplicate, square);
    this.#placement = Float64Array.from(perLongAxis, square);
    this.#different = Float64Array.from(different);
    this.#otherStart = ln(starts.otherStart);
    this.#duplicateOtherStart = ln(starts.duplicateOtherStart);
    const { type, weights } = model;
    this.#sameType = weights.type * ln(type.same / type.different);
    this.#otherType = weights.type * ln((1 - type.same) / (1 - type.different));
  }

  /** Positions in two studies whose offset is unknown: it is a usual one, or a scan starts elsewhere. */
  freeLocation({ x, y, z, meanSquare }: Differences, pair: number): number {
    const own = meanSquare[pair]!;
    const along = (difference: number, k: 0 | 1 | 2): number =>
      studentOdds(difference, this.#free[k]! + this.#placement[k]! * own, this.#different[k]!);
    const inPlane = along(x[pair]!, 0) + along(y[pair]!, 1);
    return (
      this.#model.weights.location * (inPlane + Math.max(along(z[pair]!, 2), this.#otherStart))
    );
  }

  /** Positions in two studies whose offset other lesions show; one of their series may start elsewhere along z. */
  location(
    { x, y, z, meanSquare }: Differences,
    pair: number,
    { mean, variance }: Offset,
    mayStartElsewhere: boolean,
  ): number {
    const own = meanSquare[pair]!;
    const along = (difference: number, k: 0 | 1 | 2): number =>
      studentOdds(
        difference - mean[k]!,
        this.#same[k]! + variance[k]! + this.#placement[k]! * own,
        this.#different[k]!,
      );
    const inPlane = along(x[pair]!, 0) + along(y[pair]!, 1);
    const alongZ = along(z[pair]!, 2);
    const atLeast = mayStartElsewhere ? this.#duplicateOtherStart : alongZ;
    return this.#model.weights.location * (inPlane + Math.max(alongZ, atLeast));
  }

  /** Two lesions of one study as annotations of the same lesion, all features together. */
  duplicate(features: LesionFeatures, i: number, j: number): number {
    const location = this.#duplicateLocation(features, i, j);
    const size = this.size(features, i, j, "duplicate");
    const type = this.type(features.type[i]!, features.type[j]!);
    const appearance = this.appearance(relativeDistance(features, i, j));
    return (location || 0) + (size || 0) + (type || 0) + (appearance || 0);
  }

  #duplicateLocation(features: LesionFeatures, i: number, j: number): number {
    const own = meanSquareSize(features, i, j);
    const along = (k: 0 | 1 | 2): number =>
      studentOdds(
        features.position[k][j]! - features.position[k][i]!,
        this.#duplicate[k]! + this.#placement[k]! * own,
        this.#different[k]!,
      );
    const alongZ = Math.max(along(2), this.#duplicateOtherStart);
    return this.#model.weights.location * (along(0) + along(1) + alongZ);
  }

  /** Long and short axes, of which one may be missing. */
  size(
    { logSize: [long, short] }: Pick<LesionFeatures, "logSize">,
    i: number,
    j: number,
    kind: "same" | "duplicate",
  ): number {
    const { size, weights } = this.#model;
    const variance = square(size[kind]);
    const byLong = studentOdds(long[j]! - long[i]!, variance, size.different);
    const byShort = studentOdds(short[j]! - short[i]!, variance, size.different);
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

const ODDS = new WeakMap<JointModel, Map<JointLocation, Odds>>();

const square = (value: number): number => value * value;
