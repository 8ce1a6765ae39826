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
import { UnionFind } from "../../union-find.js";

/** A possible link of two items, i < j. */
export interface WeightedPair {
  readonly i: number;
  readonly j: number;
  /** Log-odds; only positive ones can be worth a link. */
  readonly weight: number;
}

export interface ForestProblem {
  /** Number of items. */
  readonly count: number;
  /** The study of each item. */
  readonly study: ArrayLike<number>;
  /** Links that may be used. */
  readonly links: readonly WeightedPair[];
  /** Links that must be there whatever their weight. */
  readonly must: readonly WeightedPair[];
  /** Items that must not come together. */
  readonly apart: readonly (readonly [number, number])[];
  /** How many links the search looks at before the best forest found so far is taken. */
  readonly effort: number;
}

export interface Forest {
  /** The links of the partition's maximum spanning trees. */
  readonly links: readonly WeightedPair[];
  /** Sum of their weights. */
  readonly value: number;
  /** No partition is worth more than this; equal to `value` where the partition is proven to be best. */
  readonly bound: number;
}

/**
 * The best forest. Exact where branch and bound ends within `effort`, which every group of items that
 * positive links connect has for itself; else the best that was found, with a bound on what is missing.
 * O(links log links) where the unconstrained forest keeps the constraint.
 */
export function bestForest(problem: ForestProblem): Forest {
  const parts = connectedParts(problem).map(solve);
  return {
    links: parts.flatMap(({ links }) => links),
    value: parts.reduce((sum, { value }) => sum + value, 0),
    bound: parts.reduce((sum, { bound }) => sum + bound, 0),
  };
}

/** A group of items that links connect, with items numbered within it and links by decreasing weight. */
interface Part {
  readonly items: readonly number[];
  readonly problem: ForestProblem;
}

function connectedParts(problem: ForestProblem): Part[] {
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
    i: local[i] as number,
    j: local[j] as number,
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
        study: items.map((item) => problem.study[item] as number),
        links: (links.get(root) ?? []).map(renumber),
        must: (must.get(root) ?? []).map(renumber),
        apart: (apart.get(root) ?? []).map(([i, j]) => [local[i] as number, local[j] as number]),
        effort: problem.effort,
      },
    }));
}

const compareLinks = (a: WeightedPair, b: WeightedPair): number =>
  b.weight - a.weight || a.i - b.i || a.j - b.j;

/** A case of the search: links taken for granted, and pairs of items held apart. */
interface Case {
  readonly together: readonly WeightedPair[];
  readonly apart: readonly (readonly [number, number])[];
  /** No forest of this case is worth more. */
  readonly limit: number;
}

/** Branch and bound, depth first, "together" before "apart". */
function solve({ items, problem }: Part): Forest {
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
    if (looked > problem.effort) {
      missed = Math.max(missed, at.limit);
      continue;
    }
    const relaxed = relaxedForest(problem, at);
    looked += relaxed.looked;
    const limit = Math.min(at.limit, weightOf(relaxed.links));
    if (limit <= value + ROUNDING) continue;
    const found = relaxed.clash === undefined ? relaxed.links : greedyForest(problem, at);
    if (weightOf(found) > value) {
      best = found;
      value = weightOf(found);
    }
    if (relaxed.clash === undefined) continue;
    const { i, j } = relaxed.clash;
    open.push({ ...at, apart: [...at.apart, [i, j]], limit });
    open.push({ ...at, together: [...at.together, relaxed.clash], limit });
  }
  const links = best.map(({ i, j, weight }) => ({
    i: items[i] as number,
    j: items[j] as number,
    weight,
  }));
  return { links, value, bound: Math.max(missed, value) };
}

/** Sums of weights that differ by less are taken as equal. */
const ROUNDING = 1e-9;

const weightOf = (links: readonly WeightedPair[]): number =>
  links.reduce((sum, { weight }) => sum + weight, 0);

/** Links by decreasing weight, each taken where it joins two groups that may come together. */
function greedyForest(problem: ForestProblem, at: Case): WeightedPair[] {
  const groups = new ItemGroups(problem, at);
  const taken = [...at.together];
  for (const link of problem.links) {
    if (groups.joined(link.i, link.j) || groups.clash(link.i, link.j)) continue;
    groups.join(link.i, link.j);
    taken.push(link);
  }
  return taken;
}

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
 * every study that it offends, the maximum one that does not join two items of that study. (A forest
 * joins none of a study exactly where it is still one after the study's items are made one item.)
 */
function relaxedForest(problem: ForestProblem, at: Case): Relaxed {
  const fixed = new ItemGroups(problem, at);
  let links = spanningForest(problem, at, fixed, []);
  let clashes = clashesOf(problem, fixed, links, at.apart);
  for (const { alike } of clashes) {
    const stricter = spanningForest(problem, at, fixed, alike);
    if (weightOf(stricter) >= weightOf(links)) continue;
    links = stricter;
  }
  const looked = problem.links.length * (1 + clashes.length);
  clashes = clashesOf(problem, fixed, links, at.apart);
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
  for (const item of alike) trees.join(item, alike[0] as number);
  const taken = [...together];
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

/** One clash for every pair held apart and every study that a forest offends. */
function clashesOf(
  { count, study }: ForestProblem,
  fixed: ItemGroups,
  links: readonly WeightedPair[],
  apart: Case["apart"],
): Clash[] {
  const trees = new UnionFind(count);
  for (const { i, j } of links) trees.join(i, j);
  const clashes: Clash[] = apart
    .filter(([i, j]) => trees.find(i) === trees.find(j))
    .map((pair) => ({ pair, alike: pair }));
  const seen = new Map<number, number>();
  const offended = new Set<number>();
  for (let item = 0; item < count; item++) {
    const own = study[item] as number;
    const key = own * count + trees.find(item);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, item);
    else if (!offended.has(own) && !fixed.joined(before, item)) {
      offended.add(own);
      const alike = Array.from({ length: count }, (_, other) => other).filter(
        (other) => study[other] === own,
      );
      clashes.push({ pair: [before, item], alike });
    }
  }
  return clashes;
}

/** The lightest link that is not taken for granted on the path between two items of a forest. */
function weakestBetween(
  links: readonly WeightedPair[],
  granted: number,
  fixed: ItemGroups,
  [from, to]: readonly [number, number],
): WeightedPair {
  const neighbours = new Map<number, { link: WeightedPair; to: number }[]>();
  links.slice(granted).forEach((link) => {
    for (const [a, b] of [
      [link.i, link.j],
      [link.j, link.i],
    ] as const) {
      const [p, q] = [fixed.root(a), fixed.root(b)];
      neighbours.set(p, [...(neighbours.get(p) ?? []), { link, to: q }]);
    }
  });
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

/** Items that are together for good, and which of the groups may not come together. */
class ItemGroups {
  readonly #groups: UnionFind;
  /** At the root of each group the studies of its items, as bits. */
  readonly #studies: Uint32Array;
  readonly #words: number;
  readonly #apart: Case["apart"];
  /** 1 at the roots of groups with an item that is held apart from another. */
  readonly #held: Uint8Array;

  constructor({ count, study }: ForestProblem, { together, apart }: Case) {
    let studies = 0;
    for (let item = 0; item < count; item++)
      studies = Math.max(studies, (study[item] as number) + 1);
    this.#words = (studies + 31) >>> 5;
    this.#groups = new UnionFind(count);
    this.#studies = new Uint32Array(count * this.#words);
    this.#held = new Uint8Array(count);
    this.#apart = apart;
    for (let item = 0; item < count; item++) {
      const own = study[item] as number;
      this.#studies[item * this.#words + (own >>> 5)] = 1 << (own & 31);
    }
    for (const item of apart.flat()) this.#held[item] = 1;
    for (const { i, j } of together) this.join(i, j);
  }

  root(item: number): number {
    return this.#groups.find(item);
  }

  joined(i: number, j: number): boolean {
    return this.root(i) === this.root(j);
  }

  join(i: number, j: number): void {
    const [p, q] = [this.root(i), this.root(j)];
    if (p === q) return;
    this.#groups.join(p, q);
    const [root, other] = this.root(p) === p ? [p, q] : [q, p];
    for (let word = 0; word < this.#words; word++) {
      const at = root * this.#words + word;
      const studies = this.#studies[other * this.#words + word] as number;
      this.#studies[at] = (this.#studies[at] as number) | studies;
    }
    this.#held[root] = (this.#held[p] as number) | (this.#held[q] as number);
  }

  /** True where the groups of i and j have lesions of one study, or are held apart. */
  clash(i: number, j: number): boolean {
    const [p, q] = [this.root(i), this.root(j)];
    for (let word = 0; word < this.#words; word++) {
      const [a, b] = [this.#studies[p * this.#words + word], this.#studies[q * this.#words + word]];
      if (((a as number) & (b as number)) !== 0) return true;
    }
    return this.#held[p] === 1 && this.#held[q] === 1 && this.#areHeldApart(p, q);
  }

  #areHeldApart(p: number, q: number): boolean {
    return this.#apart.some(([a, b]) => {
      const [r, s] = [this.root(a), this.root(b)];
      return (r === p && s === q) || (r === q && s === p);
    });
  }
}
