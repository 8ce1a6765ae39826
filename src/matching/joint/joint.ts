/**
 * The joint matcher: all studies of a patient at once. Lesions of a study that are the same are merged; every
 * pair of lesions of two studies is weighed as log-odds of being the same, corrected for the offset of the
 * studies; then lesions are joined by the links of greatest evidence, never two of one study.
 */
import type { Lesion, Warning } from "../../core/lesion.js";
import { inOrder } from "../../core/lesion-list.js";
import { type Constraints, resolveConstraints } from "../constraints.js";
import { linksInTime } from "../links-in-time.js";
import { missingSeriesWarnings } from "../missing-series.js";
import { NodeLesions } from "../node-lesions.js";
import { comparePairs, type Pair, PairSet } from "../node-pairs.js";
import type { PatientMatch } from "../result.js";
import { keepIds } from "../sequence-ids.js";
import { appearanceWarnings, locationWarnings } from "./feature-warnings.js";
import { type JointOptions, jointOptions } from "./joint-options.js";
import { type LesionFeatures, lesionFeatures } from "./lesion-features.js";
import { LinkExplainer } from "./link-explainer.js";
import { type JointSolution, solve } from "./solve.js";

/**
 * The lesion sequences of one patient by the joint matcher. For n lesions in S studies O(n²) pairs are
 * weighed and O(n² log n) links sorted; memory is O(n S) and the candidate links. Where conflicts have to be
 * resolved by search, `searchLimit` bounds it.
 *
 * Returns no sequences for no lesions. A lesion without any feature stays alone. The result does not depend on
 * the order of the lesions. The offset of two studies is found from lesions annotated in both, of which it takes
 * two at least.
 *
 * @throws LesionGraphError SEVERAL_PATIENTS, DUPLICATE_LESION, UNKNOWN_OPTION, BAD_OPTION, BAD_MODEL,
 * UNKNOWN_FEATURE, VECTOR_LENGTH; UNKNOWN_ROW and CONTRADICTION for constraints; MISSING_FEATURE where no lesion
 * has a location or a vector although the features ask for one; BAD_VALUE for a location, axis or vector that is
 * not finite and for an unknown type.
 */
export function joint(lesions: readonly Lesion[], given?: Partial<JointOptions>): PatientMatch {
  const options = jointOptions(given);
  const ordered = inOrder(lesions);
  const constraints = resolveConstraints(ordered, options);
  const features = lesionFeatures(ordered, options.features, options.location);
  return matchFeatures(ordered, features, constraints, options);
}

/** The answer of {@link joint} for lesions in their own order with their features, by complete options. */
export function matchFeatures(
  ordered: readonly Lesion[],
  features: LesionFeatures,
  constraints: Constraints,
  options: JointOptions,
): PatientMatch {
  const solution = solve(features, constraints, options);
  const { nodes, nodeOf, sequenceOf, forest } = solution;
  const accepted: Pair[] = [];
  for (const { i, j } of forest.links) accepted.push([i, j]);
  accepted.sort(comparePairs);
  const named = new NodeLesions(ordered, nodeOf);
  const explainer = new LinkExplainer(named, solution, options);
  const pairs = options.explain ? explainer : named;
  const found = named.sequences(sequenceOf);
  const isAccepted = new PairSet(nodes.count, accepted);
  const links = linksInTime(sequenceOf, nodes.study, () => 0);
  const warnings = warningsOf(ordered, features, solution, options);
  const patient = ordered[0]?.patient ?? "";
  return {
    patient,
    method: "joint",
    ...keepIds(
      { ...found, duplicates: explainer.duplicates(found.duplicates), warnings },
      patient,
      options,
    ),
    links: links.map(([i, j]) => pairs.link(i, j, isAccepted.has(i, j))),
    acceptedPairs: accepted.map(([i, j]) => pairs.edge(i, j)),
    rejectedPairs: options.rejectedPairs === "none" ? [] : explainer.rejectedPairs(),
    solution: {
      logOdds: forest.value,
      bound: forest.bound,
      optimal: forest.bound <= forest.value,
    },
  };
}

function warningsOf(
  ordered: readonly Lesion[],
  features: LesionFeatures,
  { duplicates }: JointSolution,
  options: JointOptions,
): Warning[] {
  const decidedBySeries = duplicates
    .decidedBySeries()
    .map(([i, j]) => [ordered[i]!, ordered[j]!] as const);
  return [
    ...locationWarnings(ordered, features, options.features),
    ...appearanceWarnings(ordered, features, options.features),
    ...missingSeriesWarnings(decidedBySeries, options.missingSeries),
  ];
}
