/**
 * The best partition: lesions come together along the links of greatest evidence, but never two of one
 * study.
 *
 * The value of a sequence is the weight of its maximum spanning tree, that is, of the best links that
 * hold it together; the value of a partition is the sum over its sequences. To find the best one, the
 * constraint is first left aside: the maximum spanning forest of all links is then an upper bound, and
 * where it happens to keep the constraint it is the optimum. Else two lesions of one study (or two that
 * must stay apart) are joined by a path of links; they are together or apart at the weakest of them, and
 * both cases are solved in turn: branch and bound. The links of a maximum spanning forest are in a
 * maximum spanning tree of every group that holds both their ends, so that nothing is lost by fixing them.
 */
import { ItemGroups } from "./item-groups.js";
import { connectedParts, type Part } from "./parts.js";
import { type Case, copyOf, type ForestProblem, type WeightedPair, weightOf } from "./problem.js";
import { relaxedForest } from "./relaxed.js";

export interface Forest {
  /** The links of the partition's maximum spanning trees. */
  readonly links: readonly WeightedPair[];
  /** Sum of their weights. */
  readonly value: number;
  /** No partition is worth more than this; equal to `value` where the partition is proven to be best. */
  readonly bound: number;
}

/**
 * The best forest. Exact where branch and bound ends within `searchLimit`, which every group of items that
 * positive links connect has for itself; else the best that was found, with a bound on what is missing.
 * O(links log links) where the unconstrained forest keeps the constraint.
 */
export function bestForest(problem: ForestProblem): Forest {
  const all: WeightedPair[] = [];
  let value = 0;
  let bound = 0;
  for (const part of connectedParts(problem)) {
    const forest = part.clash === undefined ? forestOf(part.tree) : solve(part.clash);
    for (const link of forest.links) all.push(link);
    value += forest.value;
    bound += forest.bound;
  }
  return { links: all, value, bound };
}

function forestOf(tree: readonly WeightedPair[]): Forest {
  const value = weightOf(tree);
  return { links: tree, value, bound: value };
}

/** Branch and bound, depth first, "together" before "apart". */
function solve({ items, problem }: NonNullable<Part["clash"]>): Forest {
  const first: Case = {
    together: problem.must,
    apart: problem.apart,
    limit: Number.POSITIVE_INFINITY,
  };
  let best: WeightedPair[] = [];
  let value = Number.NEGATIVE_INFINITY;
  let missed = Number.NEGATIVE_INFINITY;
  const open = [first];
  let looked = 0;
  while (open.length > 0) {
    const at = open.pop() as Case;
    if (at.limit <= value + ROUNDING) continue;
    if (looked > problem.searchLimit) {
      missed = Math.max(missed, at.limit);
      continue;
    }
    const fixed = new ItemGroups(problem, at);
    const relaxed = relaxedForest(problem, at, fixed);
    looked += relaxed.looked;
    const limit = Math.min(at.limit, weightOf(relaxed.links));
    if (limit <= value + ROUNDING) continue;
    const found = relaxed.clash === undefined ? relaxed.links : greedyForest(problem, at, fixed);
    if (weightOf(found) > value) {
      best = found;
      value = weightOf(found);
    }
    if (relaxed.clash === undefined) continue;
    const { i, j } = relaxed.clash;
    open.push({ ...at, apart: [...at.apart, [i, j]], limit });
    open.push({ ...at, together: [...at.together, relaxed.clash], limit });
  }
  const links: WeightedPair[] = [];
  for (const { i, j, weight } of best) links.push({ i: items[i]!, j: items[j]!, weight });
  return { links, value, bound: Math.max(missed, value) };
}

/** Sums of weights that differ by less are taken as equal. */
const ROUNDING = 1e-9;

/**
 * Links by decreasing weight, each taken where it joins two groups that may come together. A group clashes with
 * itself.
 */
function greedyForest(problem: ForestProblem, at: Case, groups: ItemGroups): WeightedPair[] {
  const taken = copyOf(at.together);
  for (const link of problem.links) {
    if (groups.clash(link.i, link.j)) continue;
    groups.join(link.i, link.j);
    taken.push(link);
  }
  return taken;
}
