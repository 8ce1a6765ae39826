/** What the joint matcher says about its links and refusals. */
import { type NamedNodes, type Pair, PairSet } from "../named-nodes.js";
import type { Edge, Link, LinkEvidence, RejectedPair } from "../result.js";
import type { WeightedPair } from "./forest/problem.js";
import { featureDistance, type Marks } from "./marks.js";
import type { JointModel } from "./model.js";
import type { PairWeigher } from "./pairs.js";
import type { Competitors } from "./rivals.js";

export class Words {
  readonly #named: NamedNodes;
  readonly #lesions: Marks;
  readonly #weigher: PairWeigher;
  readonly #rivals: Competitors;
  readonly #model: JointModel;
  readonly #doubtBelow: number;

  constructor(
    named: NamedNodes,
    lesions: Marks,
    weigher: PairWeigher,
    competitors: Competitors,
    { model, uncertainBelow }: { readonly model: JointModel; readonly uncertainBelow: number },
  ) {
    this.#named = named;
    this.#lesions = lesions;
    this.#weigher = weigher;
    this.#rivals = competitors;
    this.#model = model;
    this.#doubtBelow = uncertainBelow;
  }

  /** A link with its evidence, runner-up and margin; what is pinned is not doubted. */
  link(i: number, j: number, constrained: boolean): Link {
    const evidence = this.#evidence(i, j);
    const { prior, location, size, type, appearance } = evidence;
    const logOdds = location + (size + type + appearance) + prior;
    const runnerUp = this.#runnerUp(i, j);
    const margin = runnerUp && logOdds - (runnerUp.logOdds as number);
    return {
      ...this.#measured(i, j),
      logOdds,
      evidence,
      ...(runnerUp && { runnerUp, margin }),
      uncertain:
        !constrained &&
        (Math.min(logOdds, margin ?? logOdds) < this.#doubtBelow || this.#unplaced(i, j)),
      ...(constrained && { constrained }),
    };
  }

  /** Neither place nor appearance is known of both: size and type alone say little about who is who. */
  #unplaced(i: number, j: number): boolean {
    const { place, vectors } = this.#lesions;
    const [x] = place;
    return vectors === undefined && Number.isNaN(x[i]! + x[j]!);
  }

  /** Likely pairs that are in different sequences, with the reason. */
  rejectedPairs(
    likely: readonly WeightedPair[],
    sequenceOf: Int32Array,
    apart: readonly Pair[],
  ): RejectedPair[] {
    const cannotLinkPairs = new PairSet(this.#lesions.count, apart);
    const members = new Map<string, number>();
    sequenceOf.forEach((sequence, i) => {
      members.set(`${sequence} ${this.#lesions.study[i]}`, i);
    });
    return likely
      .filter(({ i, j }) => sequenceOf[i] !== sequenceOf[j])
      .sort((a, b) => a.i - b.i || a.j - b.j)
      .map(({ i, j }) => {
        const edge = this.#edge(i, j);
        if (cannotLinkPairs.has(i, j)) return { ...edge, step: "cannot-link" };
        const inPlace = members.get(`${sequenceOf[i]} ${this.#lesions.study[j]}`);
        const other = members.get(`${sequenceOf[j]} ${this.#lesions.study[i]}`);
        const competitor =
          inPlace !== undefined
            ? this.#edge(i, inPlace)
            : other !== undefined
              ? this.#edge(other, j)
              : undefined;
        return { ...edge, step: "conflict", ...(competitor && { competitor }) };
      });
  }

  #evidence(i: number, j: number): LinkEvidence {
    const nothing = { location: 0, size: 0, type: 0, appearance: 0 };
    return { prior: this.#model.prior.link, ...(this.#weigher.evidence(i, j) ?? nothing) };
  }

  #edge(a: number, b: number): Edge {
    const [i, j] = a < b ? [a, b] : [b, a];
    return { ...this.#measured(i, j), logOdds: this.#weigher.logOdds(i, j) };
  }

  #measured(i: number, j: number): Edge {
    const distance = featureDistance(this.#lesions, i, j);
    return { ...this.#named.rows(i, j), ...(distance !== undefined && { distance }) };
  }

  /** The likeliest pair that i could make with j's study, or j with i's, instead of each other. */
  #runnerUp(i: number, j: number): Edge | undefined {
    const { study } = this.#lesions;
    const one = this.#rivals.best(i, study[j]!, j);
    const two = this.#rivals.best(j, study[i]!, i);
    if (one !== undefined && (two === undefined || one.logOdds >= two.logOdds)) {
      return this.#edge(i, one.lesion);
    }
    return two && this.#edge(j, two.lesion);
  }
}
