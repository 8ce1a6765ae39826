/**
 * Matching of patients in columns: from numbers to the numbers of sequences, without an object per lesion. The steps
 * are those of `algorithm1` and `joint`; only what names and explains them is left out.
 */

import type { ColumnarPatient } from "../core/lesion.js";
import { resolveOptions } from "../core/options.js";
import { membersOf } from "../core/union-find.js";
import { csvLine } from "../csv/csv-line.js";
import { columnFeatures } from "../features/column-features.js";
import {
  ALGORITHM1_OPTIONS,
  type Algorithm1Options,
  matchPrepared,
  type Prepared,
} from "./algorithm1/algorithm1.js";
import { linkNodes, mergeDuplicates } from "./algorithm1/links.js";
import { NO_CONSTRAINTS } from "./constraints.js";
import { type Nodes, nodesOf } from "./feature-nodes.js";
import { isLength } from "./joint/assert-lesion.js";
import { type JointOptions, jointOptions } from "./joint/joint-options.js";
import { columnsOfPatient } from "./joint/lesion-columns.js";
import { featuresOfColumns } from "./joint/lesion-features.js";
import { solve } from "./joint/solve.js";
import type { MatchOptions } from "./match.js";
import { connected } from "./node-pairs.js";
import { DEFAULT_METHOD, type PatientMatch } from "./result.js";

/** Which sequence each lesion of a patient is in. */
export interface Partition {
  /** For each lesion its node: annotations of one study that are one lesion share it. */
  readonly nodeOf: Int32Array;
  /** For each node its sequence, counted from 0 in the order of the sequences' first lesions. */
  readonly sequenceOf: Int32Array;
}

/**
 * True where options ask for nothing but what columns know: no constraints, no earlier ids, no vectors. Matching then
 * has no warnings: columns come from a DL_info.csv, where every lesion has a series, so that nothing depends on
 * `missingSeries`.
 */
export const fitsColumns = (options: MatchOptions): boolean =>
  (options.mustLink ?? []).length === 0 &&
  (options.cannotLink ?? []).length === 0 &&
  (options.previous ?? []).length === 0 &&
  !(options.features ?? []).includes("appearance");

/** Matches one patient after the other; `undefined` for a patient that has to be matched as objects. */
type ColumnMatcher = (lesions: ColumnarPatient) => Partition | undefined;

/**
 * The partition of one patient after the other, for options that {@link fitsColumns} allows. The answer is that of
 * `matchPatient`, which also says what options may be. Options are resolved once. Time and memory of the method.
 */
export function columnMatcher({ method = DEFAULT_METHOD, ...given }: MatchOptions): ColumnMatcher {
  return method === "joint"
    ? jointMatcher(given as Partial<JointOptions>)
    : algorithm1Matcher(given as Partial<Algorithm1Options>);
}

function algorithm1Matcher(given: Partial<Algorithm1Options>): ColumnMatcher {
  const options = resolveOptions("algorithm1", ALGORITHM1_OPTIONS, given);
  const annotationsOf = columnAnnotations(options);
  const { t1, t2, exclusion } = options;
  return (lesions) => {
    const merged = mergeDuplicates(annotationsOf(lesions), t1, NO_CONSTRAINTS);
    const rule = { t2, exclusion };
    const { nodeOf, nodes, links } = linkNodes(merged, rule, NO_CONSTRAINTS, { runnersUp: false });
    return { nodeOf, sequenceOf: connected(nodes.count, links) };
  };
}

/**
 * The result of `matchPatient` for one patient after the other, for options that {@link fitsColumns} allows: features
 * come from the columns, whose lesions are valid and in order. `undefined` for the joint matcher, most of whose time is
 * not in reading lesions.
 */
export function columnResults({
  method = DEFAULT_METHOD,
  ...given
}: MatchOptions): ((lesions: ColumnarPatient) => PatientMatch) | undefined {
  if (method === "joint") return undefined;
  const known = given as Partial<Algorithm1Options>;
  const options = resolveOptions("algorithm1", ALGORITHM1_OPTIONS, known);
  const annotationsOf = columnAnnotations(options);
  return (lesions) => {
    const annotations = annotationsOf(lesions);
    const prepared: Prepared = {
      ordered: lesions.lesions(),
      constraints: NO_CONSTRAINTS,
      annotations,
      merged: mergeDuplicates(annotations, options.t1, NO_CONSTRAINTS),
      separated: [],
    };
    return matchPrepared(prepared, options);
  };
}

function columnAnnotations({
  features,
  weights,
  location,
  unitAppearance,
}: Algorithm1Options): (lesions: ColumnarPatient) => Nodes {
  const featuresOf = columnFeatures({ features, weights, location, unitAppearance });
  return (lesions) => nodesOf(lesions.study, featuresOf(lesions));
}

function jointMatcher(given: Partial<JointOptions>): ColumnMatcher {
  const options = jointOptions({ ...given, explain: false, rejectedPairs: "none" });
  return (lesions) => {
    const { location, centreMm, axesMm } = lesions;
    // What is missing is a warning, and what cannot be a length an error, of a single lesion.
    const measured = [...location, ...centreMm, ...axesMm];
    if (!measured.every((column) => column.every(isLength))) return undefined;
    const columns = columnsOfPatient(lesions);
    const features = featuresOfColumns(columns, options.features, options.location);
    return solve(features, NO_CONSTRAINTS, options);
  };
}

/** The lines of `match --format csv` for a patient, as `matchRows` gives them. O(n log n). */
export function sequenceLines(
  lesions: ColumnarPatient,
  { nodeOf, sequenceOf }: Partition,
  file?: string,
): string {
  const annotationsOf = membersOf(nodeOf);
  const name = csvLine([...(file === undefined ? [] : [file]), lesions.patient]).slice(0, -1);
  const studyOf = (node: number): number =>
    lesions.study[(annotationsOf[node] as readonly number[])[0]!]!;
  let lines = "";
  membersOf(sequenceOf).forEach((nodes, sequence) => {
    let studies = 0;
    nodes.forEach((node, k) => {
      // Nodes stand study by study.
      if (k === 0 || studyOf(nodes[k - 1]!) !== studyOf(node)) studies++;
    });
    nodes.forEach((node, k) => {
      const study = studyOf(node);
      const conflict =
        (k > 0 && studyOf(nodes[k - 1]!) === study) ||
        (k < nodes.length - 1 && studyOf(nodes[k + 1]!) === study);
      const annotations = annotationsOf[node] as readonly number[];
      annotations.forEach((annotation, m) => {
        const first = m === 0 ? "" : lesions.row[annotations[0]!];
        lines += `${name},${study},${lesions.idOf(annotation)},${lesions.row[annotation]},${sequence + 1},${studies},${first},${conflict}\n`;
      });
    });
  });
  return lines;
}
