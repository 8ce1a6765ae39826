/**
 * Seeded random numbers, the same bits for the same seed on every machine: made of integer arithmetic, products,
 * quotients and square roots, which are exactly defined, and of {@link ln} in place of Math.log, which is not.
 */
import { ln } from "./arithmetic.js";

/** A stream of random numbers. */
export interface RandomSource {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  normal(mean: number, deviation: number): number;
  exponential(mean: number): number;
  /** Integer from 0 to below `end`. */
  below(end: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

/** Returns an independent stream for every (seed, stream), so that no patient depends on the others. */
export function randomSource(seed: number, stream: number): RandomSource {
  const uniform = linearCongruential(scramble(seed * 0x9e3779b9 + stream * 0x85ebca6b));
  const below = (end: number): number => Math.floor(uniform() * end);
  return {
    uniform: (low, high) => uniform() * (high - low) + low,
    normal: (mean, deviation) => mean + deviation * standardNormal(uniform),
    // 1 - u is exact: u is a multiple of 2^-32.
    exponential: (mean) => -ln(1 - uniform()) / (1 / mean),
    below,
    happens: (probability) => uniform() < probability,
    pick: (choices) => choices[below(choices.length)] as (typeof choices)[number],
  };
}

/** Uniform multiples of 2^-32 in [0, 1). Constants: Press et al., Numerical Recipes, 1992 (as in d3-random). */
function linearCongruential(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (1664525 * state + 1013904223) | 0;
    return (state >>> 0) / 0x100000000;
  };
}

/** Marsaglia's polar method (doi:10.1137/1006063); one of the two values is used. */
function standardNormal(uniform: () => number): number {
  for (;;) {
    const x = uniform() * 2 - 1;
    const y = uniform() * 2 - 1;
    const r = x * x + y * y;
    if (r > 0 && r <= 1) return y * Math.sqrt((-2 * ln(r)) / r);
  }
}

/** Spreads neighbouring seeds over the 32-bit integers (the finaliser of MurmurHash3). */
function scramble(seed: number): number {
  let h = seed >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
