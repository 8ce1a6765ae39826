import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, ln, norm } from "../../src/core/arithmetic.js";

/** Distance of two neighbouring doubles at x. */
const ulp = (x: number): number => 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);

describe("ln", () => {
  it("is the engine's logarithm but for the last digit", () => {
    const positive = fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.oneof(positive, fc.double({ min: 0.5, max: 2, noNaN: true })), (x) => {
        const expected = Math.log(x);
        if (expected === 0) expect(ln(x)).toBe(0);
        else expect(Math.abs(ln(x) - expected)).toBeLessThanOrEqual(2 * ulp(expected));
      }),
      { numRuns: 20_000 },
    );
  });

  /** Values of Python's decimal module with 40 digits. */
  it.each([
    [2, 0.6931471805599453],
    [10, 2.302585092994046],
    [29.0878671875, 3.3703211520983687],
    [0.1, -2.3025850929940455],
  ])("of %d is %d", (x, expected) => {
    expect(Math.abs(ln(x) - expected)).toBeLessThanOrEqual(ulp(expected));
  });

  it("is exact where nothing has to be rounded, and says what it cannot do", () => {
    expect(ln(1)).toBe(0);
    expect([ln(0), ln(-1), ln(Number.NaN), ln(Number.POSITIVE_INFINITY)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]);
  });
});

describe("exp", () => {
  it("is the engine's exponential but for the last digits", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
      }),
      { numRuns: 5_000 },
    );
  });

  it("is exact at 0 and says what it cannot do", () => {
    expect([exp(0), exp(800), exp(-800), exp(Number.NaN)]).toEqual([
      1,
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
    ]);
  });
});

describe("norm", () => {
  it("is the length of a vector", () => {
    expect([norm(3, 4), norm(), norm(2, 3, 6)]).toEqual([5, 0, 7]);
  });
});

describe("exp", () => {
  it("is the engine's exponential but for the last digits", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
      }),
    );
  });

  it("undoes the logarithm", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (x) => {
        expect(Math.abs(exp(ln(x)) / x - 1)).toBeLessThan(2e-15);
      }),
    );
  });

  it("has its limits", () => {
    expect([exp(0), exp(-0), exp(800), exp(-800)]).toEqual([1, 1, Number.POSITIVE_INFINITY, 0]);
    expect(exp(Number.NaN)).toBeNaN();
    expect(exp(709.7) / Math.exp(709.7)).toBeCloseTo(1, 12);
    expect(exp(-740)).toBe(Math.exp(-740));
  });
});
