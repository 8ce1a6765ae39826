/** A forest problem falls into parts that no link connects; each is solved for itself. */
import { groupBy } from "../../../core/group-by.js";
import { UnionFind } from "../../../core/union-find.js";
import { compareWeights, type ForestProblem, type WeightedPair } from "./problem.js";

/** A group of items that links connect. */
export interface Part {
  /** The links that must be there, and those of the maximum spanning tree, by decreasing weight. */
  readonly tree: readonly WeightedPair[];
  /** The problem of the part; absent where the tree keeps the constraint, and so is the best one. */
  readonly clash:
    | { readonly items: readonly number[]; readonly problem: ForestProblem }
    | undefined;
}

/** The parts of more than one item, by first item. O(links log links). */
export function connectedParts(problem: ForestProblem): Part[] {
  const useful = usefulLinks(problem.links);
  const groups = new UnionFind(problem.count);
  const taken = spanningTrees(problem.must, useful, groups);
  if (taken.length === 0) return [];
  const rootOf = ({ i }: WeightedPair): number => groups.find(i);
  const clashing = clashingGroups(problem, groups);
  const links = groupBy(clashing.size === 0 ? [] : useful, rootOf);
  const trees = groupBy(taken, rootOf);
  const parts: Part[] = [];
  for (let root = 0; root < problem.count; root++) {
    const tree = trees.get(root);
    if (tree === undefined) continue;
    const isClashing = clashing.has(root);
    parts.push({
      tree,
      clash: isClashing ? partOf(problem, groups, root, links.get(root) ?? []) : undefined,
    });
  }
  return parts;
}

/** Links with positive weights, by decreasing weight. */
function usefulLinks(links: readonly WeightedPair[]): WeightedPair[] {
  const useful: WeightedPair[] = [];
  for (const link of links) if (link.weight > 0) useful.push(link);
  return useful.length < 2 ? useful : useful.sort(compareWeights);
}

/** Joins items by the links that must be there, and by those of the maximum spanning trees; returns these links. */
function spanningTrees(
  must: readonly WeightedPair[],
  links: readonly WeightedPair[],
  groups: UnionFind,
): WeightedPair[] {
  const taken: WeightedPair[] = [];
  for (const link of must) {
    groups.join(link.i, link.j);
    taken.push(link);
  }
  for (const link of links) {
    if (groups.find(link.i) === groups.find(link.j)) continue;
    groups.join(link.i, link.j);
    taken.push(link);
  }
  return taken;
}

/** The roots of groups that hold two items of one study, or two that are held apart. */
function clashingGroups({ count, study, apart }: ForestProblem, groups: UnionFind): Set<number> {
  const clashing = new Set<number>();
  for (const [i, j] of apart) if (groups.find(i) === groups.find(j)) clashing.add(groups.find(i));
  const seen = new Set<number>();
  for (let item = 0; item < count; item++) {
    const root = groups.find(item);
    const key = study[item]! * count + root;
    if (seen.has(key)) clashing.add(root);
    seen.add(key);
  }
  return clashing;
}

/** The items of a group, and its problem with items numbered within it. */
function partOf(
  problem: ForestProblem,
  groups: UnionFind,
  root: number,
  links: readonly WeightedPair[],
): Part["clash"] {
  const items: number[] = [];
  const local = new Int32Array(problem.count);
  for (let item = root; item < problem.count; item++) {
    if (groups.find(item) === root) local[item] = items.push(item) - 1;
  }
  const isOwn = (item: number): boolean => groups.find(item) === root;
  const renumber = ({ i, j, weight }: WeightedPair): WeightedPair => ({
    i: local[i]!,
    j: local[j]!,
    weight,
  });
  return {
    items,
    problem: {
      count: items.length,
      study: items.map((item) => problem.study[item]!),
      links: links.map(renumber),
      must: problem.must.filter(({ i }) => isOwn(i)).map(renumber),
      apart: problem.apart
        .filter(([i, j]) => isOwn(i) && isOwn(j))
        .map(([i, j]) => [local[i]!, local[j]!]),
      searchLimit: problem.searchLimit,
    },
  };
}
