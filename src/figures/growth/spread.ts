/** Places for labels in a column: as near as possible to where they belong, without overlap. */

/**
 * Centres at least `gap` apart and within `low` to `high`, in the order of the wanted ones; as near to them
 * as blocks of touching labels allow (their mean stays where the mean of the wanted places is). Where there
 * is not room for all, they stand closer. O(n²).
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const room = wanted.length > 1 ? Math.min(gap, (high - low) / (wanted.length - 1)) : gap;
  const order = wanted
    .map((_, i) => i)
    .sort((a, b) => (wanted[a] as number) - (wanted[b] as number) || a - b);
  // Blocks of touching labels: their sum of wanted starts, and how many they are.
  const blocks: { start: number; count: number; sum: number }[] = [];
  for (const i of order) {
    const place = Math.min(high, Math.max(low, wanted[i] as number));
    blocks.push({ start: place, count: 1, sum: place });
    for (;;) {
      const [before, last] = blocks.slice(-2);
      if (before === undefined || last === undefined) break;
      if (before.start + before.count * room <= last.start) break;
      const count = before.count + last.count;
      const sum = before.sum + last.sum - last.count * before.count * room;
      const start = Math.min(high - (count - 1) * room, Math.max(low, sum / count));
      blocks.splice(-2, 2, { start, count, sum });
    }
  }
  const places = blocks.flatMap(({ start, count }) =>
    Array.from({ length: count }, (_, k) => start + k * room),
  );
  const result = new Array<number>(wanted.length);
  order.forEach((i, k) => {
    result[i] = places[k] as number;
  });
  return result;
}
