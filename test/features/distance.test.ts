import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squaredDistance } from "../../src/features/distance.js";

/** Two rows of d values, some of them unknown; lengths about those at which the summation changes. */
const rows = fc
  .constantFrom(1, 3, 15, 16, 17, 19, 64, 67, 128, 200)
  .chain((d) =>
    fc.record({
      d: fc.constant(d),
      values: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
        minLength: 2 * d,
        maxLength: 2 * d,
      }),
      unknown: fc.array(fc.nat({ max: 2 * d - 1 }), { maxLength: 4 }),
    }),
  )
  .map(({ d, values, unknown }) => {
    const row = Float64Array.from(values);
    for (const at of unknown) row[at] = Number.NaN;
    return { d, values: row };
  });

const plainSum = (values: Float64Array, d: number): number => {
  let sum = 0;
  for (let k = 0; k < d; k++) {
    const difference = values[k]! - values[d + k]!;
    if (!Number.isNaN(difference)) sum += difference * difference;
  }
  return sum;
};

describe("squaredDistance", () => {
  it("is the sum of squares of known values, for rows of any length", () => {
    fc.assert(
      fc.property(rows, ({ d, values }) => {
        const sum = plainSum(values, d);
        expect(Math.abs(squaredDistance(values, d, 0, 1) - sum)).toBeLessThanOrEqual(1e-12 * sum);
      }),
    );
  });

  it("is exact up to the limit, and above it where the distance is", () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), ({ d, values }, share) => {
        const sum = squaredDistance(values, d, 0, 1);
        const limit = share * 2 * sum;
        const found = squaredDistance(values, d, 0, 1, limit);
        if (sum > limit) expect(found).toBeGreaterThan(limit);
        else expect(found).toBe(sum);
      }),
    );
  });
});
