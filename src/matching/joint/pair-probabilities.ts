/** Calibrated probabilities of the joint matcher's links, duplicates and rejected pairs. */

import { exp, ln } from "../../core/arithmetic.js";
import { PairSet } from "../node-pairs.js";
import type { WeightedPair } from "./forest/problem.js";
import { AcceptedPaths, SequenceStudies } from "./found-sequences.js";
import type { Calibration, JointModel } from "./joint-model.js";
import type { JointSolution } from "./solve.js";

/** What a probability depends on; {@link Calibration} describes and weighs it. */
type Signals = Omit<Calibration, "intercept">;

/** A competitor stronger than this makes a conflict no less likely. */
const STRONGEST_COMPETITOR = 6;

export class PairProbabilities {
  readonly #solution: JointSolution;
  readonly #calibration: JointModel["calibration"];
  readonly #constrained: PairSet;
  readonly #separated: PairSet;
  #accepted: AcceptedPaths | undefined;
  #sequences: SequenceStudies | undefined;

  constructor(solution: JointSolution, { calibration }: JointModel) {
    this.#solution = solution;
    this.#calibration = calibration;
    this.#constrained = new PairSet(solution.nodes.count, solution.must);
    this.#separated = new PairSet(solution.nodes.count, solution.cannot);
  }

  /** Which studies each sequence has lesions in. */
  get sequences(): SequenceStudies {
    const { sequenceOf, nodes } = this.#solution;
    this.#sequences ??= new SequenceStudies(sequenceOf, nodes.study);
    return this.#sequences;
  }

  /** True where must-link constraints make the two one lesion. */
  isConstrained(i: number, j: number): boolean {
    return this.#constrained.has(i, j);
  }

  /** True where a cannot-link constraint makes the two different lesions. */
  isSeparated(i: number, j: number): boolean {
    return this.#separated.has(i, j);
  }

  /** The probability of a pair: as a link where both are in one sequence, else as a rejected pair. */
  of(i: number, j: number): number {
    const { sequenceOf } = this.#solution;
    if (sequenceOf[i] !== sequenceOf[j]) {
      return this.rejected(i, j, this.#solution.weigher.logOdds(i, j) > 0 ? "conflict" : "odds");
    }
    const strength = this.#linkStrength(i, j);
    if (strength === Number.POSITIVE_INFINITY) return 1;
    const detour = strength - this.#strength(i, j);
    return probability(this.#signals(i, j, strength, detour), this.#calibration.link);
  }

  rejected(i: number, j: number, kind: "conflict" | "odds"): number {
    if (this.isSeparated(i, j)) return 0;
    const strength = this.#strength(i, j);
    if (kind === "odds") return probability(this.#signals(i, j, strength), this.#calibration.odds);
    const inTheWay = this.sequences.conflict(i, j);
    const ofOther = inTheWay ? this.#linkStrength(...inTheWay) : STRONGEST_COMPETITOR;
    const competitor = Math.min(STRONGEST_COMPETITOR, ofOther);
    return probability(this.#signals(i, j, strength, 0, competitor), this.#calibration.conflict);
  }

  /** Of lesions of one study with these log-odds. */
  duplicate(logOdds: number): number {
    const signals = { strength: logOdds, detour: 0, crowding: 0, withoutOffset: 0, competitor: 0 };
    return probability(signals, this.#calibration.duplicate);
  }

  /** The likeliest pair that i could make with j's study, or j with i's, instead of each other. */
  runnerUp(i: number, j: number): WeightedPair | undefined {
    const { competitors, nodes } = this.#solution;
    const one = competitors?.best(i, nodes.study[j]!, j);
    const two = competitors?.best(j, nodes.study[i]!, i);
    if (one !== undefined && (two === undefined || one.logOdds >= two.logOdds)) {
      return { i: Math.min(i, one.lesion), j: Math.max(i, one.lesion), weight: one.logOdds };
    }
    if (two === undefined) return undefined;
    return { i: Math.min(j, two.lesion), j: Math.max(j, two.lesion), weight: two.logOdds };
  }

  #signals(i: number, j: number, strength: number, detour = 0, competitor = 0): Signals {
    const { weigher } = this.#solution;
    const crowding = weigher.crowding(i, j);
    const withoutOffset = weigher.hasOffset(i, j) ? 0 : weigher.explained(i, j).location;
    return { strength, detour, crowding, withoutOffset, competitor };
  }

  /** Log-odds of a pair against no partner and against the runner-up. */
  #strength(i: number, j: number): number {
    const logOdds = this.#solution.weigher.logOdds(i, j);
    const runnerUp = this.runnerUp(i, j);
    return againstRunnerUp(logOdds, runnerUp && logOdds - runnerUp.weight);
  }

  /** The strength of a pair of one sequence, or of the path along accepted pairs where it is stronger. */
  #linkStrength(i: number, j: number): number {
    if (this.isConstrained(i, j)) return Number.POSITIVE_INFINITY;
    return Math.max(this.#strength(i, j), this.#paths().weakest(i, j));
  }

  /** Paths along accepted pairs, found when the first link is explained. */
  #paths(): AcceptedPaths {
    const { nodes, forest } = this.#solution;
    this.#accepted ??= new AcceptedPaths(nodes.count, forest.links, ({ i, j }) =>
      this.isConstrained(i, j) ? Number.POSITIVE_INFINITY : this.#strength(i, j),
    );
    return this.#accepted;
  }
}

function probability(signals: Signals, weights: Calibration): number {
  const logOdds =
    weights.intercept +
    weights.strength * signals.strength +
    weights.detour * signals.detour +
    weights.crowding * signals.crowding +
    weights.withoutOffset * signals.withoutOffset +
    weights.competitor * signals.competitor;
  return 1 / (1 + exp(-logOdds));
}

/**
 * Log-odds of a pair against no partner and against the runner-up together: a link must be likely in itself and
 * likelier than the other pair. `-ln(exp(-logOdds) + exp(-margin))`, about the smaller of the two.
 */
function againstRunnerUp(logOdds: number, margin: number | undefined): number {
  if (margin === undefined) return logOdds;
  const least = Math.min(logOdds, margin);
  return least - ln(1 + exp(least - Math.max(logOdds, margin)));
}
