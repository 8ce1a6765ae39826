/** Grouping and hashing shared by all stages. */

/**
 * Groups items by key: a Map from each key to its items, keys in order of first appearance, items in input order.
 * O(n). (d3-array's `group` interns its keys, which takes two to three times as long.)
 */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Yields each item as a group of its own. */
export async function* oneByOne<T>(
  items: AsyncIterable<T> | Iterable<T>,
): AsyncGenerator<readonly T[], void, undefined> {
  for await (const item of items) yield [item];
}

/**
 * 32-bit FNV-1a hash of UTF-16 code units or bytes (offset basis 2166136261, prime 16777619; Fowler, Noll and Vo,
 * RFC 9923). For ASCII text both forms give the same. `from` continues an earlier hash.
 */
export function fnv1a(data: string | Uint8Array, from = 0x811c9dc5): number {
  let hash = from;
  for (let i = 0; i < data.length; i++) {
    const unit = typeof data === "string" ? data.charCodeAt(i) : data[i]!;
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return hash >>> 0;
}
