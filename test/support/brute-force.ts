/**
 * Algorithm 1 once more, from its five sentences, with nothing in common with the package but the
 * lesions: plain loops over pairs, sets of sets, no typed arrays, no graph library.
 */
import type { Lesion } from "../../src/core/lesion.js";

interface Node {
  readonly study: number;
  readonly annotations: readonly Lesion[];
  readonly vector: readonly number[];
}

const euclid = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += ((a[k] ?? 0) - (b[k] ?? 0)) ** 2;
  return Math.sqrt(sum);
};

/** Groups of items that are reached from each other, by repeated union of overlapping sets. */
function closure<T>(items: readonly T[], related: (a: T, b: T) => boolean): T[][] {
  let sets = items.map((item) => new Set([item]));
  for (const a of items) {
    for (const b of items) {
      if (!related(a, b)) continue;
      const touched = sets.filter((set) => set.has(a) || set.has(b));
      const others = sets.filter((set) => !touched.includes(set));
      sets = [...others, new Set(touched.flatMap((set) => [...set]))];
    }
  }
  return sets.map((set) => [...set]);
}

/** Sequences as sorted lists of rows, sorted. Ids are L and a number. */
export function bruteForceSequences(
  lesions: readonly Lesion[],
  t1: number,
  t2: number,
  exclusion: "mutual" | "one-sided",
): number[][] {
  const number = ({ id }: Lesion): number => Number(id.slice(1));
  const order = [...lesions].sort((a, b) => a.study - b.study || number(a) - number(b));
  const merged = closure(
    order,
    (a, b) => a.study === b.study && euclid(a.vector as number[], b.vector as number[]) < t1,
  ).map((annotations) => annotations.sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  merged.sort((a, b) => order.indexOf(a[0] as Lesion) - order.indexOf(b[0] as Lesion));

  const nodes: Node[] = merged.map((annotations) => ({
    study: (annotations[0] as Lesion).study,
    annotations,
    vector: ((annotations[0] as Lesion).vector as number[]).map(
      (_, k) =>
        annotations.reduce(
          (sum, annotation) => sum + ((annotation.vector as number[])[k] ?? 0),
          0,
        ) / annotations.length,
    ),
  }));
  /** The nearest node of a study; of equally near ones the first in order. */
  const nearest = (node: Node, study: number): Node | undefined =>
    nodes
      .filter((other) => other.study === study)
      .reduce<Node | undefined>(
        (best, other) =>
          best === undefined || euclid(node.vector, other.vector) < euclid(node.vector, best.vector)
            ? other
            : best,
        undefined,
      );
  const linked = (a: Node, b: Node): boolean => {
    if (a.study === b.study || euclid(a.vector, b.vector) >= t2) return false;
    const ends = [nearest(a, b.study) === b, nearest(b, a.study) === a];
    return exclusion === "mutual" ? ends.every(Boolean) : ends.some(Boolean);
  };
  return sortedRows(
    closure(nodes, linked).map((group) =>
      group.flatMap(({ annotations }) => annotations.map(({ row }) => row)),
    ),
  );
}

/** Lists of rows in a form that can be compared. */
export const sortedRows = (groups: readonly (readonly number[])[]): number[][] =>
  groups.map((rows) => [...rows].sort((a, b) => a - b)).sort((a, b) => a[0]! - b[0]!);
