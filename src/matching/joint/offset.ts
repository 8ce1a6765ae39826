/**
 * The offset between two studies: the table stands elsewhere, the field of view differs, the scan starts at
 * another slice. Every lesion annotated in both studies shows the same offset, so several lesions reveal it.
 */
import { ln } from "../../core/arithmetic.js";
import type { Vec3 } from "../../core/lesion.js";
import type { LocationModel } from "./joint-model.js";

/**
 * All pairs of a lesion of one study (row) and one of another (column), row by row: the first rows x
 * columns numbers of every array.
 */
export interface PairTable {
  readonly rows: number;
  readonly columns: number;
  /** Differences of the positions, column minus row, along x, y and z; NaN where missing. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Evidence of the features other than location. */
  readonly others: Float64Array;
  /** Evidence of location while the offset is unknown; NaN where a position is missing. */
  readonly free: Float64Array;
}

/** The table of some of the rows and columns. O(cells of the part). */
export function partOf(
  table: PairTable,
  rows: readonly number[],
  columns: readonly number[],
): PairTable {
  const cells = rows.flatMap((row) => columns.map((column) => row * table.columns + column));
  const part = (values: Float64Array) => Float64Array.from(cells, (cell) => values[cell]!);
  return {
    rows: rows.length,
    columns: columns.length,
    x: part(table.x),
    y: part(table.y),
    z: part(table.z),
    others: part(table.others),
    free: part(table.free),
  };
}

/** A shift common to all lesions of two studies: its mean and variance along x, y and z. */
export interface Offset {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Evidence for the offset: what its supporters bring, less what an unusual offset costs. */
  support: number;
}

/** How many pairs are tried as the first witness of an offset. */
const WITNESSES = 8;
/** How many more where these show no offset. */
const MORE_WITNESSES = 64;
/** Rounds of finding supporters and averaging their differences. */
const ROUNDS = 3;
/** Support of a pair that differs exactly by the offset; it falls by half the squared deviation. */
const FULL_SUPPORT = 6;
/** By how much variances are widened while the offset is rough. */
const ROUGH = 1.5;
/** Offsets beyond this many usual ones are not drawn towards 0. */
const UNUSUAL = 3;

/** A pair that agrees with an offset. */
interface Supporter {
  readonly cell: number;
  readonly support: number;
}

/**
 * The offset on which most pairs of two studies agree. Every promising pair is tried as a witness: the
 * supporters of its difference are gathered one to one, best first, and their differences averaged, a few
 * times over. The witness with the most support wins. Where the pairs that are likely under a usual offset
 * show none that half of the lesions support, pairs of similar lesions are tried wherever they lie.
 * O(witnesses x pairs).
 *
 * @returns `undefined` where no pair supports any offset.
 */
export function findConsensus(table: PairTable, model: LocationModel): Consensus | undefined {
  const { free, others, rows, columns } = table;
  const search = new ConsensusSearch(table, model);
  search.try(largestCells(table, WITNESSES, (cell) => free[cell]! + others[cell]!));
  const enough = Math.min(rows, columns) / 2;
  if (search.best === undefined || search.best.cells.length < enough) {
    search.try(largestCells(table, MORE_WITNESSES, (cell) => others[cell]!));
  }
  return search.best;
}

/** The consensus with the most support among the witnesses tried so far. */
class ConsensusSearch {
  best: Consensus | undefined;
  readonly #table: PairTable;
  readonly #model: LocationModel;
  #most = Number.NEGATIVE_INFINITY;
  /** Supporters of an earlier witness lead to the same consensus. */
  readonly #heard = new Set<number>();

  constructor(table: PairTable, model: LocationModel) {
    this.#table = table;
    this.#model = model;
  }

  try(witnesses: readonly number[]): void {
    for (const witness of witnesses) {
      if (this.#heard.has(witness)) continue;
      const found = this.#consensusFrom(witness);
      if (found === undefined) continue;
      for (const cell of found.cells) this.#heard.add(cell);
      const { support } = found.all();
      if (support <= this.#most + 1e-9) continue;
      this.#most = support;
      this.best = found;
    }
  }

  #consensusFrom(witness: number): Consensus | undefined {
    let mean: ArrayLike<number> = differenceAt(this.#table, witness);
    let found: Consensus | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      const supporters = supportersOf(this.#table, this.#model, mean);
      if (supporters.length === 0 || found?.isOf(supporters)) break;
      found = new Consensus(this.#table, supporters, this.#model);
      mean = found.all().mean;
    }
    return found;
  }
}

/** The `count` cells with the largest values, largest first, of equals the first. O(cells x count) at worst. */
function largestCells(
  { rows, columns, free }: PairTable,
  count: number,
  rankOf: (cell: number) => number,
): number[] {
  const cells: number[] = [];
  const values: number[] = [];
  for (let cell = 0; cell < rows * columns; cell++) {
    if (Number.isNaN(free[cell])) continue;
    const value = rankOf(cell);
    if (values.length === count && value <= values[count - 1]!) continue;
    let at = Math.min(values.length, count - 1);
    for (; at > 0 && values[at - 1]! < value; at--) {
      values[at] = values[at - 1]!;
      cells[at] = cells[at - 1]!;
    }
    values[at] = value;
    cells[at] = cell;
  }
  return cells;
}

const differenceAt = ({ x, y, z }: PairTable, cell: number): Vec3 => [x[cell]!, y[cell]!, z[cell]!];

/** Pairs that agree with an offset, one per row and column, the best first. */
function supportersOf(
  table: PairTable,
  { same }: LocationModel,
  mean: ArrayLike<number>,
): Supporter[] {
  const [mx, my, mz] = [mean[0]!, mean[1]!, mean[2]!];
  const { x, y, z, others, rows, columns } = table;
  const precision = (k: 0 | 1 | 2) => 1 / (2 * ROUGH * same[k] ** 2);
  const [sx, sy, sz] = [precision(0), precision(1), precision(2)];
  const agreeing: Supporter[] = [];
  for (let cell = 0; cell < rows * columns; cell++) {
    const dx = x[cell]! - mx;
    const dy = y[cell]! - my;
    const dz = z[cell]! - mz;
    const deviation = dx * dx * sx + dy * dy * sy + dz * dz * sz;
    const support = FULL_SUPPORT - deviation + others[cell]!;
    if (support > 0) agreeing.push({ cell, support });
  }
  agreeing.sort((a, b) => b.support - a.support || a.cell - b.cell);
  const takenRows = new Uint8Array(rows);
  const takenColumns = new Uint8Array(columns);
  return agreeing.filter(({ cell }) => {
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    if (takenRows[row] === 1 || takenColumns[column] === 1) return false;
    takenRows[row] = 1;
    takenColumns[column] = 1;
    return true;
  });
}

/** Pairs that agree on an offset, stored so that any of them can be left out in O(1). */
export class Consensus {
  /** The pairs' cells in the table. */
  readonly cells: readonly number[];
  readonly #model: LocationModel;
  /** What an offset along z costs at most. */
  readonly #mostAlongZ: number;
  /** Position in `cells` of the pair of a row or column, -1 where there is none. */
  readonly #ofRow: Int32Array;
  readonly #ofColumn: Int32Array;
  /** For each pair its support, then its weight and weighted difference along x, y and z. */
  readonly #parts: Float64Array;
  /** The result of `all` and `without`, overwritten by each call. */
  readonly #offset: Offset = {
    mean: new Float64Array(3),
    variance: new Float64Array(3),
    support: 0,
  };
  /** Sums of the parts. */
  readonly #sums = new Float64Array(PARTS);

  constructor(table: PairTable, supporters: readonly Supporter[], model: LocationModel) {
    this.#model = model;
    this.#mostAlongZ = -ln(model.otherStart);
    this.cells = supporters.map(({ cell }) => cell);
    this.#ofRow = new Int32Array(table.rows).fill(-1);
    this.#ofColumn = new Int32Array(table.columns).fill(-1);
    this.#parts = new Float64Array(PARTS * supporters.length);
    const weights = ([0, 1, 2] as const).map((k) =>
      weightsAbout(
        this.cells.map((cell) => differenceAt(table, cell)[k]),
        model.same[k],
      ),
    );
    supporters.forEach(({ cell, support }, at) => {
      this.#ofRow[Math.floor(cell / table.columns)] = at;
      this.#ofColumn[cell % table.columns] = at;
      const difference = differenceAt(table, cell);
      const parts = [support];
      weights.forEach((weight, k) => {
        const own = weight[at]!;
        parts.push(own, own * difference[k]!);
      });
      this.#parts.set(parts, PARTS * at);
      for (let k = 0; k < PARTS; k++) this.#sums[k] = this.#sums[k]! + parts[k]!;
    });
  }

  isOf(supporters: readonly Supporter[]): boolean {
    return (
      supporters.length === this.cells.length &&
      supporters.every(({ cell }, at) => cell === this.cells[at])
    );
  }

  /** The offset that all pairs show; valid until the next call. */
  all(): Offset {
    return this.#posterior(-1, -1);
  }

  /**
   * The offset that the other pairs show: evidence about a pair must not come from the pair itself, nor
   * from what its row or column is paired with. `undefined` where no pair is left. O(1); valid until the
   * next call.
   */
  without(row: number, column: number): Offset | undefined {
    const a = this.#ofRow[row]!;
    const b = this.#ofColumn[column]!;
    const left = this.cells.length - (a >= 0 ? 1 : 0) - (b >= 0 && b !== a ? 1 : 0);
    return left === 0 ? undefined : this.#posterior(a, b === a ? -1 : b);
  }

  /**
   * The posterior of the offset without pairs a and b: the weighted mean of differences, drawn towards 0
   * as far as usual offsets are small, unless it is an unusual one.
   */
  #posterior(a: number, b: number): Offset {
    const { same, shift } = this.#model;
    const { mean, variance } = this.#offset;
    const part = (k: number): number =>
      this.#sums[k]! -
      (a < 0 ? 0 : this.#parts[PARTS * a + k]!) -
      (b < 0 ? 0 : this.#parts[PARTS * b + k]!);
    for (let k = 0; k < 3; k++) {
      const [weight, weighted] = [part(1 + 2 * k), part(2 + 2 * k)];
      const [own, usual] = [same[k as 0], shift[k as 0]];
      const elsewhere = Math.abs(weighted / weight) > UNUSUAL * usual;
      const precision = weight / (own * own) + (elsewhere ? 0 : 1 / (usual * usual));
      mean[k] = weighted / (own * own) / precision;
      variance[k] = 1 / precision;
    }
    this.#offset.support = part(0) - cost(mean, this.#model, this.#mostAlongZ);
    return this.#offset;
  }
}

/** Support, and weight and weighted difference along three axes. */
const PARTS = 7;

/** Weights by which t averages values: outliers about the median of three and more count less. */
function weightsAbout(values: readonly number[], deviation: number): number[] {
  if (values.length < 3) return values.map(() => 1);
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >>> 1;
  const upper = sorted[middle]!;
  const centre = sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
  return values.map((value) => 1 / (1 + (value - centre) ** 2 / (4 * deviation ** 2)));
}

/**
 * What an offset costs for being unusual, in log-odds: large offsets are rare, not impossible, so the cost grows
 * with the logarithm (a Cauchy density along each axis). A scan that starts elsewhere costs no more than its share.
 */
function cost(mean: ArrayLike<number>, { shift }: LocationModel, mostAlongZ: number): number {
  const along = (k: 0 | 1 | 2): number => ln(1 + (mean[k]! / shift[k]) ** 2 / 2);
  return along(0) + along(1) + Math.min(along(2), mostAlongZ);
}
