/** Lesions of one study that are the same lesion, annotated twice. */

import { membersOf } from "../../core/union-find.js";
import type { Constraints } from "../constraints.js";
import { DuplicateGroups } from "../duplicate-groups.js";
import type { MissingSeries } from "../missing-series.js";
import type { Pair } from "../node-pairs.js";
import { Odds } from "./evidence.js";
import { compareWeights, type WeightedPair } from "./forest/problem.js";
import type { JointModel } from "./joint-model.js";
import type { LesionFeatures } from "./lesion-features.js";

/**
 * Lesions of one patient merged pair by pair. Two lesions of one series are never merged unless they are
 * identical; constraints hold.
 */
export class Duplicates {
  readonly #features: LesionFeatures;
  readonly #odds: Odds;
  readonly #prior: number;
  readonly #missingSeries: MissingSeries;
  readonly #groups: DuplicateGroups;
  /** The lesions of each group of several, by lesion. */
  readonly #joined = new Map<number, readonly number[]>();
  /** The merged pairs, with their log-odds of being the same. */
  readonly merged: WeightedPair[] = [];

  /** Merges all pairs with positive log-odds, the likeliest first. O(sum of squares of lesions per study). */
  constructor(
    features: LesionFeatures,
    model: JointModel,
    constraints: Constraints,
    missingSeries: MissingSeries,
  ) {
    this.#features = features;
    this.#odds = Odds.of(model, features.kind);
    this.#prior = model.prior.duplicate;
    this.#missingSeries = missingSeries;
    this.#groups = new DuplicateGroups(features.study, constraints);
    const pairs: WeightedPair[] = [];
    forEachPairOfStudy(features, (i, j) => {
      if (this.#areOfOneSeries(i, j)) return;
      const weight = this.#logOdds(features, i, j);
      if (weight > 0) pairs.push({ i, j, weight });
    });
    this.#mergeAll(pairs);
  }

  /** For each lesion the number of its group, in the order of the groups' first lesions. */
  labels(): Int32Array {
    return this.#groups.labels();
  }

  /**
   * Merges pairs of already merged lesions whose links say so: those whose log-odds plus the smaller log-odds
   * of both to the same third lesion are positive. Each lesion is merged once at most.
   *
   * @param links pairs of `nodes`, of which those with positive log-odds count
   * @returns false where nothing was merged
   */
  mergeLinked(nodes: LesionFeatures, nodeOf: Int32Array, links: readonly WeightedPair[]): boolean {
    const members = membersOf(nodeOf);
    const pairs: WeightedPair[] = [];
    forEachPairWithCommon(nodes, links, (i, j, common) => {
      if (this.#ofOneSeries(members[i]!, members[j]!)) return;
      const weight = this.#logOdds(nodes, i, j) + common;
      if (weight > 0) pairs.push({ i, j, weight });
    });
    if (pairs.length === 0) return false;
    const taken = new Set<number>();
    const chosen = pairs.sort(compareWeights).flatMap(({ i, j, weight }) => {
      if (taken.has(i) || taken.has(j)) return [];
      taken.add(i).add(j);
      return [{ i: members[i]![0]!, j: members[j]![0]!, weight }];
    });
    const before = this.merged.length;
    this.#mergeAll(chosen);
    return this.merged.length > before;
  }

  /** Pairs of `nodes` of one study that may be duplicates, with log-odds above a limit. */
  candidates(nodes: LesionFeatures, nodeOf: Int32Array, above: number): WeightedPair[] {
    const members = membersOf(nodeOf);
    const pairs: WeightedPair[] = [];
    forEachPairOfStudy(nodes, (i, j) => {
      if (this.#ofOneSeries(members[i]!, members[j]!)) return;
      const weight = this.#logOdds(nodes, i, j);
      if (weight > above) pairs.push({ i, j, weight });
    });
    return pairs;
  }

  /**
   * Pairs of lesions without series whose merge `missingSeries` decided: those that it allowed, or those with positive
   * log-odds that it kept apart.
   */
  decidedBySeries(): Pair[] {
    if (!this.#features.series.some(Number.isNaN)) return [];
    const isDecided = (i: number, j: number): boolean =>
      this.#lacksSeries(i, j) && !this.#identical(i, j);
    if (this.#missingSeries === "any") {
      return this.merged.flatMap(({ i, j }) => (isDecided(i, j) ? [[i, j] as const] : []));
    }
    const labels = this.labels();
    const pairs: Pair[] = [];
    forEachPairOfStudy(this.#features, (i, j) => {
      if (!isDecided(i, j) || labels[i] === labels[j]) return;
      if (this.#logOdds(this.#features, i, j) > 0) pairs.push([i, j]);
    });
    return pairs;
  }

  #lacksSeries(i: number, j: number): boolean {
    return Number.isNaN(this.#features.series[i]! + this.#features.series[j]!);
  }

  #logOdds(features: LesionFeatures, i: number, j: number): number {
    return this.#odds.duplicate(features, i, j) + this.#prior;
  }

  #mergeAll(pairs: WeightedPair[]): void {
    for (const pair of pairs.sort(compareWeights)) {
      const a = this.#joined.get(pair.i) ?? [pair.i];
      const b = this.#joined.get(pair.j) ?? [pair.j];
      if (a === b || this.#ofOneSeries(a, b) || !this.#groups.join(pair.i, pair.j)) continue;
      const joined = [...a, ...b];
      for (const lesion of joined) this.#joined.set(lesion, joined);
      this.merged.push(pair);
    }
  }

  /** True where two groups have lesions of one series that are not identical. */
  #ofOneSeries(a: readonly number[], b: readonly number[]): boolean {
    return a.some((i) => b.some((j) => this.#areOfOneSeries(i, j)));
  }

  #areOfOneSeries(i: number, j: number): boolean {
    const { series } = this.#features;
    const different = this.#lacksSeries(i, j)
      ? this.#missingSeries === "different"
      : series[i] === series[j];
    return different && !this.#identical(i, j);
  }

  /** True where position and size are equal; an axis may be missing in both, a position may not. */
  #identical(i: number, j: number): boolean {
    const { position, logSize } = this.#features;
    for (const column of position) if (column[i] !== column[j]) return false;
    for (const column of logSize) if (!Object.is(column[i], column[j])) return false;
    return true;
  }
}

/** Lesions stand study by study. */
function forEachPairOfStudy(
  { count, study }: LesionFeatures,
  meet: (i: number, j: number) => void,
): void {
  for (let j = 1; j < count; j++) {
    for (let i = j - 1; i >= 0 && study[i] === study[j]; i--) meet(i, j);
  }
}

/** No link counts for more than this: a third lesion is evidence about two others, not proof. */
const MOST_FROM_A_LINK = 6;

/** Meets pairs of nodes of one study that have a common partner, with {@link strongestCommon}. */
function forEachPairWithCommon(
  { count, study }: LesionFeatures,
  links: readonly WeightedPair[],
  meet: (i: number, j: number, common: number) => void,
): void {
  const linksOf = linksByNode(count, links);
  /** Log-odds of j and each other node; 0 without a link. */
  const withJ = new Float64Array(count);
  for (let j = 1; j < count; j++) {
    const own = linksOf[j]!;
    if (own.length === 0 || study[j] !== study[j - 1]) continue;
    for (const link of own) withJ[link.i + link.j - j] = link.weight;
    for (let i = j - 1; i >= 0 && study[i] === study[j]; i--) {
      const common = strongestCommon(i, linksOf[i]!, withJ);
      if (common > 0) meet(i, j, common);
    }
    for (const link of own) withJ[link.i + link.j - j] = 0;
  }
}

/** For each node its links with positive log-odds. */
function linksByNode(count: number, links: readonly WeightedPair[]): WeightedPair[][] {
  const linksOf: WeightedPair[][] = [];
  for (let node = 0; node < count; node++) linksOf.push([]);
  for (const link of links) {
    if (link.weight <= 0) continue;
    linksOf[link.i]!.push(link);
    linksOf[link.j]!.push(link);
  }
  return linksOf;
}

/** The largest of the smaller log-odds that i and another node have with a common partner; 0 without one. */
function strongestCommon(i: number, own: readonly WeightedPair[], other: Float64Array): number {
  let strongest = 0;
  for (const link of own) {
    const common = Math.min(link.weight, other[link.i + link.j - i]!, MOST_FROM_A_LINK);
    strongest = Math.max(strongest, common);
  }
  return strongest;
}
