/**
 * Algorithm 1 on patients in columns: from numbers to the numbers of sequences, without an object per
 * lesion. The steps are those of `algorithm1`; only what names them differs.
 */

import type { ColumnarPatient } from "../core/lesion.js";
import { resolveOptions } from "../core/options.js";
import { membersOf } from "../core/union-find.js";
import { csvLine } from "../csv/csv-line.js";
import { columnFeatures } from "../features/column-features.js";
import { ALGORITHM1_OPTIONS, type Algorithm1Options } from "./algorithm1/algorithm1.js";
import { linkLesions } from "./algorithm1/links.js";
import { NO_CONSTRAINTS } from "./constraints.js";
import { nodesOf } from "./feature-nodes.js";
import type { MatchOptions } from "./match.js";
import { connected } from "./node-pairs.js";

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
  options.method === "algorithm1" &&
  (options.mustLink ?? []).length === 0 &&
  (options.cannotLink ?? []).length === 0 &&
  (options.previous ?? []).length === 0 &&
  !(options.features ?? []).includes("appearance");

/**
 * The partition of one patient after the other by Algorithm 1, for options that {@link fitsColumns} allows. The
 * answer is that of `algorithm1`, which also says what options may be. O(n² d) time at worst, O(n x studies) memory.
 */
export function columnMatcher(
  given: Partial<Algorithm1Options> & { readonly method?: unknown },
): (lesions: ColumnarPatient) => Partition {
  const { method: _, ...known } = given;
  const options = resolveOptions("algorithm1", ALGORITHM1_OPTIONS, known);
  const { t1, t2, exclusion, features, weights, location, unitAppearance } = options;
  const featuresOf = columnFeatures({ features, weights, location, unitAppearance });
  return (lesions) => {
    const annotations = nodesOf(lesions.study, featuresOf(lesions));
    const rule = { t1, t2, exclusion };
    const { nodeOf, nodes, links } = linkLesions(annotations, rule, NO_CONSTRAINTS, {
      runnersUp: false,
    });
    return { nodeOf, sequenceOf: connected(nodes.count, links) };
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
