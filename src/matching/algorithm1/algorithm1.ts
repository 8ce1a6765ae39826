/**
 * Algorithm 1 of K. Yan et al., "Deep Lesion Graphs in the Wild: Relationship Learning and Organization
 * of Significant Radiology Image Findings in a Diverse Large-Scale Lesion Database", CVPR 2018,
 * doi 10.1109/CVPR.2018.00965 (arXiv 1711.10535).
 *
 * Where the paper is silent: a merged node carries the mean of its marks' vectors; the exclusion holds
 * from both ends unless asked otherwise; of equal distances the lesion that comes first in the lesions'
 * own order wins. Chains that put two lesions of a study into one sequence are kept, as published, and
 * reported as conflicts. Pins and forbids are ours: a pinned pair is nearer than any other, a forbidden
 * one is no candidate, and the longest links go first where a chain would unite what is forbidden.
 */
import {
  DEFAULT_FEATURE_OPTIONS,
  type FeatureOptions,
  featureMatrix,
} from "../../features/matrix.js";
import { inOrder, type Lesion } from "../../lesion.js";
import { completeOptions, requireNonNegative, requireOneOf } from "../../options.js";
import { comparePairs, connected, NamedNodes, type Pair, pairsOfNodes } from "../named-nodes.js";
import { mergeNodes, type Nodes, nodeDistance, nodesOf } from "../nodes.js";
import { DEFAULT_PIN_OPTIONS, type PinOptions, resolvePins } from "../pins.js";
import type { PatientMatch } from "../result.js";
import { type ContinueOptions, DEFAULT_CONTINUE_OPTIONS, keepIds } from "../sequence-ids.js";
import { UnionFind } from "../union-find.js";
import { groupDuplicates } from "./duplicates.js";
import { type DistanceOf, type Neighbours, nearestByStudy } from "./nearest.js";
import { Reasons } from "./reasons.js";

/** How step 4 reads "nearest": from both ends of an edge, or from one end at least. */
export type Exclusion = "mutual" | "one-sided";

export interface Algorithm1Options extends FeatureOptions, PinOptions, ContinueOptions {
  /**
   * Intra-study threshold: marks of one study nearer than this are one lesion. 0 merges nothing.
   * @defaultValue 0.02 (12 mm of physical location)
   */
  readonly t1: number;
  /**
   * Inter-study threshold: lesions of two studies nearer than this may be the same. 0 links nothing.
   * @defaultValue 0.1 (60 mm of physical location)
   */
  readonly t2: number;
  /** @defaultValue "mutual" */
  readonly exclusion: Exclusion;
  /**
   * Which refused pairs to list: those nearer than T2, all, or none.
   * All pairs of a large patient are many: n²/2. @defaultValue "near"
   */
  readonly refused: "near" | "all" | "none";
}

export const DEFAULT_ALGORITHM1_OPTIONS: Algorithm1Options = Object.freeze({
  ...DEFAULT_FEATURE_OPTIONS,
  ...DEFAULT_PIN_OPTIONS,
  ...DEFAULT_CONTINUE_OPTIONS,
  t1: 0.02,
  t2: 0.1,
  exclusion: "mutual",
  refused: "near",
});

/**
 * The lesion sequences of one patient by Algorithm 1. O(n² d) time for n lesions with d features;
 * memory O(n x studies), and what the listed refusals need.
 *
 * No lesions give no sequences; one lesion, or one study without duplicates, gives one sequence per
 * lesion. The answer does not depend on the order of the lesions.
 *
 * @throws LesionGraphError SEVERAL_PATIENTS, DUPLICATE_LESION, UNKNOWN_OPTION, BAD_OPTION, UNKNOWN_ROW
 * and CONTRADICTION (pins), and as {@link featureMatrix}.
 */
export function algorithm1(
  lesions: readonly Lesion[],
  given?: Partial<Algorithm1Options>,
): PatientMatch {
  const options = checkedOptions(given);
  const { t1, t2, exclusion, refused, mustLink, cannotLink, previous, ...featureOptions } = options;
  const ordered = inOrder(lesions);
  const pins = resolvePins(ordered, { mustLink, cannotLink });
  const marks = nodesOf(ordered, featureMatrix(ordered, featureOptions));

  const nodeOf = groupDuplicates(marks, t1, pins);
  const nodes = mergeNodes(marks, nodeOf);
  const must = pairsOfNodes(pins.must, nodeOf);
  const apart = pairsOfNodes(pins.cannot, nodeOf);
  const distanceOf: DistanceOf = (i, j) => nodeDistance(nodes, i, j);
  const pinned = pinnedDistances(distanceOf, nodes.count, must, apart);
  const neighbours = nearestByStudy(nodes, pinned);
  const candidates = linkedPairs(nodes, neighbours, t2, exclusion, pinned);
  const linked = keepApart(candidates, nodes.count, apart, pinned);

  const named = new NamedNodes(ordered, nodeOf, distanceOf);
  const reasons = new Reasons(named, nodes, neighbours);
  const patient = ordered[0]?.patient ?? "";
  return {
    patient,
    method: "algorithm1",
    ...keepIds(named.sequences(connected(nodes.count, linked)), patient, { previous }),
    links: linked.map(([i, j]) => reasons.link(i, j)),
    refused:
      refused === "none"
        ? []
        : reasons.refusals(linked, [...apart, ...candidates], t2, refused === "all"),
  };
}

function checkedOptions(given: Partial<Algorithm1Options> | undefined): Algorithm1Options {
  const options = completeOptions("algorithm1", DEFAULT_ALGORITHM1_OPTIONS, given);
  requireNonNegative("t1", options.t1);
  requireNonNegative("t2", options.t2);
  requireOneOf("exclusion", options.exclusion, ["mutual", "one-sided"]);
  requireOneOf("refused", options.refused, ["near", "all", "none"]);
  return options;
}

/** Distances on which a pinned pair is nearer than any other and a forbidden one infinitely far. */
function pinnedDistances(
  distanceOf: DistanceOf,
  count: number,
  must: readonly Pair[],
  apart: readonly Pair[],
): DistanceOf {
  if (must.length === 0 && apart.length === 0) return distanceOf;
  const pinned = new Map<number, number>();
  for (const [i, j] of must) pinned.set(i * count + j, -1);
  for (const [i, j] of apart) pinned.set(i * count + j, Number.POSITIVE_INFINITY);
  return (i, j) => pinned.get(Math.min(i, j) * count + Math.max(i, j)) ?? distanceOf(i, j);
}

/**
 * Steps 3 and 4: pairs of nodes nearer than t2 that are each other's nearest (`"mutual"`), or of which
 * one is the other's nearest (`"one-sided"`). Ordered by first, then second node.
 */
function linkedPairs(
  { count, study, studies }: Nodes,
  { first }: Neighbours,
  t2: number,
  exclusion: Exclusion,
  distanceOf: DistanceOf,
): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < studies; t++) {
      const j = first[i * studies + t] as number;
      if (j < 0) continue;
      const back = first[j * studies + (study[i] as number)] === i;
      const takes = exclusion === "mutual" ? back && i < j : !back || i < j;
      if (takes && distanceOf(i, j) < t2) pairs.push([Math.min(i, j), Math.max(i, j)]);
    }
  }
  return pairs.sort(comparePairs);
}

/** True where joining the groups of i and j would bring together a pair that must stay apart. */
const unites = (groups: UnionFind, i: number, j: number, apart: readonly Pair[]): boolean =>
  apart.some((pair) => {
    const [a, b] = pair.map((node) => groups.find(node));
    const [p, q] = [groups.find(i), groups.find(j)];
    return (a === p && b === q) || (a === q && b === p);
  });

/** The pairs without those by which, taken from the nearest on, forbidden nodes would come together. */
function keepApart(
  pairs: readonly Pair[],
  count: number,
  apart: readonly Pair[],
  distanceOf: DistanceOf,
): readonly Pair[] {
  if (apart.length === 0) return pairs;
  const groups = new UnionFind(count);
  return pairs
    .map((pair) => ({ pair, distance: distanceOf(...pair) }))
    .sort((a, b) => a.distance - b.distance || comparePairs(a.pair, b.pair))
    .filter(({ pair: [i, j] }) => {
      if (unites(groups, i, j, apart)) return false;
      groups.join(i, j);
      return true;
    })
    .map(({ pair }) => pair)
    .sort(comparePairs);
}
