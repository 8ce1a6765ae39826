/** Places side by side: as near as possible to where things belong, without overlap. */

/**
 * Centres for things of these half sizes, so that each keeps `gap` from the next and all lie within 0 to
 * `room`, in the order of the wanted centres (of equals in the order given), with the least sum of squared
 * moves: isotonic regression within bounds. Where there is not that much room the gaps are smaller, and all
 * the same. O(n²).
 */
export function spread(
  wanted: readonly number[],
  halfSizes: readonly number[],
  gap: number,
  room: number,
): number[] {
  const order = wanted
    .map((place, i) => ({ place, half: halfSizes[i]!, i }))
    .sort((a, b) => a.place - b.place || a.i - b.i);
  const filled = order.reduce((sum, { half }) => sum + 2 * half, 0);
  const kept = Math.min(gap, (room - filled) / Math.max(1, order.length - 1));
  // What each needs before it: moved back by that, places only have to be in order.
  let needed = 0;
  const shifts = order.map(({ half }, k) => {
    const before = order[k - 1];
    needed += before === undefined ? half : before.half + kept + half;
    return needed;
  });
  const slack = Math.max(0, room - filled - kept * (order.length - 1));
  const blocks: { sum: number; count: number }[] = [];
  order.forEach(({ place }, k) => {
    blocks.push({ sum: place - shifts[k]!, count: 1 });
    for (let last = blocks.length - 1; last > 0; last--) {
      const [a, b] = [blocks[last - 1], blocks[last]] as [(typeof blocks)[0], (typeof blocks)[0]];
      if (a.sum / a.count <= b.sum / b.count) break;
      blocks.splice(last - 1, 2, { sum: a.sum + b.sum, count: a.count + b.count });
    }
  });
  const centres = new Array<number>(wanted.length);
  let k = 0;
  for (const { sum, count } of blocks) {
    const moved = Math.max(0, Math.min(slack, sum / count));
    for (let n = 0; n < count; n++, k++) {
      centres[(order[k] as (typeof order)[0]).i] = moved + shifts[k]!;
    }
  }
  return centres;
}
