/** Explains the links, duplicates and rejected pairs of the joint matcher. */

import { groupBy } from "../../core/group-by.js";
import type { NodeLesions } from "../node-lesions.js";
import type { Duplicate, Edge, Link, RejectedPair } from "../result.js";
import type { WeightedPair } from "./forest/problem.js";
import type { JointOptions } from "./joint-options.js";
import { weightedDistance } from "./lesion-features.js";
import { PairProbabilities } from "./pair-probabilities.js";
import type { PairWeigher } from "./pair-weigher.js";
import { CANDIDATE_LOG_ODDS, type JointSolution } from "./solve.js";

/** Evidence of a location that makes a link uncertain. */
const UNLIKELY_LOCATION = -1.5;

/** The joint matcher weighs every pair. */
type MeasuredOdds = { readonly logOdds: number; readonly probability: number };

export class LinkExplainer {
  readonly #named: NodeLesions;
  readonly #solution: JointSolution;
  readonly #weigher: PairWeigher;
  readonly #options: JointOptions;
  readonly #probabilities: PairProbabilities;
  /**
   * What {@link edge} returned: a pair may be accepted, a link, and the runner-up of others. Each of these is an
   * object of its own in the result.
   */
  readonly #edges = new Map<number, Edge & MeasuredOdds>();

  constructor(named: NodeLesions, solution: JointSolution, options: JointOptions) {
    this.#named = named;
    this.#solution = solution;
    this.#weigher = solution.weigher;
    this.#options = options;
    this.#probabilities = new PairProbabilities(solution, options.model);
  }

  /** A link with its evidence, probability, runner-up and margin. */
  link(i: number, j: number, accepted: boolean): Link {
    const constrained = this.#probabilities.isConstrained(i, j);
    const runnerUp = this.#probabilities.runnerUp(i, j);
    const edge = this.edge(i, j);
    const { logOdds, probability } = edge;
    const { uncertainBelow } = this.#options;
    return {
      ...edge,
      accepted,
      evidence: this.#weigher.explained(i, j),
      ...(runnerUp && {
        runnerUp: { ...this.edge(runnerUp.i, runnerUp.j) },
        margin: logOdds - runnerUp.weight,
      }),
      uncertain: !constrained && (probability < uncertainBelow || this.#hasWeakLocation(i, j)),
      ...(constrained && { constrained }),
    };
  }

  /** Two nodes with distance, log-odds and probability. */
  edge(i: number, j: number): Edge & MeasuredOdds {
    const key = i * this.#solution.nodes.count + j;
    const known = this.#edges.get(key);
    if (known !== undefined) return known;
    const logOdds = this.#weigher.logOdds(i, j);
    const edge = { ...this.#measured(i, j), logOdds, probability: this.#probabilities.of(i, j) };
    this.#edges.set(key, edge);
    return edge;
  }

  /** Duplicates with the log-odds and probability of their least certain merge; none where constraints merge them. */
  duplicates(found: readonly Duplicate[]): Duplicate[] {
    const least = new Map<number, number>();
    for (const { i, weight } of this.#solution.duplicates.merged) {
      const row = this.#named.row(this.#solution.nodeOf[i]!);
      least.set(row, Math.min(weight, least.get(row) ?? Number.POSITIVE_INFINITY));
    }
    return found.map((duplicate) => {
      const logOdds = least.get(duplicate.rows[0]!);
      if (logOdds === undefined) return duplicate;
      return { ...duplicate, logOdds, probability: this.#probabilities.duplicate(logOdds) };
    });
  }

  /** Likely pairs of different sequences, the best pairs of sequences and of lesions of a study that could be one. */
  rejectedPairs(): RejectedPair[] {
    const { nodes, nodeOf, duplicates } = this.#solution;
    const possible = duplicates.candidates(nodes, nodeOf, CANDIDATE_LOG_ODDS);
    return [...this.#rejectedLinks(), ...possible.map((pair) => this.#rejectedDuplicate(pair))];
  }

  #rejectedLinks(): RejectedPair[] {
    const { candidates, sequenceOf } = this.#solution;
    const { sequences } = this.#probabilities;
    const apart = candidates.filter(({ i, j }) => sequenceOf[i] !== sequenceOf[j]);
    const conflicts = apart
      .filter(({ i, j, weight }) => weight > 0 || this.#probabilities.isSeparated(i, j))
      .map(({ i, j }): [WeightedPair, RejectedPair] => {
        const competitor = sequences.conflict(i, j);
        const isSeparated = this.#probabilities.isSeparated(i, j);
        const pair = this.#rejected(i, j, isSeparated ? "cannot-link" : "conflict");
        return [
          { i, j, weight: 0 },
          { ...pair, ...(competitor && { competitor: { ...this.edge(...competitor) } }) },
        ];
      });
    const unlikely = apart.filter(
      ({ i, j, weight }) =>
        weight <= 0 && !this.#probabilities.isSeparated(i, j) && sequences.mayMerge(i, j),
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
    const kind = step === "odds" ? "odds" : "conflict";
    const probability = this.#probabilities.rejected(i, j, kind);
    return {
      ...this.#measured(i, j),
      logOdds: this.#weigher.logOdds(i, j),
      probability,
      step,
      evidence: this.#weigher.explained(i, j),
    };
  }

  #rejectedDuplicate({ i, j, weight }: WeightedPair): RejectedPair {
    return {
      ...this.#measured(i, j),
      logOdds: weight,
      probability: this.#probabilities.duplicate(weight),
      step: "duplicate",
    };
  }

  /**
   * Without location and appearance, size and type alone do not identify a lesion. And the odds of a location fall to
   * a minimum, however far apart two lesions are, so that a link without competitors may be probable nevertheless.
   */
  #hasWeakLocation(i: number, j: number): boolean {
    const { position, vectors } = this.#solution.nodes;
    const [x] = position;
    if (Number.isNaN(x[i]! + x[j]!)) return vectors === undefined;
    return this.#weigher.explained(i, j).location < UNLIKELY_LOCATION;
  }

  #measured(i: number, j: number): Edge {
    const edge = this.#named.edge(i, j);
    const distance = weightedDistance(this.#solution.nodes, i, j);
    return distance === undefined ? edge : { from: edge.from, to: edge.to, distance };
  }
}
