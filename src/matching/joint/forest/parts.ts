/** A forest problem falls into parts that no link connects; each is solved for itself. */
import { groupBy } from "../../../core/group-by.js";
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
  const linked = new Set<number>();
  for (const { i, j } of [...useful, ...problem.must]) {
    groups.join(i, j);
    linked.add(i).add(j);
  }
  const root = (item: number): number => groups.find(item);
  const itemsOf = groupBy(
    [...linked].sort((a, b) => a - b),
    root,
  );
  const local = new Int32Array(problem.count);
  for (const items of itemsOf.values()) {
    items.forEach((item, at) => {
      local[item] = at;
    });
  }
  const renumber = ({ i, j, weight }: WeightedPair): WeightedPair => ({
    i: local[i]!,
    j: local[j]!,
    weight,
  });
  const links = groupBy(useful, ({ i }) => root(i));
  const must = groupBy(problem.must, ({ i }) => root(i));
  const together = problem.apart.filter(([i, j]) => root(i) === root(j));
  const apart = groupBy(together, ([i]) => root(i));
  return Array.from(itemsOf, ([part, items]) => ({
    items,
    problem: {
      count: items.length,
      study: items.map((item) => problem.study[item]!),
      links: (links.get(part) ?? []).map(renumber),
      must: (must.get(part) ?? []).map(renumber),
      apart: (apart.get(part) ?? []).map(([i, j]) => [local[i]!, local[j]!]),
      searchLimit: problem.searchLimit,
    },
  }));
}

const compareLinks = (a: WeightedPair, b: WeightedPair): number =>
  b.weight - a.weight || a.i - b.i || a.j - b.j;
