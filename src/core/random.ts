/** Seeded chance: the same numbers for the same seed on every machine. */
import { randomExponential, randomInt, randomLcg, randomNormal, randomUniform } from "d3-random";

/** A stream of random numbers. */
export interface RandomSource {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  normal(mean: number, deviation: number): number;
  exponential(mean: number): number;
  /** Whole number from 0 to below `end`. */
  below(end: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

/** A stream of its own for every (seed, stream), so that one patient does not depend on the others. */
export function randomSource(seed: number, stream: number): RandomSource {
  const source = randomLcg(scramble(seed * 0x9e3779b9 + stream * 0x85ebca6b));
  const below = (end: number): number => randomInt.source(source)(0, end)();
  return {
    uniform: (low, high) => randomUniform.source(source)(low, high)(),
    normal: (mean, deviation) => randomNormal.source(source)(mean, deviation)(),
    exponential: (mean) => randomExponential.source(source)(1 / mean)(),
    below,
    happens: (probability) => source() < probability,
    pick: (choices) => choices[below(choices.length)] as (typeof choices)[number],
  };
}

/** Spreads neighbouring seeds over 0-1 (the finaliser of MurmurHash3), as the generator wants it. */
function scramble(seed: number): number {
  let h = seed >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 0x100000000;
}
