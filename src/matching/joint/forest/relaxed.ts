/** Upper bounds: forests that need not keep the constraint, and the link on which to decide next. */
import { groupBy } from "../../../core/group-by.js";
import { UnionFind } from "../../../core/union-find.js";
import type { ItemGroups } from "./item-groups.js";
import { type Case, copyOf, type ForestProblem, type WeightedPair, weightOf } from "./problem.js";

/** A forest that is worth at least as much as the best one, and a link on which to decide. */
interface Relaxed {
  readonly links: WeightedPair[];
  /** Absent where the forest keeps the constraint. */
  readonly clash: WeightedPair | undefined;
  /** How many links were looked at. */
  readonly looked: number;
}

/**
 * The lightest of several upper bounds: the maximum spanning forest without the constraint, and for
 * every study of which it joins two items, the maximum one that does not join two items of that study. (A forest
 * joins none of a study exactly where it is still one after the study's items are made one item.)
 */
export function relaxedForest(problem: ForestProblem, at: Case, fixed: ItemGroups): Relaxed {
  let links = spanningForest(problem, at, fixed, []);
  let clashes = clashesOf(problem, links, at.apart);
  const looked = problem.links.length * (1 + clashes.length);
  if (clashes.length === 0) return { links, clash: undefined, looked };
  for (const { alike } of clashes) {
    const stricter = spanningForest(problem, at, fixed, alike);
    if (weightOf(stricter) >= weightOf(links)) continue;
    links = stricter;
  }
  clashes = clashesOf(problem, links, at.apart);
  const [first] = clashes;
  const clash = first && weakestBetween(links, at.together.length, fixed, first.pair);
  return { links, clash, looked };
}

/** The maximum spanning forest that holds what is granted and does not join the items `alike`. */
function spanningForest(
  { count, links }: ForestProblem,
  { together }: Case,
  fixed: ItemGroups,
  alike: readonly number[],
): WeightedPair[] {
  const trees = new UnionFind(count);
  for (const { i, j } of together) trees.join(i, j);
  for (const item of alike) trees.join(item, alike[0]!);
  const taken = copyOf(together);
  for (const link of links) {
    if (trees.find(link.i) === trees.find(link.j) || fixed.clash(link.i, link.j)) continue;
    trees.join(link.i, link.j);
    taken.push(link);
  }
  return taken;
}

/** Two items that a forest joins although they must not come together, and all items of their kind. */
interface Clash {
  readonly pair: readonly [number, number];
  readonly alike: readonly number[];
}

/** One clash for every pair held apart and every study of which a forest joins two items. */
function clashesOf(
  { count, study }: ForestProblem,
  links: readonly WeightedPair[],
  apart: Case["apart"],
): Clash[] {
  const trees = new UnionFind(count);
  for (const { i, j } of links) trees.join(i, j);
  const clashes: Clash[] = [];
  for (const pair of apart) {
    if (trees.find(pair[0]) === trees.find(pair[1])) clashes.push({ pair, alike: pair });
  }
  const seen = new Map<number, number>();
  const clashing = new Set<number>();
  for (let item = 0; item < count; item++) {
    const own = study[item]!;
    const key = own * count + trees.find(item);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, item);
    else if (!clashing.has(own)) {
      clashing.add(own);
      clashes.push({ pair: [before, item], alike: itemsOf(own, study) });
    }
  }
  return clashes;
}

/** The items of a study. */
function itemsOf(wanted: number, study: ArrayLike<number>): number[] {
  const items: number[] = [];
  for (let item = 0; item < study.length; item++) if (study[item] === wanted) items.push(item);
  return items;
}

/** The lightest link that is not taken for granted on the path between two items of a forest. */
function weakestBetween(
  links: readonly WeightedPair[],
  granted: number,
  fixed: ItemGroups,
  [from, to]: readonly [number, number],
): WeightedPair {
  const directed = links.slice(granted).flatMap((link) => {
    const [p, q] = [fixed.root(link.i), fixed.root(link.j)];
    return [
      { link, from: p, to: q },
      { link, from: q, to: p },
    ];
  });
  const neighbours = groupBy(directed, (one) => one.from);
  /** The lightest link so far on the way to each group. */
  const weakest = new Map<number, WeightedPair | undefined>([[fixed.root(from), undefined]]);
  const queue = [fixed.root(from)];
  for (const at of queue) {
    for (const { link, to: next } of neighbours.get(at) ?? []) {
      if (weakest.has(next)) continue;
      const before = weakest.get(at);
      weakest.set(next, before === undefined || link.weight < before.weight ? link : before);
      queue.push(next);
    }
  }
  return weakest.get(fixed.root(to)) as WeightedPair;
}
