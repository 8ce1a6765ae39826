import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spread } from "../../../src/figures/growth/spread.js";

const places = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 20 });

describe("spread", () => {
  it("leaves alone what does not touch", () => {
    expect(spread([10, 90, 50], 8, 0, 100)).toEqual([10, 90, 50]);
    expect(spread([], 8, 0, 100)).toEqual([]);
  });

  /** Two at 50: their mean stays at 50, 4 to each side. Three at 1 touch the edge: 0, 8, 16. */
  it("moves touching ones apart about their mean, but not over the edge", () => {
    expect(spread([50, 50], 8, 0, 100)).toEqual([46, 54]);
    expect(spread([1, 1, 1], 8, 0, 100)).toEqual([0, 8, 16]);
    expect(spread([99, 99], 8, 0, 100)).toEqual([92, 100]);
  });

  it("keeps the gap, the order and the limits", () => {
    fc.assert(
      fc.property(places, (wanted) => {
        const found = spread(wanted, 4, 0, 100);
        const sorted = [...found].sort((a, b) => a - b);
        for (const [i, place] of sorted.entries()) {
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(100 + 1e-9);
          if (i > 0) expect(place - (sorted[i - 1] as number)).toBeGreaterThan(4 - 1e-9);
        }
        wanted.forEach((a, i) => {
          wanted.forEach((b, j) => {
            if (a < b) expect(found[i]).toBeLessThan(found[j] as number);
          });
        });
      }),
    );
  });

  it("stands closer where there is no room for the gap", () => {
    const found = spread(new Array(11).fill(3), 40, 0, 100);
    expect(found.at(0)).toBeCloseTo(0, 9);
    expect(found.at(-1)).toBeCloseTo(100, 9);
  });
});
