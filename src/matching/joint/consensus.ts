/**
 * The offset between two studies: the table stands elsewhere, the field of view differs, the scan starts at
 * another slice. Every lesion annotated in both studies shows the same offset, so several lesions reveal it.
 */
import { ln } from "../../core/arithmetic.js";
import type { Vec3 } from "../../core/lesion.js";
import type { LocationModel } from "./joint-model.js";
import type { PairTable } from "./pair-table.js";

/** A shift common to all lesions of two studies. */
export interface Offset {
  /** Along x, y and z. */
  readonly mean: [number, number, number];
  /** Added to the model's variance of a pair: that of the mean, and the variance beyond a spread of 1. */
  readonly variance: [number, number, number];
  /** Estimated variance of the differences of these pairs, as a ratio to the model's; at least 1. */
  spread: number;
  /** Evidence for the offset: what its supporters bring, less what an unusual offset costs. */
  support: number;
}

/** Offsets beyond this many usual ones are not drawn towards 0. */
const UNUSUAL = 3;

/** Support, weight and weighted difference along three axes, and squared deviation. */
const PARTS = 8;
const DEVIATION = 7;

/** Weight of the model's variance in the spread, in differences along one axis: those of two pairs. */
const DIFFERENCES_OF_MODEL = 6;

/** Pairs that agree on an offset, stored so that any of them can be left out in O(1). */
export class Consensus {
  /** The pairs' cells in the table. */
  cells: readonly number[] = [];
  readonly #table: PairTable;
  readonly #model: LocationModel;
  /** What an offset along z costs at most. */
  readonly #mostAlongZ: number;
  /** The pair of a row or column, counted from 1 in the order of `cells`; 0 where there is none. */
  readonly #ofRow: Int32Array;
  readonly #ofColumn: Int32Array;
  /**
   * {@link PARTS} numbers of each pair: support, then weight and weighted difference along x, y and z, then squared
   * deviation from the median in units of the model's variance, the weighted sum along the axes; those of pair 0 are
   * zeros.
   */
  readonly #parts: Float64Array;
  /** Sums over the pairs. */
  readonly #sums = new Float64Array(PARTS);
  /** The result of `all` and `without`, overwritten by each call. */
  readonly #offset: Offset = {
    mean: [Number.NaN, Number.NaN, Number.NaN],
    variance: [Number.NaN, Number.NaN, Number.NaN],
    spread: Number.NaN,
    support: Number.NaN,
  };

  /** A consensus of no pairs. */
  constructor(table: PairTable, model: LocationModel) {
    this.#table = table;
    this.#model = model;
    this.#mostAlongZ = -ln(model.otherStart);
    this.#ofRow = new Int32Array(table.rows);
    this.#ofColumn = new Int32Array(table.columns);
    this.#parts = new Float64Array(PARTS * (1 + Math.min(table.rows, table.columns)));
  }

  /**
   * Takes other pairs, one per row and column at most, in place of those before.
   *
   * @param support by cell of the table
   * @param spread of the estimate by which they were found
   */
  take(cells: readonly number[], support: Float64Array, spread: number): void {
    const { x, y, z, columns } = this.#table;
    const parts = this.#parts;
    const [dx, dy, dz] = this.#model.same;
    const [cx, cy, cz] = [centreOf(x, cells), centreOf(y, cells), centreOf(z, cells)];
    this.cells = cells;
    this.#ofRow.fill(0);
    this.#ofColumn.fill(0);
    this.#sums.fill(0);
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at]!;
      this.#ofRow[Math.floor(cell / columns)] = at + 1;
      this.#ofColumn[cell % columns] = at + 1;
      const from = (at + 1) * PARTS;
      parts[from] = support[cell]!;
      const ex = squaredDeviation(x[cell]!, cx, dx);
      const ey = squaredDeviation(y[cell]!, cy, dy);
      const ez = squaredDeviation(z[cell]!, cz, dz);
      const wx = studentWeight(ex, spread);
      const wy = studentWeight(ey, spread);
      const wz = studentWeight(ez, spread);
      parts[from + 1] = wx;
      parts[from + 2] = wx * x[cell]!;
      parts[from + 3] = wy;
      parts[from + 4] = wy * y[cell]!;
      parts[from + 5] = wz;
      parts[from + 6] = wz * z[cell]!;
      parts[from + DEVIATION] = wx * ex + wy * ey + wz * ez;
      for (let part = 0; part < PARTS; part++) {
        this.#sums[part] = this.#sums[part]! + parts[from + part]!;
      }
    }
  }

  isOf(cells: readonly number[]): boolean {
    if (cells.length !== this.cells.length) return false;
    for (let at = 0; at < cells.length; at++) if (cells[at] !== this.cells[at]) return false;
    return true;
  }

  /** The offset that all pairs show; valid until the next call. */
  all(): Offset {
    return this.#posterior(0, 0, this.cells.length);
  }

  /**
   * The offset that the other pairs show: evidence about a pair must not come from the pair itself, nor
   * from what its row or column is paired with. `undefined` where no pair is left. O(1); valid until the
   * next call.
   */
  without(row: number, column: number): Offset | undefined {
    const a = this.#ofRow[row]!;
    const b = this.#ofColumn[column]!;
    const left = this.cells.length - (a > 0 ? 1 : 0) - (b > 0 && b !== a ? 1 : 0);
    return left === 0 ? undefined : this.#posterior(a, b === a ? 0 : b, left);
  }

  /**
   * The posterior of the offset without pairs a and b: the weighted mean of differences, drawn towards 0
   * as far as usual offsets are small, unless it is an unusual one. `left` pairs remain.
   */
  #posterior(a: number, b: number, left: number): Offset {
    const { same, shift } = this.#model;
    const { mean, variance } = this.#offset;
    const spread = this.#spreadWithout(a, b, left);
    for (let k = 0; k < 3; k++) {
      const weight = this.#sumWithout(1 + 2 * k, a, b);
      const weighted = this.#sumWithout(2 + 2 * k, a, b);
      const own = same[k as 0] ** 2;
      const usual = shift[k as 0];
      const elsewhere = Math.abs(weighted / weight) > UNUSUAL * usual;
      const precision = weight / (own * spread) + (elsewhere ? 0 : 1 / (usual * usual));
      mean[k] = weighted / (own * spread) / precision;
      variance[k] = 1 / precision + own * (spread - 1);
    }
    this.#offset.spread = spread;
    this.#offset.support = this.#sumWithout(0, a, b) - cost(mean, this.#model, this.#mostAlongZ);
    return this.#offset;
  }

  /**
   * One step of the estimate of t's squared scale from the deviations of the remaining pairs, drawn towards the model's.
   * The median takes one difference along each axis.
   */
  #spreadWithout(a: number, b: number, left: number): number {
    if (left < 2) return 1;
    const deviations = SCALE_FACTOR * this.#sumWithout(DEVIATION, a, b);
    const differences = 3 * (left - 1);
    return Math.max(1, (DIFFERENCES_OF_MODEL + deviations) / (DIFFERENCES_OF_MODEL + differences));
  }

  /** The sum of a part without pairs a and b. */
  #sumWithout(part: number, a: number, b: number): number {
    return this.#sums[part]! - this.#parts[a * PARTS + part]! - this.#parts[b * PARTS + part]!;
  }
}

/** The median of the differences in three and more cells; NaN for fewer, of which none is an outlier. */
function centreOf(along: Float64Array, cells: readonly number[]): number {
  if (cells.length < 3) return Number.NaN;
  const sorted = new Float64Array(cells.length);
  for (let at = 0; at < sorted.length; at++) sorted[at] = along[cells[at]!]!;
  sorted.sort();
  const middle = sorted.length >>> 1;
  const upper = sorted[middle]!;
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}

/** Of a difference from the median, in units of the model's variance; 0 without a median. */
const squaredDeviation = (value: number, centre: number, deviation: number): number =>
  Number.isNaN(centre) ? 0 : ((value - centre) / deviation) ** 2;

/** The weight by which t with 4 degrees of freedom averages a value: outliers count less. */
const studentWeight = (squared: number, spread: number): number => 1 / (1 + squared / (4 * spread));

/** Squared scale of Student's t with 4 degrees of freedom over the mean of weighted squared deviations. */
const SCALE_FACTOR = 5 / 4;

/**
 * What an offset costs for being unusual, in log-odds: large offsets are rare, not impossible, so the cost grows
 * with the logarithm (a Cauchy density along each axis). A scan that starts elsewhere costs no more than its share.
 */
function cost(mean: ArrayLike<number>, { shift }: LocationModel, mostAlongZ: number): number {
  const inPlane = costAlong(mean, shift, 0) + costAlong(mean, shift, 1);
  return inPlane + Math.min(costAlong(mean, shift, 2), mostAlongZ);
}

const costAlong = (mean: ArrayLike<number>, shift: Vec3, k: 0 | 1 | 2): number =>
  ln(1 + (mean[k]! / shift[k]) ** 2 / 2);
