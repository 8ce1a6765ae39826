import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LESION_TYPES, type Lesion, type LesionType } from "../../src/core/lesion.js";
import { featureDistance, featureDistanceShares } from "../../src/features/distance.js";
import { PHYSICAL_WEIGHT } from "../../src/features/feature-options.js";
import { featureMatrix } from "../../src/features/matrix.js";
import { errorOf } from "../support/errors.js";
import { at } from "../support/lesions.js";

const lesion = (row: number, more: Partial<Lesion> = {}): Lesion => ({
  row,
  patient: "p",
  study: row,
  id: `L${row}`,
  location: [0.1 * row, 0.5, 0.25],
  centreMm: [60 * row, 0, 120],
  longAxisMm: 10 * row,
  shortAxisMm: 5 * row,
  ...more,
});

describe("location", () => {
  it("is the relative position where all lesions have it", () => {
    const matrix = featureMatrix([lesion(1), lesion(2)], { features: ["location"] });
    expect(matrix).toMatchObject({ rows: 2, columns: ["x", "y", "z"], location: "normalised" });
    expect(Array.from(matrix.values)).toEqual([0.1, 0.5, 0.25, 0.2, 0.5, 0.25]);
  });

  it("is physical for all lesions where one has no relative position: the kinds never mix", () => {
    const matrix = featureMatrix([lesion(1), lesion(2, { location: undefined })], {
      features: ["location"],
    });
    expect(matrix).toMatchObject({ columns: ["xMm", "yMm", "zMm"], location: "physical" });
    expect(Array.from(matrix.values)).toEqual(
      [60, 0, 120, 120, 0, 120].map((mm) => mm * PHYSICAL_WEIGHT),
    );
  });

  it("is the kind asked for, or a fault", () => {
    const physical = featureMatrix([lesion(1)], { features: ["location"], location: "physical" });
    expect(physical.columns).toEqual(["xMm", "yMm", "zMm"]);
    const error = errorOf("MISSING_FEATURE", () =>
      featureMatrix([lesion(1), lesion(2, { location: undefined })], { location: "normalised" }),
    );
    expect(error.where).toEqual({ row: 2, patient: "p", lesion: "L2" });
    errorOf("BAD_OPTION", () => featureMatrix([], { location: "mm" as never }), {
      option: "location",
    });
  });
});

describe("size", () => {
  it("is the natural logarithm of the axes: ln 20 - ln 10 = ln 2", () => {
    const matrix = featureMatrix([lesion(1), lesion(2)], {
      features: ["size"],
      weights: { size: 1 },
    });
    expect(matrix.columns).toEqual(["logLongAxis", "logShortAxis"]);
    expect(featureDistance(matrix, 0, 1)).toBeCloseTo(Math.SQRT2 * Math.LN2, 12);
  });

  it.each(["longAxisMm", "shortAxisMm"])("rejects %s of 0, below 0 or not finite", (axis) => {
    for (const mm of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      errorOf("MISSING_FEATURE", () => featureMatrix([lesion(1, { [axis]: mm })]), {
        row: 1,
        patient: "p",
        lesion: "L1",
      });
    }
  });

  it("is the long axis alone where a lesion has no short one", () => {
    const one = lesion(1, { shortAxisMm: undefined });
    const matrix = featureMatrix([one, lesion(2)], { features: ["size"] });
    expect(matrix.columns).toEqual(["logLongAxis"]);
    errorOf("MISSING_FEATURE", () => featureMatrix([lesion(1, { longAxisMm: undefined })]), {
      row: 1,
    });
  });
});

describe("type", () => {
  const typed = (types: readonly (LesionType | undefined)[]) =>
    featureMatrix(
      types.map((type, i) => lesion(i + 1, { type })),
      { features: ["type"], weights: { type: 1 } },
    );

  it("puts different known types 1 apart, equal ones 0", () => {
    const matrix = typed(["liver", "lung", "liver"]);
    expect(featureDistance(matrix, 0, 1)).toBeCloseTo(1, 12);
    expect(featureDistance(matrix, 0, 2)).toBe(0);
  });

  it("is neutral where it is not known", () => {
    const matrix = typed([undefined, "lung", undefined]);
    expect(featureDistance(matrix, 0, 1)).toBe(0);
    expect(featureDistance(matrix, 0, 2)).toBe(0);
    expect(featureDistanceShares(matrix, 0, 1)).toEqual({ type: 0 });
  });
});

describe("appearance", () => {
  const vectors = [
    [3, 4],
    [6, 8],
  ];
  const lesions = vectors.map((vector, i) => at(i + 1, 1, 0, { vector }));

  it("takes the vectors as they are, or scaled to length 1", () => {
    expect(Array.from(featureMatrix(lesions).values)).toEqual([3, 4, 6, 8]);
    const unit = featureMatrix(lesions, { unitAppearance: true });
    expect(featureDistance(unit, 0, 1)).toBeCloseTo(0, 12);
    expect(unit.values[0]).toBeCloseTo(0.6, 12);
  });

  it("rejects missing vectors, other lengths, and zero vectors that are to be scaled to length 1", () => {
    errorOf("MISSING_FEATURE", () => featureMatrix([lesion(1)], { features: ["appearance"] }), {
      row: 1,
      patient: "p",
      lesion: "L1",
    });
    errorOf(
      "VECTOR_LENGTH",
      () => featureMatrix([lesions[0] as Lesion, at(2, 1, 0, { vector: [1, 2, 3] })]),
      { row: 2, patient: "p", lesion: "1-2" },
    );
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const error = errorOf("BAD_VALUE", () =>
        featureMatrix([lesions[0] as Lesion, at(2, 1, 0, { vector: [1, value] })]),
      );
      expect(error.where).toEqual({ row: 2, patient: "p", lesion: "1-2", column: "v2" });
    }
    errorOf("MISSING_FEATURE", () => featureMatrix([at(1, 1, 0)], { unitAppearance: true }), {
      row: 1,
      patient: "p",
      lesion: "1-1",
    });
  });
});

describe("the choice of features", () => {
  it("is appearance where only vectors are known, else location and size", () => {
    expect(featureMatrix([at(1, 1, 0)]).groups).toEqual(["appearance"]);
    const both = featureMatrix([lesion(1, { vector: [1] })]);
    expect(both.columns).toEqual(["x", "y", "z", "logLongAxis", "logShortAxis"]);
  });

  it("stands in its fixed order", () => {
    const { groups } = featureMatrix([lesion(1, { type: "lung", vector: [7] })], {
      features: ["appearance", "size", "type", "location"],
    });
    expect([...new Set(groups)]).toEqual(["location", "size", "type", "appearance"]);
    expect(groups).toHaveLength(3 + 2 + LESION_TYPES.length + 1);
  });

  it("names each group once", () => {
    const features = ["size", "location", "size"] as const;
    errorOf("BAD_OPTION", () => featureMatrix([lesion(1)], { features }), { option: "features" });
  });

  it("rejects an unknown feature and none", () => {
    const error = errorOf("UNKNOWN_FEATURE", () =>
      featureMatrix([], { features: ["syze" as never] }),
    );
    expect(error.fault.remedy).toContain('"size"');
    errorOf("BAD_OPTION", () => featureMatrix([], { features: [] }), { option: "features" });
  });
});

describe("weights", () => {
  it("are those of the group, or of the column", () => {
    const { weights } = featureMatrix([lesion(1)], { weights: { location: 2, z: 0.5, size: 0 } });
    expect(weights).toEqual([2, 2, 0.5, 0, 0]);
  });

  it("and unitAppearance are of features that are compared", () => {
    const vector = [1, 2];
    for (const [option, given] of [
      ["weights", { weights: { type: 1 } }],
      ["weights", { features: ["size"], weights: { location: 1 } }],
      ["unitAppearance", { unitAppearance: true }],
      ["unitAppearance", { features: ["size"], unitAppearance: true }],
    ] as const) {
      errorOf("BAD_OPTION", () => featureMatrix([lesion(1, { vector })], given), { option });
    }
    const used = { features: ["appearance"], weights: { appearance: 2 }, unitAppearance: true };
    expect(featureMatrix([lesion(1, { vector })], used as never).weights).toEqual([2, 2]);
    expect(featureMatrix([], { unitAppearance: true, weights: { v1: 1 } }).rows).toBe(0);
  });

  it("must be known, finite and not negative", () => {
    errorOf("UNKNOWN_FEATURE", () => featureMatrix([lesion(1)], { weights: { locatoin: 1 } }));
    errorOf("UNKNOWN_FEATURE", () =>
      featureMatrix([lesion(1)], { weights: { toString: 1 } as never }),
    );
    for (const weight of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      errorOf("BAD_OPTION", () => featureMatrix([lesion(1)], { weights: { size: weight } }), {
        option: "the weight of size",
      });
    }
  });

  it("stretch distances as squares: twice the weight is twice the group's distance", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), (weight) => {
        const of = (factor: number) =>
          featureDistance(
            featureMatrix([lesion(1), lesion(3)], {
              features: ["size"],
              weights: { size: factor * weight },
            }),
            0,
            1,
          );
        expect(of(2)).toBeCloseTo(2 * of(1), 9);
      }),
    );
  });
});

describe("a matrix", () => {
  it("of no lesions has no rows", () => {
    expect(featureMatrix([])).toMatchObject({
      rows: 0,
      columns: ["x", "y", "z", "logLongAxis", "logShortAxis"],
    });
  });

  it("splits a distance into the shares of its groups", () => {
    const matrix = featureMatrix([lesion(1), lesion(2)], { weights: { location: 1, size: 0.1 } });
    const shares = featureDistanceShares(matrix, 0, 1);
    /** 0.1² of location; 2 x (0.1 ln 2)² of size. */
    const size = 2 * (0.1 * Math.LN2) ** 2;
    expect(shares.location).toBeCloseTo(0.01 / (0.01 + size), 10);
    expect(shares.size).toBeCloseTo(size / (0.01 + size), 10);
  });

  it("rejects an invalid type, which would be far from every other", () => {
    const { where } = errorOf("BAD_VALUE", () =>
      featureMatrix([{ ...lesion(1), type: "Liver" as never }], { features: ["type"] }),
    );
    expect(where).toMatchObject({ row: 1, column: "type" });
  });

  it("has no distance of rows that it does not have", () => {
    const matrix = featureMatrix([lesion(1), lesion(2)]);
    for (const row of [2, 999, -1, 0.5, Number.NaN]) {
      for (const of of [featureDistance, featureDistanceShares]) {
        errorOf("BAD_VALUE", () => of(matrix, 0, row));
        errorOf("BAD_VALUE", () => of(matrix, row, 0));
      }
    }
  });

  it("rejects unknown options", () => {
    errorOf("UNKNOWN_OPTION", () => featureMatrix([], { wieghts: {} } as never), {
      option: "wieghts",
    });
  });
});

it("weights beyond a million are errors: squared distances would overflow", () => {
  const options = { features: ["location"], weights: { location: 1e308 } } as const;
  errorOf("BAD_OPTION", () => featureMatrix([lesion(1)], options));
});
