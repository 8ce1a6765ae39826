/** Lesions of one study that are the same lesion, annotated twice. */

import { membersOf } from "../../core/union-find.js";
import { type Constraints, DuplicateGroups } from "../constraints.js";
import type { MissingSeries } from "../missing-series.js";
import type { Pair } from "../node-pairs.js";
import { Odds } from "./evidence.js";
import type { WeightedPair } from "./forest/problem.js";
import type { JointModel } from "./joint-model.js";
import type { LesionFeatures } from "./lesion-features.js";

/** Two lesions of one study with their log-odds of being the same. */
export type DuplicatePair = WeightedPair;

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
  readonly #membersOf: number[][];
  /** The merged pairs. */
  readonly merged: DuplicatePair[] = [];

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
    this.#membersOf = Array.from({ length: features.count }, (_, i) => [i]);
    const pairs: DuplicatePair[] = [];
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
   * @param links pairs of `nodes` with positive log-odds
   * @returns false where nothing was merged
   */
  mergeLinked(nodes: LesionFeatures, nodeOf: Int32Array, links: readonly WeightedPair[]): boolean {
    if (links.length === 0) return false;
    const members = membersOf(nodeOf);
    const partners = partnersOf(nodes.count, links);
    const pairs: DuplicatePair[] = [];
    forEachPairOfStudy(nodes, (i, j) => {
      const common = strongestCommon(partners[i], partners[j]);
      if (common === 0 || this.#ofOneSeries(members[i]!, members[j]!)) return;
      const weight = this.#logOdds(nodes, i, j) + common;
      if (weight > 0) pairs.push({ i, j, weight });
    });
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
  candidates(nodes: LesionFeatures, nodeOf: Int32Array, above: number): DuplicatePair[] {
    const members = membersOf(nodeOf);
    const pairs: DuplicatePair[] = [];
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

  #mergeAll(pairs: DuplicatePair[]): void {
    for (const pair of pairs.sort(compareWeights)) {
      const [a, b] = [this.#membersOf[pair.i]!, this.#membersOf[pair.j]!];
      if (a === b || this.#ofOneSeries(a, b) || !this.#groups.join(pair.i, pair.j)) continue;
      const joined = [...a, ...b];
      for (const lesion of joined) this.#membersOf[lesion] = joined;
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
    return (
      position.every((column) => column[i] === column[j]) &&
      logSize.every((column) => Object.is(column[i], column[j]))
    );
  }
}

const compareWeights = (a: WeightedPair, b: WeightedPair): number =>
  b.weight - a.weight || a.i - b.i || a.j - b.j;

/** Lesions stand study by study. */
function forEachPairOfStudy(
  { count, study }: LesionFeatures,
  meet: (i: number, j: number) => void,
): void {
  for (let j = 1; j < count; j++) {
    for (let i = j - 1; i >= 0 && study[i] === study[j]; i--) meet(i, j);
  }
}

type Partners = Map<number, number> | undefined;

/** For each node its partners with the log-odds of the link; absent where it has none. */
function partnersOf(count: number, links: readonly WeightedPair[]): Partners[] {
  const partners = new Array<Partners>(count).fill(undefined);
  const add = (node: number, partner: number, weight: number): void => {
    partners[node] = (partners[node] ?? new Map()).set(partner, weight);
  };
  for (const { i, j, weight } of links) {
    add(i, j, weight);
    add(j, i, weight);
  }
  return partners;
}

/** No link counts for more than this: a third lesion is evidence about two others, not proof. */
const MOST_FROM_A_LINK = 6;

/** The largest of the smaller log-odds that two nodes have with a common partner; 0 without one. */
function strongestCommon(a: Partners, b: Partners): number {
  let strongest = 0;
  if (a === undefined || b === undefined) return strongest;
  for (const [partner, weight] of a) {
    strongest = Math.max(strongest, Math.min(weight, b.get(partner) ?? 0, MOST_FROM_A_LINK));
  }
  return strongest;
}
