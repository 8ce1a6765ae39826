/** Evidence for pairs of lesions of two studies. */
import { ln } from "../../core/arithmetic.js";
import { groupBy } from "../../core/group-by.js";
import { membersOf } from "../../core/union-find.js";
import type { LinkEvidence } from "../result.js";
import type { Consensus, Offset } from "./consensus.js";
import { type Evidence, Odds } from "./evidence.js";
import { type EvidenceTable, EvidenceTables, isEmpty } from "./evidence-table.js";
import { findConsensus } from "./find-consensus.js";
import type { JointModel } from "./joint-model.js";
import type { LesionFeatures } from "./lesion-features.js";
import { type PairTable, partOf } from "./pair-table.js";
import { scansOf } from "./series-start.js";

const NO_EVIDENCE: Evidence = Object.freeze({ location: 0, size: 0, type: 0, appearance: 0 });
/** However well an offset is supported, an explanation without it loses no more than this. */
const MOST_SURPLUS = 6;

/** Weighs pairs of lesions of different studies, corrected for the offset between the studies. */
export class PairWeigher {
  readonly #lesions: LesionFeatures;
  readonly #model: JointModel;
  readonly #odds: Odds;
  readonly #tables: EvidenceTables;
  /** Lesions by study. */
  readonly #studies: readonly (readonly number[])[];
  /** Index of each lesion among those of its study. */
  readonly #indexInStudy: Int32Array;
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
  readonly #explained = new Map<number, LinkEvidence>();

  constructor(lesions: LesionFeatures, model: JointModel) {
    this.#lesions = lesions;
    this.#model = model;
    this.#odds = Odds.of(model, lesions.kind);
    this.#studies = membersOf(lesions.study);
    this.#indexInStudy = indicesWithin(lesions.study);
    this.#scanOf = scansOf(lesions);
    this.#scans = largest(this.#scanOf) + 1;
    this.#indexInScan = indicesWithin(this.#scanOf);
    this.#tables = new EvidenceTables(lesions, this.#odds, this.#scanOf);
  }

  /** Every pair with its log-odds, without pairs that have no feature in common. */
  forEach(take: (i: number, j: number, logOdds: number) => void): void {
    for (let t = 1; t < this.#studies.length; t++) {
      for (let s = 0; s < t; s++) this.#forEachOf(s, t, take);
    }
  }

  /** Every pair of two studies. */
  #forEachOf(s: number, t: number, take: (i: number, j: number, logOdds: number) => void): void {
    const rows = this.#studies[s]!;
    const columns = this.#studies[t]!;
    const table = this.#tables.of(rows, columns);
    const consensus = this.#findConsensus(s, t, table);
    this.#findConsensusOfScans(rows, columns, table);
    const prior = this.#prior(s, t);
    let cell = 0;
    for (const i of rows) {
      for (const j of columns) {
        const location = this.#location(table, cell, i, j, consensus);
        if (!Number.isNaN(location) || !isEmpty(table, cell)) {
          take(i, j, (location || 0) + table.others[cell]! + prior);
        }
        cell++;
      }
    }
  }

  /** Evidence by feature for two lesions, i of the earlier study; `undefined` without a common feature. */
  evidence(i: number, j: number): Evidence | undefined {
    const table = this.#tables.of([i], [j]);
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
  explained(i: number, j: number): LinkEvidence {
    const key = i * this.#lesions.count + j;
    const known = this.#explained.get(key);
    if (known !== undefined) return known;
    const prior = this.#prior(this.#lesions.study[i]!, this.#lesions.study[j]!);
    const { location, size, type, appearance } = this.evidence(i, j) ?? NO_EVIDENCE;
    const explained = { prior, location, size, type, appearance };
    this.#explained.set(key, explained);
    return explained;
  }

  /** Whether other lesions show the offset of the studies of i and j, i of the earlier one. */
  hasOffset(i: number, j: number): boolean {
    const [s, t] = [this.#lesions.study[i]!, this.#lesions.study[j]!];
    const consensus = this.#consensus.get(s * this.#studies.length + t);
    return consensus?.without(this.#indexInStudy[i]!, this.#indexInStudy[j]!) !== undefined;
  }

  /** ln(n m) for lesions of studies with n and m lesions, at most {@link MOST_CROWDING}. */
  crowding(i: number, j: number): number {
    return this.#crowding(this.#lesions.study[i]!, this.#lesions.study[j]!);
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
    return link - (crowding / 2) * this.#crowding(s, t);
  }

  #crowding(s: number, t: number): number {
    return Math.min(ln(this.#studies[s]!.length * this.#studies[t]!.length), MOST_CROWDING);
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
}

/** That of two studies of 23 lesions, the largest by which the prior and the probabilities were chosen. */
const MOST_CROWDING = ln(23 * 23);

/** For each item its index among those with the same label. */
function indicesWithin(labels: Int32Array): Int32Array {
  const indices = new Int32Array(labels.length);
  const counts = new Int32Array(largest(labels) + 1);
  for (let item = 0; item < labels.length; item++) {
    const label = labels[item]!;
    indices[item] = counts[label]!;
    counts[label] = indices[item]! + 1;
  }
  return indices;
}

/** The largest of some numbers; -1 for none. */
function largest(numbers: Int32Array): number {
  let most = -1;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, numbers[i]!);
  return most;
}
