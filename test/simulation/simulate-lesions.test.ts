import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LARGEST_MM, SMALLEST_MM, sizeAfter } from "../../src/simulation/simulate-lesions.js";

const sizes = fc.double({ min: SMALLEST_MM, max: LARGEST_MM, noNaN: true });
const rates = fc.double({ min: -3, max: 3, noNaN: true });
const studies = fc.integer({ min: 0, max: 60 });

describe("sizeAfter", () => {
  /**
   * By hand, from 20 mm at 0.1 per study: ln (150 / 20) = 2.0149 are left, exp(-10 x 0.1 / 2.0149) = 0.6088
   * of them after ten studies, and 20 exp(2.0149 x 0.3912) = 43.99 mm. Down to 3 mm 1.8971 are left, 0.5903 of
   * them after ten, and 20 exp(-1.8971 x 0.4097) = 9.194 mm.
   */
  it("follows Gompertz's law up and down", () => {
    expect(sizeAfter(10, 20, 0.1)).toBeCloseTo(43.99, 2);
    expect(sizeAfter(10, 20, -0.1)).toBeCloseTo(9.194, 2);
  });

  it("begins at the size and with the growth that are given", () => {
    fc.assert(
      fc.property(sizes, rates, (mm, rate) => {
        expect(sizeAfter(0, mm, rate)).toBeCloseTo(mm, 9);
      }),
    );
    const step = 1e-6;
    for (const rate of [0.2, -0.2]) {
      expect(Math.log(sizeAfter(step, 20, rate) / 20) / step).toBeCloseTo(rate, 4);
    }
  });

  it("stays within its limits and never turns round, however long and fast", () => {
    fc.assert(
      fc.property(sizes, rates, studies, (mm, rate, count) => {
        const [now, then] = [sizeAfter(count, mm, rate), sizeAfter(count + 1, mm, rate)];
        const slack = 1e-9;
        for (const size of [now, then]) {
          expect(size).toBeGreaterThanOrEqual(SMALLEST_MM - slack);
          expect(size).toBeLessThanOrEqual(LARGEST_MM + slack);
        }
        expect((then - now) * Math.sign(rate)).toBeGreaterThanOrEqual(-slack);
      }),
    );
  });

  it("does not move at a limit, nor without growth", () => {
    expect(sizeAfter(9, LARGEST_MM, 0.5)).toBe(LARGEST_MM);
    expect(sizeAfter(9, SMALLEST_MM, -0.5)).toBe(SMALLEST_MM);
    expect(sizeAfter(9, 20, 0)).toBe(20);
  });
});
