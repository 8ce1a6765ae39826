/**
 * The joint matcher: all studies of a patient at once. Marks of a study that are one lesion are merged;
 * every pair of lesions of two studies is weighed as log-odds of being the same, with what the two
 * studies share taken off; then lesions come together along the links of greatest evidence, never two of
 * one study.
 */

import { inOrder, type Lesion } from "../../core/lesion.js";
import {
  assertInteger,
  assertNonNegative,
  assertOneOf,
  completeOptions,
} from "../../core/options.js";
import { UnionFind } from "../../core/union-find.js";
import type { LocationKind } from "../../features/location.js";
import { chosenFeatures, FEATURES, type Feature } from "../../features/matrix.js";
import {
  type ConstraintOptions,
  DEFAULT_CONSTRAINT_OPTIONS,
  resolveConstraints,
} from "../constraints.js";
import {
  comparePairs,
  connected,
  NamedNodes,
  type Pair,
  PairSet,
  pairsOfNodes,
} from "../named-nodes.js";
import { membersOf } from "../nodes.js";
import type { PatientMatch } from "../result.js";
import { type ContinueOptions, DEFAULT_CONTINUE_OPTIONS, keepIds } from "../sequence-ids.js";
import { groupDuplicates } from "./duplicates.js";
import { bestForest } from "./forest/forest.js";
import type { WeightedPair } from "./forest/problem.js";
import { marksOf, mergeMarks } from "./marks.js";
import { checkModel, JOINT_MODEL, type JointModel } from "./model.js";
import { PairWeigher } from "./pairs.js";
import { Competitors } from "./rivals.js";
import { Words } from "./words.js";

export interface JointOptions extends ConstraintOptions, ContinueOptions {
  /** Features to use, as far as they are known. @defaultValue all four */
  readonly features: readonly Feature[];
  /**
   * Where a lesion is: relative in the body, mm in the image, or the first where every lesion of the
   * patient has it. @defaultValue "auto"
   */
  readonly location: LocationKind | "auto";
  /** What is known of differences between marks. @defaultValue {@link JOINT_MODEL} */
  readonly model: JointModel;
  /**
   * How many links branch and bound looks at, for every group of lesions that likely links connect,
   * before the best found so far is taken. @defaultValue 200000 (some 10 ms)
   */
  readonly searchLimit: number;
  /**
   * Links with log-odds or a margin below this are marked as doubtful; those of lesions whose place and
   * appearance are not known always are, and those that are pinned never. @defaultValue 2 (odds of 7:1)
   */
  readonly uncertainBelow: number;
  /**
   * Which refused pairs to list: those with positive log-odds that were not linked, or none.
   * @defaultValue "near"
   */
  readonly rejectedPairs: "near" | "none";
}

export const DEFAULT_JOINT_OPTIONS: JointOptions = Object.freeze({
  ...DEFAULT_CONSTRAINT_OPTIONS,
  ...DEFAULT_CONTINUE_OPTIONS,
  features: FEATURES,
  location: "auto",
  model: JOINT_MODEL,
  searchLimit: 200_000,
  uncertainBelow: 2,
  rejectedPairs: "near",
});

/**
 * The lesion sequences of one patient by the joint matcher. For n lesions in S studies O(n²) pairs are
 * weighed and O(n² log n) links sorted; memory is O(n S) and the links with positive log-odds. Where
 * conflicts have to be resolved by search, `effort` bounds it.
 *
 * No lesions give no sequences; a lesion of which nothing is known stays alone. The answer does not
 * depend on the order of the lesions. A shift of a whole study does not matter as far as other lesions
 * reveal it: two lesions at least in both studies, and along x and y within about three usual shifts.
 *
 * @throws LesionGraphError SEVERAL_PATIENTS, DUPLICATE_LESION, UNKNOWN_OPTION, BAD_OPTION, BAD_MODEL,
 * UNKNOWN_FEATURE, UNKNOWN_ROW and CONTRADICTION (pins), VECTOR_LENGTH; BAD_VALUE for a location, axis or vector
 * that holds what is no finite number (what is not known is left out), and for a type that is none.
 */
export function joint(lesions: readonly Lesion[], given?: Partial<JointOptions>): PatientMatch {
  const options = checkedOptions(given);
  const ordered = inOrder(lesions);
  const constraints = resolveConstraints(ordered, options);
  const marks = marksOf(ordered, options.features, options.location);
  const nodeOf = groupDuplicates(marks, options.model, constraints);
  const merged = mergeMarks(marks, membersOf(nodeOf));

  const weigher = new PairWeigher(merged, options.model);
  const competitors = new Competitors(merged.count, merged.studies);
  const likely: WeightedPair[] = [];
  weigher.forEach((i, j, logOdds) => {
    competitors.meet(i, merged.study[i]!, j, merged.study[j]!, logOdds);
    if (logOdds > 0) likely.push({ i, j, weight: logOdds });
  });
  const [must, apart] = [
    pairsOfNodes(constraints.must, nodeOf),
    pairsOfNodes(constraints.cannot, nodeOf),
  ];
  const forest = bestForest({
    count: merged.count,
    study: merged.study,
    links: likely,
    must: spanning(merged.count, must).map(([i, j]) => ({
      i,
      j,
      weight: weigher.logOdds(i, j),
    })),
    apart,
    searchLimit: options.searchLimit,
  });

  const linked = forest.links.map(({ i, j }): Pair => [i, j]).sort(comparePairs);
  const sequenceOf = connected(merged.count, linked);
  const named = new NamedNodes(ordered, nodeOf);
  const constrained = new PairSet(merged.count, must);
  const words = new Words(named, merged, weigher, competitors, options);
  const patient = ordered[0]?.patient ?? "";
  return {
    patient,
    method: "joint",
    ...keepIds(named.sequences(sequenceOf), patient, options),
    links: linked.map(([i, j]) => words.link(i, j, constrained.has(i, j))),
    rejectedPairs:
      options.rejectedPairs === "none" ? [] : words.rejectedPairs(likely, sequenceOf, apart),
    solution: {
      logOdds: forest.value,
      bound: forest.bound,
      optimal: forest.bound <= forest.value,
    },
  };
}

function checkedOptions(given: Partial<JointOptions> | undefined): JointOptions {
  const options = completeOptions("joint", DEFAULT_JOINT_OPTIONS, given);
  assertOneOf("location", options.location, ["auto", "normalised", "physical"]);
  assertOneOf("rejectedPairs", options.rejectedPairs, ["near", "none"]);
  assertInteger("searchLimit", options.searchLimit, 0);
  assertNonNegative("uncertainBelow", options.uncertainBelow);
  const features = chosenFeatures(options.features);
  const model = options.model === JOINT_MODEL ? JOINT_MODEL : checkModel(options.model);
  return { ...options, features, model };
}

/** Pairs that join what is not joined yet, without those of a node with itself. */
function spanning(count: number, pairs: readonly Pair[]): Pair[] {
  const groups = new UnionFind(count);
  return pairs.filter(([i, j]) => {
    const joins = groups.find(i) !== groups.find(j);
    groups.join(i, j);
    return joins;
  });
}
