/**
 * Algorithm 1 of K. Yan et al., "Deep Lesion Graphs in the Wild: Relationship Learning and Organization
 * of Significant Radiology Image Findings in a Diverse Large-Scale Lesion Database", CVPR 2018,
 * doi 10.1109/CVPR.2018.00965 (arXiv 1711.10535).
 *
 * Where the paper is silent: a merged node carries the mean of its annotations' vectors; the exclusion holds
 * from both ends unless asked otherwise; of equal distances the lesion that comes first in the lesions'
 * own order wins. Chains that put two lesions of a study into one sequence are kept, as published, and
 * reported as conflicts. Constraints are ours: a must-link is nearer than any other pair, a cannot-link
 * is no candidate, and the longest links go first where a chain would join what one separates.
 */
import { fail } from "../../core/errors.js";
import type { Lesion, Warning } from "../../core/lesion.js";
import { inOrder } from "../../core/lesion-list.js";
import { resolveOptions } from "../../core/options.js";
import { featureMatrix } from "../../features/matrix.js";
import { assertType } from "../../features/type.js";
import { type Constraints, resolveConstraints } from "../constraints.js";
import { type Nodes, nodeDistance, nodesOf } from "../feature-nodes.js";
import { linksInTime } from "../links-in-time.js";
import { lacksSeries, type MissingSeries, missingSeriesWarnings } from "../missing-series.js";
import { NodeLesions } from "../node-lesions.js";
import { comparePairs, connected, type Pair, PairSet } from "../node-pairs.js";
import type { PatientMatch } from "../result.js";
import { keepIds } from "../sequence-ids.js";
import { ALGORITHM1_OPTIONS, type Algorithm1Options } from "./algorithm1-options.js";
import { linkNodes, type MayMerge, type Merged, mergeDuplicates } from "./links.js";
import { PairExplainer } from "./pair-explainer.js";

/**
 * The lesion sequences of one patient by Algorithm 1. O(n² d) time for n lesions with d features at
 * worst, much less where t2 is small against the patient; memory O(n x studies), and what the listed
 * rejected pairs need.
 *
 * No lesions give no sequences; one lesion, or one study without duplicates, gives one sequence per
 * lesion. The answer does not depend on the order of the lesions.
 *
 * @throws LesionGraphError SEVERAL_PATIENTS, DUPLICATE_LESION, UNKNOWN_OPTION, BAD_OPTION, UNKNOWN_ROW
 * and CONTRADICTION (constraints), BAD_VALUE for an unknown type, and as {@link featureMatrix}.
 */
export function algorithm1(
  lesions: readonly Lesion[],
  given?: Partial<Algorithm1Options>,
): PatientMatch {
  const options = checkedOptions(given);
  return matchPrepared(prepare(lesions, options), options);
}

/** The answer of {@link algorithm1} for lesions with their feature values, by complete options. */
export function matchPrepared(prepared: Prepared, options: Algorithm1Options): PatientMatch {
  const { rejectedPairs, explain, previous } = options;
  const runnersUp = explain || rejectedPairs !== "none";
  const linked = linkNodes(prepared.merged, options, prepared.constraints, { runnersUp });
  const { nodes, nodeOf, links: accepted } = linked;
  const sequenceOf = connected(nodes.count, accepted);
  const warnings = seriesWarnings(prepared, options.missingSeries);
  const named = new NodeLesions(prepared.ordered, nodeOf);
  const explainer = new PairExplainer(named, linked);
  const pairs = explain ? explainer : named;
  const patient = prepared.ordered[0]?.patient ?? "";
  if (rejectedPairs === "all") assertListable(nodes.count, patient);
  const links = linksInTime(sequenceOf, nodes.study, (i, j) => nodeDistance(nodes, i, j));
  const isAccepted = new PairSet(nodes.count, accepted);
  return {
    patient,
    method: "algorithm1",
    ...keepIds({ ...named.sequences(sequenceOf), warnings }, patient, { previous }),
    links: links.map(([i, j]) => pairs.link(i, j, isAccepted.has(i, j))),
    acceptedPairs: accepted.map(([i, j]) => pairs.edge(i, j)),
    rejectedPairs: rejectedPairs === "none" ? [] : explainer.rejectedPairs(rejectedPairs === "all"),
  };
}

/** Which lesions of a patient are in one sequence. */
export interface SequenceLabels {
  /** The lesions in their own order. */
  readonly lesions: readonly Lesion[];
  /** For every T2 and lesion the number of its sequence, from 0. */
  readonly byT2: readonly Int32Array[];
}

/**
 * The sequences of one patient for each T2 of a list, as those of {@link algorithm1} with the same options; features
 * and duplicates are computed once and nothing is explained. Each T2 is a valid one.
 *
 * @throws LesionGraphError as {@link algorithm1}.
 */
export function sequencesByT2(
  lesions: readonly Lesion[],
  t2Values: readonly number[],
  given?: Partial<Algorithm1Options>,
): SequenceLabels {
  const options = checkedOptions(given);
  const { ordered, merged, constraints } = prepare(lesions, options);
  const byT2 = t2Values.map((t2) => {
    const { links } = linkNodes(merged, { ...options, t2 }, constraints, { runnersUp: false });
    const sequenceOf = connected(merged.nodes.count, links);
    return merged.nodeOf.map((node) => sequenceOf[node]!);
  });
  return { lesions: ordered, byT2 };
}

/** What does not depend on T2. */
export interface Prepared {
  /** The lesions of a patient in their own order. */
  readonly ordered: readonly Lesion[];
  readonly constraints: Constraints;
  /** One node for each of them. */
  readonly annotations: Nodes;
  readonly merged: Merged;
  /** Pairs of a study that lack a series and therefore were not merged. */
  readonly separated: readonly Pair[];
}

function prepare(lesions: readonly Lesion[], options: Algorithm1Options): Prepared {
  const { mustLink, cannotLink, t1, missingSeries } = options;
  const { features, weights, location, unitAppearance } = options;
  const ordered = inOrder(lesions);
  ordered.forEach(assertType);
  const constraints = resolveConstraints(ordered, { mustLink, cannotLink });
  const studies = ordered.map(({ study }) => study);
  const matrix = featureMatrix(ordered, { features, weights, location, unitAppearance });
  const annotations = nodesOf(studies, matrix);
  const separated: Pair[] = [];
  const mayMerge: MayMerge = (i, j) => {
    const decides = isDecidedBySeries(ordered, annotations, i, j);
    if (decides) separated.push([i, j]);
    return !decides;
  };
  const may = missingSeries === "different" ? mayMerge : undefined;
  const merged = mergeDuplicates(annotations, t1, constraints, may);
  return { ordered, constraints, annotations, merged, separated };
}

/** One warning for each pair of a study about which `missingSeries` decided. */
function seriesWarnings(
  { ordered, constraints, annotations, merged, separated }: Prepared,
  missingSeries: MissingSeries,
): readonly Warning[] {
  const { nodeOf, nodes } = merged;
  if (nodes.count === annotations.count && separated.length === 0) return [];
  const decided =
    missingSeries === "different"
      ? separated.filter(([i, j]) => nodeOf[i] !== nodeOf[j])
      : mergedPairs(nodeOf).filter(
          ([i, j]) =>
            isDecidedBySeries(ordered, annotations, i, j) &&
            !areConstrained(constraints.must, i, j),
        );
  decided.sort(comparePairs);
  const lesions = decided.map(([i, j]) => [ordered[i]!, ordered[j]!] as const);
  return missingSeriesWarnings(lesions, missingSeries);
}

/** True where two lesions of a study differ and lack a series, so that `missingSeries` decides about them. */
const isDecidedBySeries = (
  lesions: readonly Lesion[],
  values: Nodes,
  i: number,
  j: number,
): boolean => lacksSeries(lesions[i]!, lesions[j]!) && nodeDistance(values, i, j) > 0;

/** The first lesion of each merged node with each of its others. */
function mergedPairs(nodeOf: Int32Array): Pair[] {
  const firstOf: number[] = [];
  const pairs: Pair[] = [];
  nodeOf.forEach((node, lesion) => {
    if (node === firstOf.length) firstOf.push(lesion);
    else pairs.push([firstOf[node]!, lesion]);
  });
  return pairs;
}

/** True where must-links make i and j one lesion, i the smaller. */
const areConstrained = (must: Constraints["must"], i: number, j: number): boolean =>
  must.some(([a, b]) => a === i && b === j);

/** More pairs than memory holds are an error before they are listed. */
function assertListable(count: number, patient: string): void {
  if (count <= MOST_TO_LIST) return;
  fail(
    "BAD_OPTION",
    `rejectedPairs "all" for at most ${MOST_TO_LIST} lesions of a patient`,
    count,
    {
      remedy: 'ask for "near"',
      option: "rejectedPairs",
      patient,
    },
  );
}

const MOST_TO_LIST = 2000;

const checkedOptions = (given: Partial<Algorithm1Options> | undefined): Algorithm1Options =>
  resolveOptions("algorithm1", ALGORITHM1_OPTIONS, given);
