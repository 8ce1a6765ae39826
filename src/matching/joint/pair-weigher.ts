/** Evidence for pairs of lesions of two studies. */
import { ln } from "../../core/arithmetic.js";
import { type Evidence, Odds } from "./evidence.js";
import type { JointModel } from "./joint-model.js";
import { type LesionFeatures, meanSquareSize, relativeDistance } from "./lesion-features.js";
import { type Consensus, findConsensus, type PairTable } from "./offset.js";
import { minorSeries } from "./series-start.js";

/** Pairs of two studies with the evidence of each feature; NaN where it is missing in either lesion. */
interface EvidenceTable extends PairTable {
  /** Mean square of the long axes, mm². */
  readonly meanSquare: Float64Array;
  /** 1 where one of the lesions is of a series that may start elsewhere than the main one of its study. */
  readonly mayStartElsewhere: Float64Array;
  readonly size: Float64Array;
  readonly type: Float64Array;
  readonly appearance: Float64Array;
}

const NO_EVIDENCE: Evidence = Object.freeze({ location: 0, size: 0, type: 0, appearance: 0 });
/** However well an offset is supported, an explanation without it loses no more than this. */
const MOST_SURPLUS = 6;

/** Weighs pairs of lesions of different studies, corrected for the offset between the studies. */
export class PairWeigher {
  readonly #lesions: LesionFeatures;
  readonly #model: JointModel;
  readonly #odds: Odds;
  /** Lesions by study. */
  readonly #studies: readonly (readonly number[])[];
  /** Index of each lesion among those of its study. */
  readonly #indexInStudy: Int32Array;
  /** Buffers for the largest table, reused for every pair of studies. */
  readonly #buffers: Omit<EvidenceTable, "rows" | "columns">;
  /** 1 for lesions of another series than the main one of their study. */
  readonly #minor: Uint8Array;
  /** The offset that lesions of two studies agree on, by s x studies + t, s < t. */
  readonly #consensus = new Map<number, Consensus | undefined>();

  constructor(lesions: LesionFeatures, model: JointModel) {
    this.#lesions = lesions;
    this.#model = model;
    this.#odds = new Odds(model, lesions.kind);
    const studies: number[][] = Array.from({ length: lesions.studies }, () => []);
    this.#indexInStudy = lesions.study.map((study, i) => studies[study]!.push(i) - 1);
    this.#studies = studies;
    this.#minor = minorSeries(lesions);
    const most = studies.reduce((largest, { length }) => Math.max(largest, length), 0);
    const column = (): Float64Array => new Float64Array(most * most);
    this.#buffers = {
      x: column(),
      y: column(),
      z: column(),
      meanSquare: column(),
      mayStartElsewhere: column(),
      size: column(),
      type: column(),
      appearance: column(),
      others: column(),
      free: column(),
    };
  }

  /** Every pair with its log-odds, without pairs that have no feature in common. */
  forEach(take: (i: number, j: number, logOdds: number) => void): void {
    for (let t = 1; t < this.#studies.length; t++) {
      for (let s = 0; s < t; s++) {
        const [rows, columns] = [this.#studies[s]!, this.#studies[t]!];
        const table = this.#tableOf(rows, columns);
        const consensus = this.#findConsensus(s, t, table);
        const prior = this.#prior(s, t);
        rows.forEach((i, row) => {
          columns.forEach((j, column) => {
            const cell = row * columns.length + column;
            const location = this.#location(table, cell, row, column, consensus);
            if (Number.isNaN(location) && isEmpty(table, cell)) return;
            take(i, j, (location || 0) + table.others[cell]! + prior);
          });
        });
      }
    }
  }

  /** Evidence by feature for two lesions, i of the earlier study; `undefined` without a common feature. */
  evidence(i: number, j: number): Evidence | undefined {
    const table = this.#tableOf([i], [j]);
    const [s, t] = [this.#lesions.study[i]!, this.#lesions.study[j]!];
    const consensus = this.#consensus.get(s * this.#studies.length + t);
    const [row, column] = [this.#indexInStudy[i]!, this.#indexInStudy[j]!];
    const location = this.#location(table, 0, row, column, consensus);
    if (Number.isNaN(location) && isEmpty(table, 0)) return undefined;
    return {
      location: location || 0,
      size: table.size[0] || 0,
      type: table.type[0] || 0,
      appearance: table.appearance[0] || 0,
    };
  }

  /** Evidence by feature and prior of a pair; they add up to its log-odds. */
  explained(i: number, j: number): Evidence & { readonly prior: number } {
    const prior = this.#prior(this.#lesions.study[i]!, this.#lesions.study[j]!);
    return { prior, ...(this.evidence(i, j) ?? NO_EVIDENCE) };
  }

  /** Log-odds that two lesions are the same. */
  logOdds(i: number, j: number): number {
    const { prior, location, size, type, appearance } = this.explained(i, j);
    return location + (size + type + appearance) + prior;
  }

  /**
   * Log-odds of a pair of two studies before its features are seen. The more lesions two studies have, the
   * more candidates stand against one true partner.
   */
  #prior(s: number, t: number): number {
    const { link, crowding } = this.#model.prior;
    return link - (crowding / 2) * ln(this.#studies[s]!.length * this.#studies[t]!.length);
  }

  /**
   * The better of two explanations: the studies' offset is unknown, or it is the one that other lesions
   * show. The more these support it, the more the second counts against the first.
   */
  #location(
    { x, y, z, free, meanSquare, mayStartElsewhere }: EvidenceTable,
    cell: number,
    row: number,
    column: number,
    consensus: Consensus | undefined,
  ): number {
    const alone = free[cell]!;
    if (consensus === undefined || Number.isNaN(alone)) return alone;
    const offset = consensus.without(row, column);
    if (offset === undefined) return alone;
    const { full, slope } = this.#model.support;
    const surplus = (offset.support - full) / slope;
    const shown = this.#odds.location(
      x[cell]!,
      y[cell]!,
      z[cell]!,
      meanSquare[cell]!,
      offset,
      mayStartElsewhere[cell] === 1,
    );
    return Math.max(
      alone - Math.min(MOST_SURPLUS, Math.max(0, surplus)),
      shown + Math.min(0, surplus),
    );
  }

  /** Needs two lesions in each study: an offset that a single pair shows is no evidence for that pair. */
  #findConsensus(s: number, t: number, table: PairTable): Consensus | undefined {
    if (table.rows < 2 || table.columns < 2) return undefined;
    const consensus = findConsensus(table, this.#model.location[this.#lesions.kind]);
    this.#consensus.set(s * this.#studies.length + t, consensus);
    return consensus;
  }

  /** The pairs of these lesions; overwrites the previous table. */
  #tableOf(rows: readonly number[], columns: readonly number[]): EvidenceTable {
    const table = { rows: rows.length, columns: columns.length, ...this.#buffers };
    let cell = 0;
    for (const i of rows) for (const j of columns) this.#fill(table, cell++, i, j);
    return table;
  }

  #fill(table: EvidenceTable, cell: number, i: number, j: number): void {
    const { position, logSize, type } = this.#lesions;
    const x = position[0][j]! - position[0][i]!;
    const y = position[1][j]! - position[1][i]!;
    const z = position[2][j]! - position[2][i]!;
    const long = logSize[0][j]! - logSize[0][i]!;
    const short = logSize[1][j]! - logSize[1][i]!;
    const meanSquare = meanSquareSize(this.#lesions, i, j);
    table.x[cell] = x;
    table.y[cell] = y;
    table.z[cell] = z;
    table.meanSquare[cell] = meanSquare;
    table.mayStartElsewhere[cell] = this.#minor[i]! | this.#minor[j]!;
    table.free[cell] = this.#odds.freeLocation(x, y, z, meanSquare);
    const bySize = this.#odds.size(long, short, "same");
    const byType = this.#odds.type(type[i]!, type[j]!);
    const byAppearance = this.#odds.appearance(relativeDistance(this.#lesions, i, j));
    table.size[cell] = bySize;
    table.type[cell] = byType;
    table.appearance[cell] = byAppearance;
    table.others[cell] = (bySize || 0) + (byType || 0) + (byAppearance || 0);
  }
}

/** True where size, type and appearance are all missing. */
const isEmpty = ({ size, type, appearance }: EvidenceTable, cell: number): boolean =>
  Number.isNaN(size[cell]) && Number.isNaN(type[cell]) && Number.isNaN(appearance[cell]);
