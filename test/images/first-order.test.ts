import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FirstOrder, firstOrder } from "../../src/images/first-order.js";
import { errorOf } from "../support/errors.js";
import { PHANTOM } from "./ibsi-phantom.js";

/**
 * IBSI reference manual, intensity-based statistical features, reference values of the digital phantom
 * (three significant digits, as the manual gives them).
 */
const REFERENCE: Readonly<Record<keyof FirstOrder, number>> = {
  mean: 2.15,
  variance: 3.05,
  skewness: 1.08,
  kurtosis: -0.355,
  median: 1,
  minimum: 1,
  percentile10: 1,
  percentile90: 4,
  maximum: 6,
  interquartileRange: 3,
  range: 5,
  meanAbsoluteDeviation: 1.55,
  robustMeanAbsoluteDeviation: 1.11,
  medianAbsoluteDeviation: 1.15,
  coefficientOfVariation: 0.812,
  quartileCoefficientOfDispersion: 0.6,
  energy: 567,
  rootMeanSquare: 2.77,
};

describe("firstOrder", () => {
  const values = PHANTOM.flat(2).filter((level) => level > 0);
  const features = firstOrder(values);

  it.each(Object.entries(REFERENCE))("%s of the digital phantom is IBSI's %d", (name, expected) => {
    expect(values).toHaveLength(74);
    expect(Number(features[name as keyof FirstOrder]?.toPrecision(3))).toBe(expected);
  });

  it("does not depend on order, and moves and stretches as it should", () => {
    const list = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(list, fc.integer({ min: -50, max: 50 }), (given, shift) => {
        const a = firstOrder(given);
        expect(firstOrder([...given].reverse())).toEqual(a);
        const b = firstOrder(given.map((value) => 2 * value + shift));
        expect(b.mean).toBeCloseTo(2 * a.mean + shift, 8);
        expect(b.variance).toBeCloseTo(4 * a.variance, 5);
        expect(b.percentile90).toBeCloseTo(2 * a.percentile90 + shift, 8);
        if (a.robustMeanAbsoluteDeviation === undefined) {
          expect(b.robustMeanAbsoluteDeviation).toBeUndefined();
        } else {
          expect(b.robustMeanAbsoluteDeviation).toBeCloseTo(2 * a.robustMeanAbsoluteDeviation, 8);
        }
        for (const value of Object.values(a)) expect(value).not.toBeNaN();
        if (a.skewness !== undefined) expect(b.skewness).toBeCloseTo(a.skewness, 6);
        expect(a.skewness === undefined).toBe(new Set(given).size === 1);
      }),
    );
  });

  it("is undefined where a definition divides by zero, and rejects an empty list", () => {
    const flat = firstOrder([0, 0, 0]);
    expect([flat.skewness, flat.kurtosis, flat.coefficientOfVariation]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(flat.quartileCoefficientOfDispersion).toBeUndefined();
    errorOf("BAD_VALUE", () => firstOrder([]));
    errorOf("BAD_VALUE", () => firstOrder([1, Number.NaN]));
  });
});
