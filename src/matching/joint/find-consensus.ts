/** The search for the offset on which most pairs of two studies agree. */
import { ln } from "../../core/arithmetic.js";
import type { Vec3 } from "../../core/lesion.js";
import { Consensus } from "./consensus.js";
import type { LocationModel } from "./joint-model.js";
import { differenceAt, type PairTable } from "./pair-table.js";

/** How many pairs are tried as the first witness of an offset. */
const WITNESSES = 8;
/** How many more where these show no offset. */
const MORE_WITNESSES = 64;
/** Rounds of finding supporters, and the mean and spread of their differences. */
const ROUNDS = 3;
/**
 * Support of a pair that differs exactly by the offset, where the spread is 1; it falls by half the squared deviation.
 */
const FULL_SUPPORT = 6;
/** By how much variances are widened while the offset is rough. */
const ROUGH = 1.5;
/**
 * The offset on which most pairs of two studies agree. Every promising pair is tried as a witness: the
 * supporters of its difference are gathered one to one, best first, and their differences averaged, a few
 * times over; where these vary more than usual, the others may, too. The witness with the most support wins.
 * Where the pairs that are likely under a usual offset show none that half of the lesions support, pairs of
 * similar lesions are tried wherever they lie. O(witnesses x pairs).
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

/** What of an offset decides which pairs agree with it. */
interface OffsetEstimate {
  readonly mean: Vec3;
  readonly spread: number;
}

/** The consensus with the most support among the witnesses tried so far. */
class ConsensusSearch {
  best: Consensus | undefined;
  /** The supporters of the witness tried last. */
  #trial: Consensus;
  readonly #table: PairTable;
  readonly #model: LocationModel;
  #most = Number.NEGATIVE_INFINITY;
  /** Supporters of an earlier witness lead to the same consensus. */
  readonly #heard = new Set<number>();
  /** Support of each cell for the offset tried last, cells that agree, and whether a row or column has its pair. */
  readonly #support: Float64Array;
  readonly #heap: Int32Array;
  readonly #takenRows: Uint8Array;
  readonly #takenColumns: Uint8Array;
  /** By how much support falls with the square of a difference, along x, y and z. */
  readonly #precision: Vec3;

  constructor(table: PairTable, model: LocationModel) {
    this.#table = table;
    this.#model = model;
    this.#trial = new Consensus(table, model);
    this.#support = new Float64Array(table.rows * table.columns);
    this.#heap = new Int32Array(table.rows * table.columns);
    this.#takenRows = new Uint8Array(table.rows);
    this.#takenColumns = new Uint8Array(table.columns);
    const precision = (k: 0 | 1 | 2) => 1 / (2 * ROUGH * model.same[k] ** 2);
    this.#precision = [precision(0), precision(1), precision(2)];
  }

  try(witnesses: readonly number[]): void {
    for (const witness of witnesses) {
      if (this.#heard.has(witness) || !this.#follow(witness)) continue;
      const found = this.#trial;
      for (const cell of found.cells) this.#heard.add(cell);
      const { support } = found.all();
      if (support <= this.#most + 1e-9) continue;
      this.#most = support;
      this.#trial = this.best ?? new Consensus(this.#table, this.#model);
      this.best = found;
    }
  }

  /**
   * Gathers the supporters of a witness in the trial; false where it has none. Ends where the supporters stay the same,
   * although the spread could still grow: the wider it gets, the more wrong pairs agree.
   */
  #follow(witness: number): boolean {
    const trial = this.#trial;
    let offset: OffsetEstimate = { mean: differenceAt(this.#table, witness), spread: 1 };
    for (let round = 0; round < ROUNDS; round++) {
      const cells = this.#supporters(offset);
      if (cells.length === 0 || (round > 0 && trial.isOf(cells))) return round > 0;
      trial.take(cells, this.#support, offset.spread);
      offset = trial.all();
    }
    return true;
  }

  /** Cells of pairs that agree with an offset, one per row and column, the best first, of equals the first cell. */
  #supporters(offset: OffsetEstimate): number[] {
    const { rows, columns } = this.#table;
    const heap = this.#heap;
    const takenRows = this.#takenRows.fill(0);
    const takenColumns = this.#takenColumns.fill(0);
    const paired: number[] = [];
    let left = this.#agreeing(offset);
    for (let at = (left >> 1) - 1; at >= 0; at--) siftDown(heap, left, at, this.#support);
    while (left > 0 && paired.length < rows && paired.length < columns) {
      const cell = heap[0]!;
      heap[0] = heap[--left]!;
      siftDown(heap, left, 0, this.#support);
      const row = Math.floor(cell / columns);
      const column = cell % columns;
      if (takenRows[row] === 1 || takenColumns[column] === 1) continue;
      takenRows[row] = 1;
      takenColumns[column] = 1;
      paired.push(cell);
    }
    return paired;
  }

  /** Puts the cells of pairs that agree with an offset into the heap; returns their number. */
  #agreeing({ mean: [mx, my, mz], spread }: OffsetEstimate): number {
    const { x, y, z, others, rows, columns } = this.#table;
    const [sx, sy, sz] = this.#precision;
    const support = this.#support;
    // A density whose variance is larger along three axes is lower at its peak.
    const full = FULL_SUPPORT - 1.5 * ln(spread);
    let count = 0;
    for (let cell = 0; cell < rows * columns; cell++) {
      const dx = x[cell]! - mx;
      const dy = y[cell]! - my;
      const dz = z[cell]! - mz;
      const deviation = (dx * dx * sx + dy * dy * sy + dz * dz * sz) / spread;
      support[cell] = full - deviation + others[cell]!;
      if (support[cell]! > 0) this.#heap[count++] = cell;
    }
    return count;
  }
}

/**
 * Moves the cell at a place of a binary heap down to where no cell below it is better. A heap gives the best cells one
 * by one, and most of those that agree are not needed.
 */
function siftDown(heap: Int32Array, size: number, from: number, support: Float64Array): void {
  const cell = heap[from]!;
  let at = from;
  for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && isBetter(heap[child + 1]!, heap[child]!, support)) child++;
    if (!isBetter(heap[child]!, cell, support)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = cell;
}

/** True for more support, of equals for the first cell. */
function isBetter(a: number, b: number, support: Float64Array): boolean {
  const difference = support[a]! - support[b]!;
  return difference > 0 || (difference === 0 && a < b);
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
