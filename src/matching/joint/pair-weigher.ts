/** Evidence for pairs of lesions of two studies. */
import { ln } from "../../core/arithmetic.js";
import { groupBy } from "../../core/group-by.js";
import { membersOf } from "../../core/union-find.js";
import { type Differences, type Evidence, Odds } from "./evidence.js";
import type { JointModel } from "./joint-model.js";
import { type LesionFeatures, meanSquareSize, relativeDistance } from "./lesion-features.js";
import { type Consensus, findConsensus, type Offset, type PairTable, partOf } from "./offset.js";
import { scansOf } from "./series-start.js";

/** Pairs of two studies with the evidence of each feature; NaN where it is missing in either lesion. */
interface EvidenceTable extends PairTable, Differences {
  /** 1 where one of the lesions is of a series that may start elsewhere than the main one of its study. */
  readonly mayStartElsewhere: Uint8Array;
  readonly size: Float64Array;
  readonly type: Float64Array;
  readonly appearance: Float64Array;
}

type Explained = Evidence & { readonly prior: number };

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
  /** Scan of each lesion: the number of its study, or a larger one where it is of another series than the main one. */
  readonly #scanOf: Int32Array;
  readonly #scans: number;
  /** Index of each lesion among those of its scan. */
  readonly #indexInScan: Int32Array;
  /** The offset that lesions of two studies agree on, by s x studies + t, s < t. */
  readonly #consensus = new Map<number, Consensus | undefined>();
  /** The same of two scans of which one may start elsewhere, by scan x scans + scan. */
  readonly #ofScans = new Map<number, Consensus | undefined>();

  /** What {@link explained} found: a link is asked for as a pair, a path and a probability. */
  readonly #explained = new Map<number, Explained>();

  constructor(lesions: LesionFeatures, model: JointModel) {
    this.#lesions = lesions;
    this.#model = model;
    this.#odds = new Odds(model, lesions.kind);
    const studies = membersOf(lesions.study);
    this.#studies = studies;
    this.#indexInStudy = indicesWithin(lesions.study);
    this.#scanOf = scansOf(lesions);
    this.#scans = this.#scanOf.reduce((most, scan) => Math.max(most, scan + 1), 0);
    this.#indexInScan = indicesWithin(this.#scanOf);
    const most = studies.reduce((largest, { length }) => Math.max(largest, length), 0);
    const column = (): Float64Array => new Float64Array(most * most);
    this.#buffers = {
      x: column(),
      y: column(),
      z: column(),
      meanSquare: column(),
      mayStartElsewhere: new Uint8Array(most * most),
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
        this.#findConsensusOfScans(rows, columns, table);
        const prior = this.#prior(s, t);
        rows.forEach((i, row) => {
          columns.forEach((j, column) => {
            const cell = row * columns.length + column;
            const location = this.#location(table, cell, i, j, consensus);
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
    const location = this.#location(table, 0, i, j, consensus);
    if (Number.isNaN(location) && isEmpty(table, 0)) return undefined;
    return {
      location: location || 0,
      size: table.size[0] || 0,
      type: table.type[0] || 0,
      appearance: table.appearance[0] || 0,
    };
  }

  /** Evidence by feature and prior of a pair; they add up to its log-odds. */
  explained(i: number, j: number): Explained {
    const key = i * this.#lesions.count + j;
    const known = this.#explained.get(key);
    if (known !== undefined) return known;
    const prior = this.#prior(this.#lesions.study[i]!, this.#lesions.study[j]!);
    const explained = { prior, ...(this.evidence(i, j) ?? NO_EVIDENCE) };
    this.#explained.set(key, explained);
    return explained;
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
   * The best of the explanations: the studies' offset is unknown, or it is the one that other lesions show, or
   * that of two of their scans is. The more lesions support the studies' offset, the more it counts against an
   * unknown one.
   */
  #location(
    table: EvidenceTable,
    cell: number,
    i: number,
    j: number,
    consensus: Consensus | undefined,
  ): number {
    const alone = table.free[cell]!;
    if (Number.isNaN(alone)) return alone;
    const offset = consensus?.without(this.#indexInStudy[i]!, this.#indexInStudy[j]!);
    const mayStartElsewhere = table.mayStartElsewhere[cell] === 1;
    const ofStudies =
      offset === undefined
        ? alone
        : Math.max(
            alone - Math.min(MOST_SURPLUS, Math.max(0, this.#surplus(offset))),
            this.#shown(table, cell, offset, mayStartElsewhere),
          );
    if (!mayStartElsewhere) return ofStudies;
    const ofScans = this.#ofScans
      .get(this.#scanOf[i]! * this.#scans + this.#scanOf[j]!)
      ?.without(this.#indexInScan[i]!, this.#indexInScan[j]!);
    if (ofScans === undefined) return ofStudies;
    return Math.max(ofStudies, this.#shown(table, cell, ofScans, false));
  }

  /** Evidence of a pair's location under an offset, less what the offset lacks in support. */
  #shown(table: EvidenceTable, cell: number, offset: Offset, mayStartElsewhere: boolean): number {
    const location = this.#odds.location(table, cell, offset, mayStartElsewhere);
    return location + Math.min(0, this.#surplus(offset));
  }

  #surplus({ support }: Offset): number {
    const { full, slope } = this.#model.support;
    return (support - full) / slope;
  }

  /** Needs two lesions in each study: an offset that a single pair shows is no evidence for that pair. */
  #findConsensus(s: number, t: number, table: PairTable): Consensus | undefined {
    if (table.rows < 2 || table.columns < 2) return undefined;
    const consensus = findConsensus(table, this.#model.location[this.#lesions.kind]);
    this.#consensus.set(s * this.#studies.length + t, consensus);
    return consensus;
  }

  /** Offsets of every two scans with two lesions each, of which one may start elsewhere. */
  #findConsensusOfScans(rows: readonly number[], columns: readonly number[], table: PairTable) {
    if (this.#scans === this.#studies.length) return;
    const scansAmong = (lesions: readonly number[]): Map<number, number[]> =>
      groupBy(lesions.keys(), (at) => this.#scanOf[lesions[at]!]!);
    const [ofRows, ofColumns] = [scansAmong(rows), scansAmong(columns)];
    for (const [a, some] of ofRows) {
      for (const [b, others] of ofColumns) {
        const areMain = a < this.#studies.length && b < this.#studies.length;
        if (areMain || some.length < 2 || others.length < 2) continue;
        const part = partOf(table, some, others);
        const consensus = findConsensus(part, this.#model.location[this.#lesions.kind]);
        this.#ofScans.set(a * this.#scans + b, consensus);
      }
    }
  }

  /** The pairs of these lesions; overwrites the previous table. */
  #tableOf(rows: readonly number[], columns: readonly number[]): EvidenceTable {
    const table = { rows: rows.length, columns: columns.length, ...this.#buffers };
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
    return this.#scanOf[i]! < this.#studies.length;
  }
}

/** For each item its index among those with the same label. */
function indicesWithin(labels: Int32Array): Int32Array {
  const indices = new Int32Array(labels.length);
  for (const members of membersOf(labels)) {
    members.forEach((item, at) => {
      indices[item] = at;
    });
  }
  return indices;
}

/** True where size, type and appearance are all missing. */
const isEmpty = ({ size, type, appearance }: EvidenceTable, cell: number): boolean =>
  Number.isNaN(size[cell]) && Number.isNaN(type[cell]) && Number.isNaN(appearance[cell]);
