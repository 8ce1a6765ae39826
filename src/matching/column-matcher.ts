/**
 * Matching of patients in columns: from numbers to the numbers of sequences, without an object per lesion. The steps
 * are those of `algorithm1` and `joint`; what names and explains them takes the lesions, too.
 */

import type { ColumnarPatient, Lesion } from "../core/lesion.js";
import { resolveOptions } from "../core/options.js";
import { membersOf } from "../core/union-find.js";
import { csvLine } from "../csv/csv-line.js";
import { columnFeatures } from "../features/column-features.js";
import { matchPrepared, type Prepared } from "./algorithm1/algorithm1.js";
import { ALGORITHM1_OPTIONS, type Algorithm1Options } from "./algorithm1/algorithm1-options.js";
import { linkNodes, mergeDuplicates } from "./algorithm1/links.js";
import { NO_CONSTRAINTS } from "./constraints.js";
import { nodesOf } from "./feature-nodes.js";
import { isLength } from "./joint/assert-lesion.js";
import { matchFeatures } from "./joint/joint.js";
import { type JointOptions, jointOptions } from "./joint/joint-options.js";
import { columnsOfPatient } from "./joint/lesion-columns.js";
import { featuresOfColumns, type LesionFeatures } from "./joint/lesion-features.js";
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
export interface ColumnMatcher {
  /** Which lesions are in one sequence, without a reason. */
  partition(patient: ColumnarPatient): Partition | undefined;
  /** The result of `matchPatient` for the patient's lesions. */
  result(patient: ColumnarPatient, lesions: readonly Lesion[]): PatientMatch | undefined;
}

/**
 * Matches by options that {@link fitsColumns} allows. The answers are those of `matchPatient`, which also says what
 * options may be. Options are resolved once; lesions are valid and in order, so that nothing is checked again. Time
 * and memory of the method.
 */
export function columnMatcher({ method = DEFAULT_METHOD, ...given }: MatchOptions): ColumnMatcher {
  return method === "joint"
    ? jointMatcher(jointOptions(given as Partial<JointOptions>))
    : algorithm1Matcher(
        resolveOptions("algorithm1", ALGORITHM1_OPTIONS, given as Partial<Algorithm1Options>),
      );
}

function algorithm1Matcher(options: Algorithm1Options): ColumnMatcher {
  const { t1, features, weights, location, unitAppearance } = options;
  const featuresOf = columnFeatures({ features, weights, location, unitAppearance });
  const prepared = (patient: ColumnarPatient, ordered: readonly Lesion[]): Prepared => {
    const annotations = nodesOf(patient.study, featuresOf(patient));
    const merged = mergeDuplicates(annotations, t1, NO_CONSTRAINTS);
    return { ordered, constraints: NO_CONSTRAINTS, annotations, merged, separated: [] };
  };
  return {
    partition(patient) {
      const { merged } = prepared(patient, []);
      const { nodeOf, nodes, links } = linkNodes(merged, options, NO_CONSTRAINTS, {
        runnersUp: false,
      });
      return { nodeOf, sequenceOf: connected(nodes.count, links) };
    },
    result: (patient, lesions) => matchPrepared(prepared(patient, lesions), options),
  };
}

function jointMatcher(options: JointOptions): ColumnMatcher {
  const unexplained: JointOptions = { ...options, explain: false, rejectedPairs: "none" };
  const featuresOf = (patient: ColumnarPatient): LesionFeatures | undefined => {
    const { location, centreMm, axesMm } = patient;
    // What is missing is a warning, and what cannot be a length an error, of a single lesion.
    if (![...location, ...centreMm, ...axesMm].every(areLengths)) return undefined;
    return featuresOfColumns(columnsOfPatient(patient), options.features, options.location);
  };
  return {
    partition(patient) {
      const features = featuresOf(patient);
      return features && solve(features, NO_CONSTRAINTS, unexplained);
    },
    result(patient, lesions) {
      const features = featuresOf(patient);
      return features && matchFeatures(lesions, features, NO_CONSTRAINTS, options);
    },
  };
}

function areLengths(column: Float64Array): boolean {
  for (let i = 0; i < column.length; i++) if (!isLength(column[i]!)) return false;
  return true;
}

/** The lines of `match --format csv` for a patient, as `matchRows` gives them. O(n log n). */
export function sequenceLines(
  lesions: ColumnarPatient,
  { nodeOf, sequenceOf }: Partition,
  file?: string,
): string {
  const annotationsOf = membersOf(nodeOf);
  const name = csvLine([...(file === undefined ? [] : [file]), lesions.patient]).slice(0, -1);
  let lines = "";
  let sequence = 0;
  for (const nodes of membersOf(sequenceOf)) {
    const studies: number[] = [];
    for (const node of nodes) studies.push(lesions.study[annotationsOf[node]![0]!]!);
    const ofSequence = `${++sequence},${countRuns(studies)}`;
    for (let k = 0; k < nodes.length; k++) {
      const annotations = annotationsOf[nodes[k]!]!;
      const first = lesions.row[annotations[0]!];
      for (const annotation of annotations) {
        const row = lesions.row[annotation];
        const duplicateOf = row === first ? "" : first;
        lines += `${name},${studies[k]},${lesions.idOf(annotation)},${row},${ofSequence},${duplicateOf},${isConflict(studies, k)}\n`;
      }
    }
  }
  return lines;
}

/** The number of different studies; equal ones stand next to each other. */
function countRuns(studies: readonly number[]): number {
  let runs = 1;
  for (let k = 1; k < studies.length; k++) if (studies[k - 1] !== studies[k]) runs++;
  return runs;
}

/** True where study k is there more than once; equal ones stand next to each other. */
const isConflict = (studies: readonly number[], k: number): boolean =>
  (k > 0 && studies[k - 1] === studies[k]) ||
  (k < studies.length - 1 && studies[k + 1] === studies[k]);
