/** Evidence for pairs of lesions of two studies. */
import { type Evidence, Odds } from "./evidence.js";
import { type Marks, relativeDistance } from "./marks.js";
import type { JointModel } from "./model.js";
import { type Consensus, findConsensus, type PairTable } from "./offset.js";

/** Pairs of two studies with the evidence of each feature; NaN where it is not known of both. */
interface EvidenceTable extends PairTable {
  readonly size: Float64Array;
  readonly type: Float64Array;
  readonly appearance: Float64Array;
}

/** Weighs pairs of lesions of different studies, with what two studies share taken off. */
export class PairWeigher {
  readonly #lesions: Marks;
  readonly #model: JointModel;
  readonly #odds: Odds;
  /** Lesions by study. */
  readonly #studies: readonly (readonly number[])[];
  /** Place of each lesion among those of its study. */
  readonly #place: Int32Array;
  /** Room for the largest table, used again and again. */
  readonly #room: Omit<EvidenceTable, "rows" | "columns">;
  /** What the lesions of two studies agree on, by s x studies + t, s < t. */
  readonly #consensus = new Map<number, Consensus | undefined>();

  constructor(lesions: Marks, model: JointModel) {
    this.#lesions = lesions;
    this.#model = model;
    this.#odds = new Odds(model, lesions.kind);
    const studies: number[][] = Array.from({ length: lesions.studies }, () => []);
    this.#place = lesions.study.map((study, i) => (studies[study] as number[]).push(i) - 1);
    this.#studies = studies;
    const most = studies.reduce((largest, { length }) => Math.max(largest, length), 0);
    const column = (): Float64Array => new Float64Array(most * most);
    this.#room = {
      x: column(),
      y: column(),
      z: column(),
      size: column(),
      type: column(),
      appearance: column(),
      others: column(),
      free: column(),
    };
  }

  /** Every pair with its log-odds; pairs of which no feature is known in common are left out. */
  forEach(take: (i: number, j: number, logOdds: number) => void): void {
    for (let t = 1; t < this.#studies.length; t++) {
      for (let s = 0; s < t; s++) {
        const [rows, columns] = [this.#studies[s] as number[], this.#studies[t] as number[]];
        const table = this.#tableOf(rows, columns);
        const consensus = this.#agree(s, t, table);
        rows.forEach((i, row) => {
          columns.forEach((j, column) => {
            const cell = row * columns.length + column;
            const location = this.#location(table, cell, row, column, consensus);
            if (Number.isNaN(location) && this.#blank(table, cell)) return;
            const evidence = (location || 0) + table.others[cell]!;
            take(i, j, evidence + this.#model.prior.link);
          });
        });
      }
    }
  }

  /** What each feature says of two lesions, i of the earlier study; nothing where none is known of both. */
  evidence(i: number, j: number): Evidence | undefined {
    const table = this.#tableOf([i], [j]);
    const [s, t] = [this.#lesions.study[i]!, this.#lesions.study[j]!];
    const consensus = this.#consensus.get(s * this.#studies.length + t);
    const [row, column] = [this.#place[i]!, this.#place[j]!];
    const location = this.#location(table, 0, row, column, consensus);
    if (Number.isNaN(location) && this.#blank(table, 0)) return undefined;
    return {
      location: location || 0,
      size: table.size[0] || 0,
      type: table.type[0] || 0,
      appearance: table.appearance[0] || 0,
    };
  }

  /** The evidence and the prior: log-odds that two lesions are the same. */
  logOdds(i: number, j: number): number {
    const nothing = { location: 0, size: 0, type: 0, appearance: 0 };
    const { location, size, type, appearance } = this.evidence(i, j) ?? nothing;
    return location + (size + type + appearance) + this.#model.prior.link;
  }

  /** True where neither size nor type nor appearance is known of both. */
  #blank({ size, type, appearance }: EvidenceTable, cell: number): boolean {
    return [size, type, appearance].every((column) => Number.isNaN(column[cell]));
  }

  /**
   * The better of two explanations: the studies' offset is not known, or it is the one that other
   * lesions show, as far as they support it.
   */
  #location(
    { x, y, z, free }: EvidenceTable,
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
    const trust = Math.min(0, (offset.support - full) / slope);
    const shown = this.#odds.location(x[cell]!, y[cell]!, z[cell]!, offset);
    return Math.max(alone, shown + trust);
  }

  /** Two lesions in each study at least: an offset that one pair alone shows is no evidence for it. */
  #agree(s: number, t: number, table: PairTable): Consensus | undefined {
    if (table.rows < 2 || table.columns < 2) return undefined;
    const consensus = findConsensus(table, this.#model.location[this.#lesions.kind]);
    this.#consensus.set(s * this.#studies.length + t, consensus);
    return consensus;
  }

  /** The pairs of these lesions; the table before it is overwritten. */
  #tableOf(rows: readonly number[], columns: readonly number[]): EvidenceTable {
    const { place, size, type } = this.#lesions;
    const table = { rows: rows.length, columns: columns.length, ...this.#room };
    let cell = 0;
    for (const i of rows) {
      for (const j of columns) {
        const x = place[0][j]! - place[0][i]!;
        const y = place[1][j]! - place[1][i]!;
        const z = place[2][j]! - place[2][i]!;
        const long = size[0][j]! - size[0][i]!;
        const short = size[1][j]! - size[1][i]!;
        table.x[cell] = x;
        table.y[cell] = y;
        table.z[cell] = z;
        table.free[cell] = this.#odds.freeLocation(x, y, z);
        const bySize = this.#odds.size(long, short, "same");
        const byType = this.#odds.type(type[i]!, type[j]!);
        const byLook = this.#odds.appearance(relativeDistance(this.#lesions, i, j));
        table.size[cell] = bySize;
        table.type[cell] = byType;
        table.appearance[cell] = byLook;
        table.others[cell] = (bySize || 0) + (byType || 0) + (byLook || 0);
        cell++;
      }
    }
    return table;
  }
}
