/** Linear scales, their ticks and the texts of these. */
import { ticks } from "d3-array";

/** A straight map from values to points on the page. */
export interface Scale {
  readonly domain: readonly [low: number, high: number];
  readonly range: readonly [atLow: number, atHigh: number];
  /** Where a value lies; a domain of no extent lies in the middle. */
  at(value: number): number;
}

/** The scale from a domain of values to a range of points. */
export function linearScale(
  domain: readonly [low: number, high: number],
  range: readonly [atLow: number, atHigh: number],
): Scale {
  const [low, high] = domain;
  const [a, b] = range;
  const extent = high - low;
  return {
    domain,
    range,
    at: (value) => (extent === 0 ? (a + b) / 2 : a + ((value - low) / extent) * (b - a)),
  };
}

/** Round values for ticks about `spacing` points apart. */
export function ticksOf({ domain, range }: Scale, spacing = 45): number[] {
  const [low, high] = domain;
  if (!(high > low)) return [low];
  const count = Math.max(2, Math.round(Math.abs(range[1] - range[0]) / spacing));
  return ticks(low, high, count);
}

/** Texts with as many decimals as these values differ in, and a real minus. */
export function formatFor(values: readonly number[]): (value: number) => string {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++) {
    step = Math.min(step, Math.abs(values[i]! - values[i - 1]!));
  }
  let decimals = 0;
  for (let unit = 1; decimals < 8 && step < unit * 0.999; unit /= 10) decimals++;
  return (value) => value.toFixed(decimals).replace("-", "−");
}
