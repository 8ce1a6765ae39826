/** The partition of a patient's lesions: duplicates, weighed pairs, and the forest of greatest evidence. */
import { membersOf, UnionFind } from "../../core/union-find.js";
import type { Constraints } from "../constraints.js";
import { type Pair, PairSet, pairsOfNodes } from "../node-pairs.js";
import { Competitors } from "./competitors.js";
import { Duplicates } from "./duplicate-pairs.js";
import { bestForest, type Forest } from "./forest/forest.js";
import type { WeightedPair } from "./forest/problem.js";
import type { JointOptions } from "./joint-options.js";
import { type LesionFeatures, mergeDuplicates } from "./lesion-features.js";
import { PairWeigher } from "./pair-weigher.js";
import { alignSeries } from "./series-start.js";

/** Merged lesions (nodes) linked to sequences, with what explains the links. */
export interface JointSolution {
  /** For each lesion its node. */
  readonly nodeOf: Int32Array;
  readonly nodes: LesionFeatures;
  readonly duplicates: Duplicates;
  readonly weigher: PairWeigher;
  /** Absent where nothing is explained. */
  readonly competitors: Competitors | undefined;
  /** Pairs with log-odds above {@link CANDIDATE_LOG_ODDS}. */
  readonly candidates: readonly WeightedPair[];
  readonly forest: Forest;
  /** For each node its sequence. */
  readonly sequenceOf: Int32Array;
  /** Pairs of nodes that constraints link and keep apart. */
  readonly must: readonly Pair[];
  readonly cannot: readonly Pair[];
}

/** Pairs with lower log-odds are never listed as rejected. */
export const CANDIDATE_LOG_ODDS = -6;
/** How often links may show further duplicates. */
const DUPLICATE_ROUNDS = 3;

/**
 * Duplicates that the two lesions show themselves are merged first. The links found then show more of them: two
 * lesions of a study that are both linked to a third one. They are merged and links are found again.
 */
export function solve(
  features: LesionFeatures,
  constraints: Constraints,
  options: JointOptions,
): JointSolution {
  const { model, missingSeries } = options;
  const duplicates = new Duplicates(features, model, constraints, missingSeries);
  let solution = link(features, duplicates, constraints, options);
  for (let round = 0; round < DUPLICATE_ROUNDS; round++) {
    const { nodes, nodeOf, candidates } = solution;
    if (!duplicates.mergeLinked(nodes, nodeOf, candidates)) break;
    solution = link(features, duplicates, constraints, options);
  }
  return solution;
}

function link(
  features: LesionFeatures,
  duplicates: Duplicates,
  constraints: Constraints,
  { model, searchLimit, explain, rejectedPairs }: JointOptions,
): JointSolution {
  const nodeOf = duplicates.labels();
  const nodes = mergeDuplicates(alignSeries(features, nodeOf), membersOf(nodeOf));
  const weigher = new PairWeigher(nodes, model);
  const isExplained = explain || rejectedPairs !== "none";
  const competitors = isExplained ? new Competitors(nodes.count, nodes.studies) : undefined;
  const must = pairsOfNodes(constraints.must, nodeOf);
  const cannot = pairsOfNodes(constraints.cannot, nodeOf);
  const apart = new PairSet(nodes.count, cannot);
  const candidates: WeightedPair[] = [];
  weigher.forEach((i, j, weight) => {
    // What a constraint rules out says nothing against another pair.
    if (!apart.has(i, j)) competitors?.meet(i, nodes.study[i]!, j, nodes.study[j]!, weight);
    if (weight > CANDIDATE_LOG_ODDS) candidates.push({ i, j, weight });
  });
  const forest = bestForest({
    count: nodes.count,
    study: nodes.study,
    links: candidates,
    must: spanning(must, weigher, nodes.count),
    apart: cannot,
    searchLimit,
  });
  const sequences = new UnionFind(nodes.count);
  for (const { i, j } of forest.links) sequences.join(i, j);
  return {
    nodeOf,
    nodes,
    duplicates,
    weigher,
    competitors,
    candidates,
    forest,
    sequenceOf: sequences.labels(),
    must,
    cannot,
  };
}

/** A spanning forest of the pairs, with their log-odds. */
function spanning(pairs: readonly Pair[], weigher: PairWeigher, count: number): WeightedPair[] {
  const groups = new UnionFind(count);
  const taken: WeightedPair[] = [];
  for (const [i, j] of pairs) {
    if (groups.find(i) === groups.find(j)) continue;
    groups.join(i, j);
    taken.push({ i, j, weight: weigher.logOdds(i, j) });
  }
  return taken;
}
