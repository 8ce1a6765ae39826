import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spread } from "../../../src/figures/kit/spread.js";

const points = (...places: number[]) => spread(places, new Array(places.length).fill(0), 8, 100);

describe("spread", () => {
  it("leaves alone what does not touch", () => {
    expect(points(10, 90, 50)).toEqual([10, 90, 50]);
    expect(points()).toEqual([]);
  });

  /** Two at 50: their mean stays at 50, 4 to each side. Three at 1 touch the edge: 0, 8, 16. */
  it("moves touching ones apart about their mean, but not over the edge", () => {
    expect(points(50, 50)).toEqual([46, 54]);
    expect(points(1, 1, 1)).toEqual([0, 8, 16]);
    expect(points(99, 99)).toEqual([92, 100]);
  });

  /** Half sizes 5 and 10 and a gap of 8: centres 23 apart, the mean of 50 and 51 kept. */
  it("leaves room for sizes", () => {
    expect(spread([50, 51], [5, 10], 8, 100)).toEqual([39, 62]);
  });

  const things = fc.array(
    fc.record({
      place: fc.double({ min: 0, max: 100, noNaN: true }),
      half: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 12 },
  );
  const spreadOf = (all: readonly { place: number; half: number }[], gap: number): number[] =>
    spread(
      all.map(({ place }) => place),
      all.map(({ half }) => half),
      gap,
      120,
    );

  it("keeps the gap, the order and the limits", () => {
    fc.assert(
      fc.property(things, (all) => {
        const found = spreadOf(all, 4);
        all.forEach((a, i) => {
          expect(found[i]! - a.half).toBeGreaterThanOrEqual(-1e-9);
          expect(found[i]! + a.half).toBeLessThanOrEqual(120 + 1e-9);
          all.forEach((b, j) => {
            if (a.place > b.place || (a.place === b.place && i >= j)) return;
            const between = found[j]! - found[i]! - a.half - b.half;
            expect(between).toBeGreaterThan(4 - 1e-9);
          });
        });
      }),
    );
  });

  it("moves no further than it must: no small step of one thing makes the sum of squares smaller", () => {
    fc.assert(
      fc.property(things, (all) => {
        const found = spreadOf(all, 4);
        const cost = (places: readonly number[]): number =>
          places.reduce((sum, place, i) => sum + (place - (all[i]?.place as number)) ** 2, 0);
        const free = (places: readonly number[]): boolean =>
          places.every((place, i) => {
            const { half } = all[i] as (typeof all)[0];
            const apart = places.every(
              (other, j) =>
                i === j || Math.abs(place - other) >= 4 + half + (all[j]?.half as number) - 1e-9,
            );
            return place - half >= -1e-9 && place + half <= 120 + 1e-9 && apart;
          });
        for (const [i, place] of found.entries()) {
          for (const step of [-0.01, 0.01]) {
            const moved = found.with(i, place + step);
            if (free(moved)) expect(cost(moved)).toBeGreaterThan(cost(found) - 1e-6);
          }
        }
      }),
    );
  });

  it("stands closer where there is no room for the gap", () => {
    const found = spread(new Array(11).fill(3), new Array(11).fill(0), 40, 100);
    expect([found.at(0), found.at(-1)]).toEqual([0, 100]);
  });
});
