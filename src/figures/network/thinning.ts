/** Which of many pairs are drawn. */

import type { Edge } from "../../matching/result.js";

/**
 * The pairs that tell most: for every lesion the `neighbours` nearest of the next study in which it has a
 * near one, the same for the study before, and within its own study. A pair stays where either end asks
 * for it. The order of the pairs is kept. O(pairs × log).
 */
export function thinned<P extends Edge>(
  pairs: readonly P[],
  studyOf: ReadonlyMap<number, number>,
  neighbours: number,
): P[] {
  /** By lesion and direction: the nearest study there, and its pairs. */
  const wanted = new Map<string, { study: number; pairs: P[] }>();
  for (const pair of pairs) {
    for (const [own, other] of [
      [pair.from, pair.to],
      [pair.to, pair.from],
    ] as const) {
      const [here, there] = [studyOf.get(own) as number, studyOf.get(other) as number];
      const key = `${own} ${Math.sign(there - here)}`;
      const best = wanted.get(key);
      if (best === undefined || Math.abs(there - here) < Math.abs(best.study - here)) {
        wanted.set(key, { study: there, pairs: [pair] });
      } else if (best.study === there) {
        best.pairs.push(pair);
      }
    }
  }
  const kept = new Set<P>();
  for (const { pairs: own } of wanted.values()) {
    own.sort(byDistance);
    for (const pair of own.slice(0, neighbours)) kept.add(pair);
  }
  return pairs.filter((pair) => kept.has(pair));
}

/** The nearest first, pairs whose distance is not known last. */
function byDistance(a: Edge, b: Edge): number {
  const [one, two] = [a.distance ?? Number.MAX_VALUE, b.distance ?? Number.MAX_VALUE];
  return one - two || a.from - b.from || a.to - b.to;
}
