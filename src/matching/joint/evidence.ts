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
  return AT_ZERO + normalPart(x, variance, d) - ln(studentPart(x, variance, d)) / 2;
}

/** The sum of the odds of two differences: one logarithm in place of two, of which pairs of large patients need most. */
function studentOddsOfTwo(
  x: number,
  xVariance: number,
  dx: number,
  y: number,
  yVariance: number,
  dy: number,
): number {
  const normal = normalPart(x, xVariance, dx) + normalPart(y, yVariance, dy);
  return (
    2 * AT_ZERO + normal - ln(studentPart(x, xVariance, dx) * studentPart(y, yVariance, dy)) / 2
  );
}

const limitedSquare = (x: number, variance: number, d: number): number =>
  Math.min(x * x, Math.max(0, 5 * d * d - 4 * variance));

const normalPart = (x: number, variance: number, d: number): number =>
  limitedSquare(x, variance, d) / (2 * d * d);

function studentPart(x: number, variance: number, d: number): number {
  const tail = 1 + limitedSquare(x, variance, d) / (4 * variance);
  return (tail * tail * tail * tail * tail * variance) / (d * d);
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
    const [free, placement, different] = [this.#free, this.#placement, this.#different];
    const inPlane = studentOddsOfTwo(
      x[pair]!,
      free[0]! + placement[0]! * own,
      different[0]!,
      y[pair]!,
      free[1]! + placement[1]! * own,
      different[1]!,
    );
    const alongZ = studentOdds(z[pair]!, free[2]! + placement[2]! * own, different[2]!);
    return this.#model.weights.location * (inPlane + Math.max(alongZ, this.#otherStart));
  }

  /** Positions in two studies whose offset other lesions show; one of their series may start elsewhere along z. */
  location(
    { x, y, z, meanSquare }: Differences,
    pair: number,
    { mean, variance }: Offset,
    mayStartElsewhere: boolean,
  ): number {
    const own = meanSquare[pair]!;
    const [same, placement, different] = [this.#same, this.#placement, this.#different];
    const inPlane = studentOddsOfTwo(
      x[pair]! - mean[0],
      same[0]! + variance[0] + placement[0]! * own,
      different[0]!,
      y[pair]! - mean[1],
      same[1]! + variance[1] + placement[1]! * own,
      different[1]!,
    );
    const alongZ = studentOdds(
      z[pair]! - mean[2],
      same[2]! + variance[2] + placement[2]! * own,
      different[2]!,
    );
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
    const d = size.different;
    const byLong = long[j]! - long[i]!;
    const byShort = short[j]! - short[i]!;
    if (Number.isNaN(byLong)) return weights.size * studentOdds(byShort, variance, d);
    if (Number.isNaN(byShort)) return weights.size * studentOdds(byLong, variance, d);
    return weights.size * studentOddsOfTwo(byLong, variance, d, byShort, variance, d);
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
