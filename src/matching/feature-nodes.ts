/**
 * Nodes with their feature values as typed arrays, for Algorithm 1. A node is one lesion of one study; several
 * annotations of it become one by {@link mergeNodes}.
 */
import { membersOf } from "../core/union-find.js";
import { squaredDistance } from "../features/distance.js";
import type { FeatureMatrix } from "../features/matrix.js";

/** m nodes in their own order, hence study by study. */
export interface Nodes {
  readonly count: number;
  /** m x d weighted feature values, row by row; NaN where a type is not known. */
  readonly values: Float64Array;
  readonly d: number;
  /** Which study a node belongs to, studies counted from 0 without gaps; never decreasing. */
  readonly study: Int32Array;
  readonly studies: number;
}

/** One node per lesion. The lesions stand in their own order, as the rows of the matrix do. */
export function nodesOf(
  studies: ArrayLike<number>,
  matrix: Pick<FeatureMatrix, "values" | "columns">,
): Nodes {
  const study = new Int32Array(studies.length);
  let current = -1;
  for (let i = 0; i < study.length; i++) {
    if (i === 0 || studies[i] !== studies[i - 1]) current++;
    study[i] = current;
  }
  return {
    count: study.length,
    values: matrix.values,
    d: matrix.columns.length,
    study,
    studies: current + 1,
  };
}

/** Euclidean distance of nodes i and j. */
export const nodeDistance = ({ values, d }: Nodes, i: number, j: number): number =>
  Math.sqrt(squaredDistance(values, d, i, j));

/** Nodes joined by a numbering from 0, each with the mean of its members' vectors. O(m d). */
export function mergeNodes(nodes: Nodes, nodeOf: Int32Array): Nodes {
  const members = membersOf(nodeOf);
  const count = members.length;
  if (count === nodes.count) return nodes;
  const { d, studies } = nodes;
  const values = new Float64Array(count * d);
  const study = new Int32Array(count);
  members.forEach((annotations, node) => {
    const rows = annotations.map((annotation) =>
      nodes.values.subarray(annotation * d, (annotation + 1) * d),
    );
    values.set(rows.length === 1 ? (rows[0] as Float64Array) : meanVector(rows), node * d);
    study[node] = nodes.study[annotations[0]!]!;
  });
  return { count, values, d, study, studies };
}

/** The mean of vectors, column by column over what is known; unknown (NaN) where nothing is. */
export function meanVector(vectors: readonly ArrayLike<number>[]): number[] {
  return Array.from(vectors[0] as ArrayLike<number>, (_, k) => {
    const known = vectors.map((vector) => vector[k]!).filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
