/** Explains the links, duplicates and rejected pairs of the joint matcher. */

import { exp, ln } from "../../core/arithmetic.js";
import { groupBy } from "../../core/group-by.js";
import type { NodeLesions } from "../node-lesions.js";
import { PairSet } from "../node-pairs.js";
import type { Duplicate, Edge, Link, LinkEvidence, RejectedPair } from "../result.js";
import type { WeightedPair } from "./forest/problem.js";
import { AcceptedPaths, SequenceStudies } from "./found-sequences.js";
import type { Calibration } from "./joint-model.js";
import type { JointOptions } from "./joint-options.js";
import { weightedDistance } from "./lesion-features.js";
import { CANDIDATE_LOG_ODDS, type JointSolution } from "./solve.js";

export class LinkExplainer {
  readonly #named: NodeLesions;
  readonly #solution: JointSolution;
  readonly #options: JointOptions;
  readonly #constrained: PairSet;
  #accepted: AcceptedPaths | undefined;

  constructor(named: NodeLesions, solution: JointSolution, options: JointOptions) {
    this.#named = named;
    this.#solution = solution;
    this.#options = options;
    this.#constrained = new PairSet(solution.nodes.count, solution.must);
  }

  /** A link with its evidence, probability, runner-up and margin. */
  link(i: number, j: number, accepted: boolean): Link {
    const constrained = this.#constrained.has(i, j);
    const runnerUp = this.#runnerUp(i, j);
    const logOdds = this.#logOdds(i, j);
    const probability = this.#linkProbability(i, j);
    return {
      ...this.#measured(i, j),
      logOdds,
      probability,
      accepted,
      evidence: this.#solution.weigher.explained(i, j),
      ...(runnerUp && {
        runnerUp: this.edge(runnerUp.i, runnerUp.j),
        margin: logOdds - runnerUp.weight,
      }),
      uncertain:
        !constrained && (probability < this.#options.uncertainBelow || this.#isUnplaced(i, j)),
      ...(constrained && { constrained }),
    };
  }

  /** Two nodes with distance, log-odds and probability. */
  edge(i: number, j: number): Edge {
    return {
      ...this.#measured(i, j),
      logOdds: this.#logOdds(i, j),
      probability: this.#probability(i, j),
    };
  }

  /** Duplicates with the log-odds and probability of their least certain merge; none where constraints merge them. */
  duplicates(found: readonly Duplicate[]): Duplicate[] {
    const least = new Map<number, number>();
    for (const { i, weight } of this.#solution.duplicates.merged) {
      const row = this.#named.row(this.#solution.nodeOf[i]!);
      least.set(row, Math.min(weight, least.get(row) ?? Number.POSITIVE_INFINITY));
    }
    const { calibration } = this.#options.model;
    return found.map((duplicate) => {
      const logOdds = least.get(duplicate.rows[0]!);
      if (logOdds === undefined) return duplicate;
      return { ...duplicate, logOdds, probability: calibrated(logOdds, calibration.duplicate) };
    });
  }

  /** Likely pairs of different sequences, the best pairs of sequences and of lesions of a study that could be one. */
  rejectedPairs(): RejectedPair[] {
    const { nodes, nodeOf, duplicates } = this.#solution;
    const possible = duplicates.candidates(nodes, nodeOf, CANDIDATE_LOG_ODDS);
    return [...this.#rejectedLinks(), ...possible.map((pair) => this.#rejectedDuplicate(pair))];
  }

  #rejectedLinks(): RejectedPair[] {
    const { nodes, candidates, sequenceOf, cannot } = this.#solution;
    const separated = new PairSet(nodes.count, cannot);
    const sequences = new SequenceStudies(sequenceOf, nodes.study);
    const apart = candidates.filter(({ i, j }) => sequenceOf[i] !== sequenceOf[j]);
    const conflicts = apart
      .filter(({ i, j, weight }) => weight > 0 || separated.has(i, j))
      .map(({ i, j }): [WeightedPair, RejectedPair] => {
        const competitor = sequences.conflict(i, j);
        const pair = this.#rejected(i, j, separated.has(i, j) ? "cannot-link" : "conflict");
        const inTheWay = competitor && this.edge(...competitor);
        return [
          { i, j, weight: 0 },
          { ...pair, ...(inTheWay && { competitor: inTheWay }) },
        ];
      });
    const unlikely = apart.filter(
      ({ i, j, weight }) => weight <= 0 && !separated.has(i, j) && sequences.mayMerge(i, j),
    );
    const best = Array.from(
      groupBy(unlikely, ({ i, j }) => sequences.key(i, j)).values(),
      (pairs) => pairs.reduce((most, pair) => (pair.weight > most.weight ? pair : most)),
    );
    const merges = best.map((pair): [WeightedPair, RejectedPair] => [
      pair,
      this.#rejected(pair.i, pair.j, "odds"),
    ]);
    return [...conflicts, ...merges]
      .sort(([a], [b]) => a.i - b.i || a.j - b.j)
      .map(([, pair]) => pair);
  }

  #rejected(i: number, j: number, step: RejectedPair["step"]): RejectedPair {
    const calibration = step === "odds" ? "odds" : "conflict";
    const probability =
      step === "cannot-link" ? 0 : this.#calibrated(this.#strength(i, j), calibration);
    return { ...this.edge(i, j), probability, step, evidence: this.#evidence(i, j) };
  }

  #rejectedDuplicate({ i, j, weight }: WeightedPair): RejectedPair {
    const [a, b] = i < j ? [i, j] : [j, i];
    return {
      ...this.#measured(a, b),
      logOdds: weight,
      probability: this.#calibrated(weight, "duplicate"),
      step: "duplicate",
    };
  }

  #evidence(i: number, j: number): LinkEvidence {
    return this.#solution.weigher.explained(i, j);
  }

  #logOdds(i: number, j: number): number {
    return this.#solution.weigher.logOdds(i, j);
  }

  /** The probability of a pair: as a link where both are in one sequence, else as a rejected pair. */
  #probability(i: number, j: number): number {
    const { sequenceOf } = this.#solution;
    if (sequenceOf[i] === sequenceOf[j]) return this.#linkProbability(i, j);
    const kind = this.#logOdds(i, j) > 0 ? "conflict" : "odds";
    return this.#calibrated(this.#strength(i, j), kind);
  }

  #linkProbability(i: number, j: number): number {
    if (this.#constrained.has(i, j)) return 1;
    const strength = Math.max(this.#strength(i, j), this.#paths().weakest(i, j));
    return this.#calibrated(strength, "link");
  }

  /** Paths along accepted pairs, found when the first link is explained. */
  #paths(): AcceptedPaths {
    const { nodes, forest } = this.#solution;
    this.#accepted ??= new AcceptedPaths(nodes.count, forest.links, ({ i, j }) =>
      this.#strength(i, j),
    );
    return this.#accepted;
  }

  #calibrated(logOdds: number, kind: keyof JointOptions["model"]["calibration"]): number {
    const calibration: Calibration = this.#options.model.calibration[kind];
    return calibrated(logOdds, calibration);
  }

  /** Log-odds of a pair against no partner and against the runner-up. */
  #strength(i: number, j: number): number {
    const logOdds = this.#logOdds(i, j);
    const runnerUp = this.#runnerUp(i, j);
    return againstRunnerUp(logOdds, runnerUp && logOdds - runnerUp.weight);
  }

  /** The likeliest pair that i could make with j's study, or j with i's, instead of each other. */
  #runnerUp(i: number, j: number): WeightedPair | undefined {
    const { competitors, nodes } = this.#solution;
    const one = competitors?.best(i, nodes.study[j]!, j);
    const two = competitors?.best(j, nodes.study[i]!, i);
    if (one !== undefined && (two === undefined || one.logOdds >= two.logOdds)) {
      return { i: Math.min(i, one.lesion), j: Math.max(i, one.lesion), weight: one.logOdds };
    }
    if (two === undefined) return undefined;
    return { i: Math.min(j, two.lesion), j: Math.max(j, two.lesion), weight: two.logOdds };
  }

  /** Location and appearance are missing: size and type alone do not identify a lesion. */
  #isUnplaced(i: number, j: number): boolean {
    const { position, vectors } = this.#solution.nodes;
    const [x] = position;
    return vectors === undefined && Number.isNaN(x[i]! + x[j]!);
  }

  #measured(i: number, j: number): Edge {
    const distance = weightedDistance(this.#solution.nodes, i, j);
    return { ...this.#named.rows(i, j), ...(distance !== undefined && { distance }) };
  }
}

/** The probability that a calibration gives to log-odds. */
const calibrated = (logOdds: number, { intercept, slope }: Calibration): number =>
  1 / (1 + exp(-(intercept + slope * logOdds)));

/**
 * Log-odds of a pair against no partner and against the runner-up together: a link must be likely in itself and
 * likelier than the other pair. `-ln(exp(-logOdds) + exp(-margin))`, about the smaller of the two.
 */
function againstRunnerUp(logOdds: number, margin: number | undefined): number {
  if (margin === undefined) return logOdds;
  const least = Math.min(logOdds, margin);
  return least - ln(1 + exp(least - Math.max(logOdds, margin)));
}
