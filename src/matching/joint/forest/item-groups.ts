import { UnionFind } from "../../../core/union-find.js";
import type { Case, ForestProblem } from "./problem.js";

/** Items that are together for good, and which of the groups may not come together. */
export class ItemGroups {
  readonly #groups: UnionFind;
  /** At the root of each group the studies of its items, as bits. */
  readonly #studies: Uint32Array;
  readonly #words: number;
  readonly #apart: Case["apart"];
  /** 1 at the roots of groups with an item that is held apart from another. */
  readonly #held: Uint8Array;

  constructor({ count, study }: ForestProblem, { together, apart }: Case) {
    let studies = 0;
    for (let item = 0; item < count; item++) studies = Math.max(studies, study[item]! + 1);
    this.#words = (studies + 31) >>> 5;
    this.#groups = new UnionFind(count);
    this.#studies = new Uint32Array(count * this.#words);
    this.#held = new Uint8Array(count);
    this.#apart = apart;
    for (let item = 0; item < count; item++) {
      const own = study[item]!;
      this.#studies[item * this.#words + (own >>> 5)] = 1 << (own & 31);
    }
    for (const item of apart.flat()) this.#held[item] = 1;
    for (const { i, j } of together) this.join(i, j);
  }

  root(item: number): number {
    return this.#groups.find(item);
  }

  join(i: number, j: number): void {
    const [p, q] = [this.root(i), this.root(j)];
    if (p === q) return;
    this.#groups.join(p, q);
    const [root, other] = this.root(p) === p ? [p, q] : [q, p];
    for (let word = 0; word < this.#words; word++) {
      const at = root * this.#words + word;
      const studies = this.#studies[other * this.#words + word]!;
      this.#studies[at] = this.#studies[at]! | studies;
    }
    this.#held[root] = this.#held[p]! | this.#held[q]!;
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
