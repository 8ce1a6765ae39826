/** The evidence of each feature for all pairs of lesions of two studies. */
import type { Differences, Odds } from "./evidence.js";
import { type LesionFeatures, meanSquareSize, relativeDistance } from "./lesion-features.js";
import type { PairTable } from "./pair-table.js";

/** Pairs of two studies with the evidence of each feature; NaN where it is missing in either lesion. */
export interface EvidenceTable extends PairTable, Differences {
  /** 1 where one of the lesions is of a series that may start elsewhere than the main one of its study. */
  readonly mayStartElsewhere: Uint8Array;
  readonly size: Float64Array;
  readonly type: Float64Array;
  readonly appearance: Float64Array;
}

/** True where size, type and appearance are all missing. */
export const isEmpty = ({ size, type, appearance }: EvidenceTable, cell: number): boolean =>
  Number.isNaN(size[cell]) && Number.isNaN(type[cell]) && Number.isNaN(appearance[cell]);

/** Fills one table after the other, all with the same memory. */
export class EvidenceTables {
  readonly #lesions: LesionFeatures;
  readonly #odds: Odds;
  /** Scan of each lesion; those of the studies' main series are the numbers of the studies. */
  readonly #scanOf: Int32Array;
  /** Has room for the largest table; made when a pair is first asked for: half of all patients have one study. */
  #table: Overwritten<EvidenceTable> | undefined;

  constructor(lesions: LesionFeatures, odds: Odds, scanOf: Int32Array) {
    this.#lesions = lesions;
    this.#odds = odds;
    this.#scanOf = scanOf;
  }

  /** The pairs of these lesions; overwrites the previous table. */
  of(rows: readonly number[], columns: readonly number[]): EvidenceTable {
    this.#table ??= emptyTable(largestStudy(this.#lesions) ** 2);
    const table = this.#table;
    table.rows = rows.length;
    table.columns = columns.length;
    let cell = 0;
    for (const i of rows) for (const j of columns) this.#fill(table, cell++, i, j);
    return table;
  }

  #fill(table: EvidenceTable, cell: number, i: number, j: number): void {
    const lesions = this.#lesions;
    const { position, type } = lesions;
    table.x[cell] = position[0][j]! - position[0][i]!;
    table.y[cell] = position[1][j]! - position[1][i]!;
    table.z[cell] = position[2][j]! - position[2][i]!;
    table.meanSquare[cell] = meanSquareSize(lesions, i, j);
    table.mayStartElsewhere[cell] = this.#isOfMainScan(i) && this.#isOfMainScan(j) ? 0 : 1;
    table.free[cell] = this.#odds.freeLocation(table, cell);
    const bySize = this.#odds.size(lesions, i, j, "same");
    const byType = this.#odds.type(type[i]!, type[j]!);
    const byAppearance = this.#odds.appearance(relativeDistance(lesions, i, j));
    table.size[cell] = bySize;
    table.type[cell] = byType;
    table.appearance[cell] = byAppearance;
    table.others[cell] = (bySize || 0) + (byType || 0) + (byAppearance || 0);
  }

  #isOfMainScan(i: number): boolean {
    return this.#scanOf[i]! < this.#lesions.studies;
  }
}

/** A table whose memory is used again. */
type Overwritten<T> = { -readonly [K in keyof T]: T[K] };

function emptyTable(cells: number): Overwritten<EvidenceTable> {
  // One array: many small ones cost the garbage collector more than the work.
  const all = new Float64Array(9 * cells);
  const column = (k: number): Float64Array => all.subarray(k * cells, (k + 1) * cells);
  return {
    rows: 0,
    columns: 0,
    x: column(0),
    y: column(1),
    z: column(2),
    meanSquare: column(3),
    size: column(4),
    type: column(5),
    appearance: column(6),
    others: column(7),
    free: column(8),
    mayStartElsewhere: new Uint8Array(cells),
  };
}

/** The number of lesions of the study with most. */
function largestStudy({ study, studies }: LesionFeatures): number {
  const counts = new Int32Array(studies);
  let most = 0;
  for (const own of study) {
    counts[own]!++;
    most = Math.max(most, counts[own]!);
  }
  return most;
}
