/**
 * The offset between two studies: the table stands elsewhere, the field of view differs, the scan starts at
 * another slice. Every lesion annotated in both studies shows the same offset, so several lesions reveal it.
 */
import { ln } from "../../core/arithmetic.js";
import type { Vec3 } from "../../core/lesion.js";
import type { LocationModel } from "./joint-model.js";
import type { PairTable } from "./pair-table.js";

/** A shift common to all lesions of two studies: its mean and variance along x, y and z. */
export interface Offset {
  readonly mean: [number, number, number];
  readonly variance: [number, number, number];
  /** Evidence for the offset: what its supporters bring, less what an unusual offset costs. */
  support: number;
}

/** Offsets beyond this many usual ones are not drawn towards 0. */
const UNUSUAL = 3;

/** Support, and weight and weighted difference along three axes. */
const PARTS = 7;

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
   * {@link PARTS} numbers of each pair: support, then weight and weighted difference along x, y and z; those of pair
   * 0 are zeros.
   */
  readonly #parts: Float64Array;
  /** Sums over the pairs. */
  readonly #sums = new Float64Array(PARTS);
  /** The result of `all` and `without`, overwritten by each call. */
  readonly #offset: Offset = {
    mean: [Number.NaN, Number.NaN, Number.NaN],
    variance: [Number.NaN, Number.NaN, Number.NaN],
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
   */
  take(cells: readonly number[], support: Float64Array): void {
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
      parts[from + 1] = weightAbout(cx, x[cell]!, dx);
      parts[from + 2] = parts[from + 1]! * x[cell]!;
      parts[from + 3] = weightAbout(cy, y[cell]!, dy);
      parts[from + 4] = parts[from + 3]! * y[cell]!;
      parts[from + 5] = weightAbout(cz, z[cell]!, dz);
      parts[from + 6] = parts[from + 5]! * z[cell]!;
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
    return this.#posterior(0, 0);
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
    return left === 0 ? undefined : this.#posterior(a, b === a ? 0 : b);
  }

  /**
   * The posterior of the offset without pairs a and b: the weighted mean of differences, drawn towards 0
   * as far as usual offsets are small, unless it is an unusual one.
   */
  #posterior(a: number, b: number): Offset {
    const { same, shift } = this.#model;
    const { mean, variance } = this.#offset;
    for (let k = 0; k < 3; k++) {
      const weight = this.#sumWithout(1 + 2 * k, a, b);
      const weighted = this.#sumWithout(2 + 2 * k, a, b);
      const own = same[k as 0];
      const usual = shift[k as 0];
      const elsewhere = Math.abs(weighted / weight) > UNUSUAL * usual;
      const precision = weight / (own * own) + (elsewhere ? 0 : 1 / (usual * usual));
      mean[k] = weighted / (own * own) / precision;
      variance[k] = 1 / precision;
    }
    this.#offset.support = this.#sumWithout(0, a, b) - cost(mean, this.#model, this.#mostAlongZ);
    return this.#offset;
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

/** The weight by which t averages a value: outliers about the centre count less. */
const weightAbout = (centre: number, value: number, deviation: number): number =>
  Number.isNaN(centre) ? 1 : 1 / (1 + (value - centre) ** 2 / (4 * deviation ** 2));

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
