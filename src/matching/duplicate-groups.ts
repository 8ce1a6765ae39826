/** Lesions of one study that are the same lesion, merged as far as constraints allow. */
import { UnionFind } from "../core/union-find.js";
import { type Constraints, NO_CONSTRAINTS } from "./constraints.js";

/**
 * Groups of lesions of one study that grow as duplicates are found, as far as constraints allow: two
 * lesions are not merged where that would join what a cannot-link separates, or two
 * different annotations of another study.
 */
export class DuplicateGroups {
  readonly #study: ArrayLike<number>;
  readonly #constraints: Constraints;
  readonly #duplicates: UnionFind;
  /** Duplicates, and what must-links make one lesion. */
  readonly #together: UnionFind;

  constructor(study: ArrayLike<number>, constraints: Constraints) {
    this.#study = study;
    this.#constraints = constraints;
    this.#duplicates = new UnionFind(study.length);
    this.#together = new UnionFind(study.length);
    for (const [i, j] of constraints.must) {
      this.#together.join(i, j);
      if (study[i] === study[j]) this.#duplicates.join(i, j);
    }
  }

  /** Merges two lesions of a study; false where a constraint prevents it. */
  join(i: number, j: number): boolean {
    if (this.#constraints !== NO_CONSTRAINTS && !this.#allowed(i, j)) return false;
    this.#duplicates.join(i, j);
    this.#together.join(i, j);
    return true;
  }

  /** For each annotation the number of its group, in the order of the groups' first annotations. */
  labels(): Int32Array {
    return this.#duplicates.labels();
  }

  #allowed(i: number, j: number): boolean {
    const [a, b] = [this.#with(i), this.#with(j)];
    const cannotLinkPairs = this.#constraints.cannot.some(
      ([p, q]) => (a.includes(p) && b.includes(q)) || (a.includes(q) && b.includes(p)),
    );
    const chained = a.some((p) =>
      b.some(
        (q) =>
          this.#study[p] === this.#study[q] &&
          this.#study[p] !== this.#study[i] &&
          this.#duplicates.find(p) !== this.#duplicates.find(q),
      ),
    );
    return !cannotLinkPairs && !chained;
  }

  /** All annotations that are the same lesion as an annotation. */
  #with(annotation: number): number[] {
    const root = this.#together.find(annotation);
    return Array.from(this.#study, (_, other) => other).filter(
      (other) => this.#together.find(other) === root,
    );
  }
}
