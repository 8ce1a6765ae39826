/** What is drawn of a list that is too long. */

/** The first of a list by an order, at most so many, in the order of the list. */
export function firstBy<T>(
  items: readonly T[],
  most: number,
  compare: (a: T, b: T) => number,
): readonly T[] {
  if (items.length <= most) return items;
  const kept = new Set([...items].sort(compare).slice(0, most));
  return items.filter((one) => kept.has(one));
}

/** At most so many of a list, evenly over its length, the first and the last among them. */
export function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const kept = new Set(
    Array.from({ length: most }, (_, i) => Math.round((i * (items.length - 1)) / (most - 1))),
  );
  return items.filter((_, i) => kept.has(i));
}
