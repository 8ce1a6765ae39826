import { afterEach, describe, expect, it, vi } from "vitest";
import { randomSource } from "../../src/core/random.js";

/** The functions of Math whose last digit ECMAScript leaves to the engine. */
const INEXACT = [
  "log",
  "log1p",
  "log2",
  "log10",
  "exp",
  "expm1",
  "sin",
  "cos",
  "tan",
  "atan2",
  "pow",
  "hypot",
  "cbrt",
] as const;

const draw = (seed: number, stream: number): (number | string | boolean)[] => {
  const random = randomSource(seed, stream);
  return Array.from({ length: 50 }, () => [
    random.uniform(-3, 8),
    random.normal(10, 2),
    random.exponential(4),
    random.below(1000),
    random.happens(0.5),
    random.pick(["a", "b", "c"]),
  ]).flat();
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe("randomSource", () => {
  it("gives the same numbers where every inexact function of Math is broken", () => {
    const expected = draw(7, 3);
    for (const name of INEXACT) {
      vi.spyOn(Math, name).mockImplementation(() => {
        throw new Error(`Math.${name} differs between engines`);
      });
    }
    const under = draw(7, 3);
    vi.restoreAllMocks();
    expect(under).toEqual(expected);
  });

  it("gives these bits", () => {
    const random = randomSource(1, 2);
    const bits = (value: number): string => {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, value);
      return view.getBigUint64(0).toString(16);
    };
    const values = [
      random.uniform(0, 1),
      random.normal(0, 1),
      random.exponential(1),
      random.normal(5, 3),
    ];
    expect(values.map(bits)).toMatchInlineSnapshot(`
      [
        "3fd8ec7c90000000",
        "3fd83828de441200",
        "3fef6a1c37691498",
        "3fe8850695d1b010",
      ]
    `);
  });

  it("has the moments of its distributions", () => {
    const random = randomSource(5, 0);
    const n = 40_000;
    const mean = (sample: () => number): number => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += sample();
      return sum / n;
    };
    // Within 5 standard errors.
    expect(Math.abs(mean(() => random.uniform(2, 4)) - 3)).toBeLessThan(
      (5 * Math.sqrt(4 / 12)) / Math.sqrt(n),
    );
    expect(Math.abs(mean(() => random.normal(1, 2)) - 1)).toBeLessThan((5 * 2) / Math.sqrt(n));
    expect(Math.abs(mean(() => random.normal(0, 2) ** 2) - 4)).toBeLessThan(
      (5 * 4 * Math.SQRT2) / Math.sqrt(n),
    );
    expect(Math.abs(mean(() => random.exponential(3)) - 3)).toBeLessThan((5 * 3) / Math.sqrt(n));
    expect(Math.abs(mean(() => random.below(10)) - 4.5)).toBeLessThan((5 * 2.9) / Math.sqrt(n));
    expect(Math.abs(mean(() => Number(random.happens(0.3))) - 0.3)).toBeLessThan(
      (5 * 0.46) / Math.sqrt(n),
    );
  });
});
