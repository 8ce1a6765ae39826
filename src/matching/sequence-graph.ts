/** The lesion graph after matching (Fig. 7 of the paper): what the sequences are made of. */

import { UndirectedGraph } from "graphology";
import { assertPatient } from "../core/patient-list.js";
import type { LesionInStudy } from "../graph/lesion-graph.js";
import { duplicateRows } from "./duplicate-rows.js";
import type { PatientMatch } from "./result.js";
import { MATCH_KIND } from "./result.js";

/** A lesion of a study with the number of its sequence. */
export type SequenceNode = LesionInStudy & {
  /** Number of the sequence within the patient, from 1. */
  sequence: number;
};

/** An accepted pair; without `distance` where the two have no feature in common. */
export type SequenceEdge = {
  distance?: number;
};

/** The accepted pairs of a patient as an undirected graphology graph. */
export type SequenceGraph = UndirectedGraph<SequenceNode, SequenceEdge, { patient: string }>;

/**
 * The accepted pairs of a patient as a graph. A node stands for one lesion of one study with all its annotations; its
 * key is the row of the first annotation as text, as in {@link lesionGraph}. O(lesions + pairs).
 */
export function sequenceGraph(match: PatientMatch): SequenceGraph {
  assertPatient(match, MATCH_KIND);
  const graph: SequenceGraph = new UndirectedGraph();
  graph.replaceAttributes({ patient: match.patient });
  const annotationsOf = new Map(match.duplicates.map(({ rows }) => [rows[0], rows]));
  const later = duplicateRows(match);
  for (const { id, lesions } of match.sequences) {
    for (const lesion of lesions) {
      if (later.has(lesion.row)) continue;
      const rows = annotationsOf.get(lesion.row) ?? [lesion.row];
      graph.addNode(String(lesion.row), {
        study: lesion.study,
        lesions: lesions.filter(({ row }) => rows.includes(row)),
        sequence: id,
      });
    }
  }
  for (const { from, to, distance } of match.acceptedPairs) {
    graph.addEdgeWithKey(`${from}-${to}`, String(from), String(to), {
      ...(distance !== undefined && { distance }),
    });
  }
  return graph;
}
