import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coOccurrence, fixedBinSize } from "../../src/images/co-occurrence.js";
import { type CoOccurrence, meanOfFeatures } from "../../src/images/co-occurrence-features.js";
import { errorOf } from "../support/errors.js";
import { PHANTOM } from "./ibsi-phantom.js";

/**
 * IBSI reference manual, grey level co-occurrence based features, reference values of the digital
 * phantom for the aggregation "2D, averaged" (three significant digits, as the manual gives them).
 */
const REFERENCE: Readonly<Record<keyof CoOccurrence, number>> = {
  jointMaximum: 0.519,
  jointAverage: 2.14,
  jointVariance: 2.69,
  jointEntropy: 2.05,
  differenceAverage: 1.42,
  differenceVariance: 2.9,
  differenceEntropy: 1.4,
  sumAverage: 4.28,
  sumVariance: 5.47,
  sumEntropy: 1.6,
  angularSecondMoment: 0.368,
  contrast: 5.28,
  dissimilarity: 1.42,
  inverseDifference: 0.678,
  normalisedInverseDifference: 0.851,
  inverseDifferenceMoment: 0.619,
  normalisedInverseDifferenceMoment: 0.899,
  inverseVariance: 0.0567,
  correlation: -0.0121,
  autocorrelation: 5.09,
  clusterTendency: 5.47,
  clusterShade: 7,
  clusterProminence: 79.1,
  firstMeasureOfInformationCorrelation: -0.155,
  secondMeasureOfInformationCorrelation: 0.487,
};

const region = (rows: readonly (readonly number[])[], count = 6) => ({
  width: rows[0]!.length,
  height: rows.length,
  levels: Uint16Array.from(rows.flat()),
  count,
});

describe("coOccurrence", () => {
  const features = meanOfFeatures(PHANTOM.map((slice) => coOccurrence(region(slice), "averaged")));

  it.each(Object.entries(REFERENCE))("%s of the digital phantom is IBSI's %d", (name, expected) => {
    expect(Number(features[name as keyof CoOccurrence]?.toPrecision(3))).toBe(expected);
  });

  /** Joint probabilities of all four directions, pair by pair of pixels. */
  function pairs(rows: readonly (readonly number[])[]): Map<string, number> {
    const cells = rows.flatMap((row, y) => row.map((level, x) => ({ x, y, level })));
    const found = new Map<string, number>();
    let total = 0;
    for (const a of cells) {
      for (const b of cells) {
        const near = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) === 1;
        if (!near || a.level === 0 || b.level === 0) continue;
        const key = `${a.level},${b.level}`;
        found.set(key, (found.get(key) ?? 0) + 1);
        total++;
      }
    }
    return new Map([...found].map(([key, n]) => [key, n / total]));
  }

  const grids = fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 5 }))
    .chain(([width, height]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: width, maxLength: width }), {
        minLength: height,
        maxLength: height,
      }),
    );

  it("agrees with sums over all pairs of neighbouring pixels", () => {
    fc.assert(
      fc.property(grids, (rows) => {
        const joint = [...pairs(rows)].map(([key, p]) => {
          const [i, j] = key.split(",").map(Number) as [number, number];
          return { i, j, p };
        });
        fc.pre(joint.length > 0);
        const sum = (of: (i: number, j: number) => number): number =>
          joint.reduce((total, { i, j, p }) => total + p * of(i, j), 0);
        const found = coOccurrence(region(rows, 4));
        expect(found.contrast).toBeCloseTo(
          sum((i, j) => (i - j) ** 2),
          10,
        );
        expect(found.jointAverage).toBeCloseTo(
          sum((i) => i),
          10,
        );
        expect(found.autocorrelation).toBeCloseTo(
          sum((i, j) => i * j),
          10,
        );
        const mean = sum((i) => i);
        expect(found.clusterShade).toBeCloseTo(
          sum((i, j) => (i + j - 2 * mean) ** 3),
          8,
        );
        expect(found.jointEntropy).toBeCloseTo(
          -joint.reduce((total, { p }) => total + p * Math.log2(p), 0),
          10,
        );
        expect(found.jointMaximum).toBeCloseTo(Math.max(...joint.map(({ p }) => p)), 12);
        // The same turned over.
        const rotation = rows.map((row) => [...row].reverse()).reverse();
        expect(coOccurrence(region(rotation, 4))).toEqual(found);
      }),
    );
  });

  it("knows what cannot be known", () => {
    const flat = coOccurrence(
      region(
        [
          [3, 3],
          [3, 3],
        ],
        3,
      ),
    );
    expect(flat.correlation).toBeUndefined();
    expect(flat.firstMeasureOfInformationCorrelation).toBeUndefined();
    expect(flat.jointMaximum).toBe(1);
    expect(meanOfFeatures([flat, coOccurrence(region([[1, 2]], 2))]).correlation).toBeUndefined();
    errorOf("BAD_VALUE", () => coOccurrence(region([[1, 0, 2]], 2)));
    errorOf("BAD_VALUE", () => coOccurrence(region([[1, 2]], 2), "averaged"));
    errorOf("BAD_VALUE", () => coOccurrence(region([[1, 5]], 4)));
  });

  it("bins of fixed size begin at the given value", () => {
    const { levels, count } = fixedBinSize([-1200, -1000, -976, -975, 0], [1, 1, 1, 1, 0], {
      from: -1000,
      size: 25,
    });
    expect([[...levels], count]).toEqual([[1, 1, 1, 2, 0], 2]);
    // What is not inside is not looked at; nothing inside has no levels.
    expect(fixedBinSize([Number.NaN], [0], { from: 0, size: 1 }).count).toBe(0);
  });

  it("bins reject invalid widths, values and numbers of levels", () => {
    for (const size of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      errorOf("BAD_OPTION", () => fixedBinSize([1], [1], { from: 0, size }), { option: "size" });
    }
    errorOf("BAD_OPTION", () => fixedBinSize([1], [1], { from: Number.NaN, size: 1 }), {
      option: "from",
    });
    errorOf("BAD_VALUE", () => fixedBinSize([Number.NaN], [1], { from: 0, size: 1 }));
    errorOf("BAD_VALUE", () => fixedBinSize([1], [1, 1], { from: 0, size: 1 }));
    // By hand: (1000 + 1000) / 0.01 levels below it. 4096 levels of 1 HU end at 3095 HU.
    errorOf("BAD_OPTION", () => fixedBinSize([1000, -900], [1, 1], { from: -1000, size: 0.01 }));
    expect(fixedBinSize([3095], [1], { from: -1000, size: 1 }).count).toBe(4096);
    errorOf("BAD_OPTION", () => fixedBinSize([3096], [1], { from: -1000, size: 1 }));
    const levels = Uint16Array.of(1, 1);
    errorOf("BAD_VALUE", () => coOccurrence({ width: 2, height: 1, levels, count: 60000 }));
    errorOf("BAD_VALUE", () => coOccurrence({ width: 3, height: 1, levels, count: 1 }));
  });
});
