/** A Set without the limit of engines (V8: 2^24 entries, then RangeError). */

/** Entries of one part. */
const PART = 2 ** 23;

/**
 * A set of any number of texts or numbers. `has` and `add` take O(1 + size / 2^23). Numbers need about 30 bytes
 * each, texts about 50 and their characters.
 */
export class LargeSet<T extends string | number> {
  readonly #parts: Set<T>[] = [new Set()];
  readonly #partSize: number;

  constructor(items: Iterable<T> = [], partSize = PART) {
    this.#partSize = partSize;
    for (const item of items) this.add(item);
  }

  has(item: T): boolean {
    return this.#parts.some((part) => part.has(item));
  }

  add(item: T): void {
    if (this.has(item)) return;
    let last = this.#parts.at(-1)!;
    if (last.size >= this.#partSize) {
      last = new Set();
      this.#parts.push(last);
    }
    last.add(item);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const part of this.#parts) yield* part;
  }
}
