/** A forest problem falls into parts that no link connects; each is solved for itself. */
import { UnionFind } from "../../../core/union-find.js";
import type { ForestProblem, WeightedPair } from "./problem.js";

/** A group of items that links connect, with items numbered within it and links by decreasing weight. */
export interface Part {
  readonly items: readonly number[];
  readonly problem: ForestProblem;
}

/** The parts of more than one item. O(links log links). */
export function connectedParts(problem: ForestProblem): Part[] {
  const groups = new UnionFind(problem.count);
  const useful = problem.links.filter(({ weight }) => weight > 0).sort(compareLinks);
  for (const { i, j } of [...useful, ...problem.must]) groups.join(i, j);
  const itemsOf = new Map<number, number[]>();
  const local = new Int32Array(problem.count);
  for (let item = 0; item < problem.count; item++) {
    const root = groups.find(item);
    const items = itemsOf.get(root) ?? [];
    itemsOf.set(root, items);
    local[item] = items.push(item) - 1;
  }
  const within = <T>(all: readonly T[], itemOf: (one: T) => number): Map<number, T[]> => {
    const byRoot = new Map<number, T[]>();
    for (const one of all) {
      const root = groups.find(itemOf(one));
      const own = byRoot.get(root);
      if (own === undefined) byRoot.set(root, [one]);
      else own.push(one);
    }
    return byRoot;
  };
  const renumber = ({ i, j, weight }: WeightedPair): WeightedPair => ({
    i: local[i]!,
    j: local[j]!,
    weight,
  });
  const links = within(useful, ({ i }) => i);
  const must = within(problem.must, ({ i }) => i);
  const apart = within(
    problem.apart.filter(([i, j]) => groups.find(i) === groups.find(j)),
    ([i]) => i,
  );
  return Array.from(itemsOf)
    .filter(([, items]) => items.length > 1)
    .map(([root, items]) => ({
      items,
      problem: {
        count: items.length,
        study: items.map((item) => problem.study[item]!),
        links: (links.get(root) ?? []).map(renumber),
        must: (must.get(root) ?? []).map(renumber),
        apart: (apart.get(root) ?? []).map(([i, j]) => [local[i]!, local[j]!]),
        searchLimit: problem.searchLimit,
      },
    }));
}

const compareLinks = (a: WeightedPair, b: WeightedPair): number =>
  b.weight - a.weight || a.i - b.i || a.j - b.j;
