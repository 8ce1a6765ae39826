/** Parts of a list that is too long to be drawn. */

/** Returns the first `most` items by an order, in input order. */
export function topBy<T>(
  items: readonly T[],
  most: number,
  compare: (a: T, b: T) => number,
): readonly T[] {
  if (items.length <= most) return items;
  const kept = new Set([...items].sort(compare).slice(0, most));
  return items.filter((one) => kept.has(one));
}

/** Returns at most `most` items, evenly spaced, including the first and the last. */
export function evenlySpaced<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const kept = new Set(
    Array.from({ length: most }, (_, i) => Math.round((i * (items.length - 1)) / (most - 1))),
  );
  return items.filter((_, i) => kept.has(i));
}
