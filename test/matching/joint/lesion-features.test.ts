import { describe, expect, it } from "vitest";
import { LESION_TYPES, type Lesion } from "../../../src/core/lesion.js";
import { combinedPositions } from "../../../src/matching/joint/combined-location.js";
import { JOINT_FEATURES } from "../../../src/matching/joint/joint-model.js";
import { columnsOfLesions } from "../../../src/matching/joint/lesion-columns.js";
import {
  lesionFeatures,
  meanSquareSize,
  mergeDuplicates,
  positionDifference,
  relativeDistance,
  sizeDifference,
  weightedDistance,
} from "../../../src/matching/joint/lesion-features.js";
import { bare as lesion } from "../../support/lesions.js";

const of = (lesions: readonly Lesion[], features = JOINT_FEATURES, location = "auto" as const) =>
  lesionFeatures(lesions, features, location);
const everything = lesion(1, 1, {
  series: 2,
  centreMm: [1, 2, 3],
  longAxisMm: 10,
  shortAxisMm: 5,
  type: "lung",
  vector: [1],
});

describe("lesionFeatures", () => {
  it("has a column for each feature, with NaN for missing values", () => {
    const { position, logSize, longAxisMm, type, series, vectors } = of([
      everything,
      lesion(2, 1, { vector: [2] }),
    ]);
    expect(position.map((column) => [...column])).toEqual([
      [1, Number.NaN],
      [2, Number.NaN],
      [3, Number.NaN],
    ]);
    expect(logSize[0][0]).toBeCloseTo(Math.log(10), 12);
    expect(logSize[1][0]).toBeCloseTo(Math.log(5), 12);
    expect([logSize[0][1], logSize[1][1]]).toEqual([Number.NaN, Number.NaN]);
    expect([...longAxisMm]).toEqual([10, 0]);
    expect([...type]).toEqual([LESION_TYPES.indexOf("lung"), Number.NaN]);
    expect([...series]).toEqual([2, Number.NaN]);
    expect(vectors).toHaveLength(2);
  });

  it("leaves out features that are not chosen", () => {
    const { position, logSize, longAxisMm, type, vectors, usualDistance } = lesionFeatures(
      [everything],
      [],
      "physical",
    );
    const missing = [Number.NaN];
    expect([...position, ...logSize, type].map((column) => [...column])).toEqual(
      Array(6).fill(missing),
    );
    expect([...longAxisMm]).toEqual([0]);
    expect(vectors).toBeUndefined();
    expect(usualDistance).toBeNaN();
  });

  it("takes an axis of 0 mm as missing, and one above 300 mm as 300 mm where it widens a position", () => {
    const lengths = [0, 300, 301, 299];
    const { logSize, longAxisMm } = of(
      lengths.map((longAxisMm, i) => lesion(i + 1, 1, { centreMm: [0, 0, 0], longAxisMm })),
    );
    expect([...longAxisMm]).toEqual([0, 300, 300, 299]);
    expect(logSize[0][0]).toBeNaN();
    expect(logSize[0][2]).toBeCloseTo(Math.log(301), 12);
  });

  it("counts studies from 0 without gaps", () => {
    const studies = [2, 2, 5, 9, 9].map((study, i) =>
      lesion(i + 1, study, { centreMm: [0, 0, 0] }),
    );
    expect(of(studies)).toMatchObject({
      count: 5,
      studies: 3,
      study: Int32Array.of(0, 0, 1, 2, 2),
    });
    expect(of([])).toMatchObject({ count: 0, studies: 0 });
  });

  it("takes both locations where every lesion has both, else the relative one, else mm", () => {
    const [relative, mm] = [{ location: [0.1, 0.2, 0.3] }, { centreMm: [1, 2, 3] }] as const;
    const kindOf = (...given: Partial<Lesion>[]) =>
      of(given.map((more, i) => lesion(i + 1, 1, more))).kind;
    expect(kindOf({ ...relative, ...mm }, { ...relative, ...mm })).toBe("combined");
    expect(kindOf({ ...relative, ...mm }, relative)).toBe("normalised");
    expect(kindOf({ ...relative, ...mm }, mm)).toBe("physical");
    const both = [
      lesion(1, 1, { ...relative, ...mm }),
      lesion(2, 1, { ...relative, centreMm: [0, 0, 9] }),
    ];
    const asked = (kind: "physical" | "combined") => lesionFeatures(both, ["location"], kind);
    expect(asked("physical").kind).toBe("physical");
    expect([...asked("physical").position[2]]).toEqual([3, 9]);
    expect(asked("combined").position).toEqual(combinedPositions(columnsOfLesions(both)));
    const normalised = of([lesion(1, 1, relative)]);
    expect(normalised.position.map(([value]) => value)).toEqual([0.1, 0.2, 0.3]);
  });

  it("has the median distance of vectors of one study as the usual one", () => {
    const vectors = (studies: readonly number[], values: readonly number[]) =>
      of(studies.map((study, i) => lesion(i + 1, study, { vector: [values[i]!, 0] })));
    // Distances 3, 4 and 7 in study 1, 30 in study 2.
    const some = vectors([1, 1, 1, 2, 2], [0, 3, 7, 100, 130]);
    expect(some.usualDistance).toBe(5.5);
    expect(relativeDistance(some, 0, 2)).toBeCloseTo(7 / 5.5, 12);
    expect(vectors([1, 2], [0, 3]).usualDistance).toBeNaN();
    expect(vectors([1, 1], [3, 3]).usualDistance).toBeNaN();
  });

  it("compares no vectors where a lesion lacks one", () => {
    const { vectors } = of([lesion(1, 1, { vector: [1] }), lesion(2, 2, { centreMm: [0, 0, 0] })]);
    expect(vectors).toBeUndefined();
  });
});

describe("mergeDuplicates", () => {
  const merged = (...given: Partial<Lesion>[]) =>
    mergeDuplicates(
      of([
        ...given.map((more, i) => lesion(i + 1, 1, more)),
        lesion(9, 2, { centreMm: [9, 9, 9] }),
      ]),
      [given.map((_, i) => i), [given.length]],
    );

  it("averages what is known of the members", () => {
    const { count, study, position, logSize, longAxisMm } = merged(
      { centreMm: [1, 2, 3], longAxisMm: 10 },
      { centreMm: [3, 6, 9], longAxisMm: 40, shortAxisMm: 8 },
      {},
    );
    expect(count).toBe(2);
    expect([...study]).toEqual([0, 1]);
    expect(position.map((column) => [...column])).toEqual([
      [2, 9],
      [4, 9],
      [6, 9],
    ]);
    expect(logSize[0][0]).toBeCloseTo(Math.log(20), 12);
    expect(logSize[1][0]).toBeCloseTo(Math.log(8), 12);
    expect(longAxisMm[0]).toBeCloseTo(50 / 3, 12);
  });

  it("keeps type and series where all members that have one agree", () => {
    const place = { centreMm: [0, 0, 0] } as const;
    const lung = LESION_TYPES.indexOf("lung");
    const agreed = merged({ ...place, type: "lung", series: 2 }, place, {
      type: "lung",
      series: 2,
    });
    expect([agreed.type[0], agreed.series[0]]).toEqual([lung, 2]);
    const other = merged({ ...place, type: "lung", series: 2 }, { type: "liver", series: 3 });
    expect([other.type[0], other.series[0]]).toEqual([Number.NaN, Number.NaN]);
    expect(merged(place, place).type[0]).toBeNaN();
    const majority = merged({ ...place, type: "lung" }, { type: "liver" }, { type: "lung" });
    expect(majority.type[0]).toBeNaN();
    // A lesion alone keeps its own.
    const lesions = [1, 2, 3].map((row) => lesion(row, 1, { ...place, type: "lung", series: row }));
    const { type, series } = mergeDuplicates(of(lesions), [[0, 2], [1]]);
    expect([type[1], series[1]]).toEqual([lung, 2]);
  });

  it("averages vectors", () => {
    const lesions = [1, 2, 3].map((row) => lesion(row, 1, { vector: [2 * row, row * row] }));
    const { vectors } = mergeDuplicates(of(lesions), [[0, 2], [1]]);
    expect(vectors?.map((vector) => Array.from(vector))).toEqual([
      [4, 5],
      [4, 4],
    ]);
  });
});

describe("two lesions", () => {
  it("differ by the second less the first, in position and ln mm", () => {
    const some = of([
      lesion(1, 1, { centreMm: [1, 20, 300], longAxisMm: 10, shortAxisMm: 8 }),
      lesion(2, 1, { centreMm: [3, 10, 305], longAxisMm: 30, shortAxisMm: 4 }),
    ]);
    expect(positionDifference(some, 0, 1)).toEqual([2, -10, 5]);
    const [long, short] = sizeDifference(some, 0, 1);
    expect(long).toBeCloseTo(Math.log(3), 12);
    expect(short).toBeCloseTo(-Math.LN2, 12);
  });

  it("have the mean of their squared long axes, of which one may be missing", () => {
    const some = of(
      [10, 30, undefined].map((longAxisMm, i) =>
        lesion(i + 1, 1, { centreMm: [0, 0, 0], ...(longAxisMm && { longAxisMm }) }),
      ),
    );
    expect([meanSquareSize(some, 0, 1), meanSquareSize(some, 1, 2)]).toEqual([500, 450]);
  });

  it("have the distance of Algorithm 1: mm / 600, relative positions, 0.025 per ln mm, vectors", () => {
    const [a, b] = [
      { longAxisMm: 10, shortAxisMm: 10, vector: [1, 1] },
      { longAxisMm: 10 * Math.E ** 2, shortAxisMm: 10 / Math.E, vector: [1, 1.5] },
    ];
    const size = [0.05, 0.025];
    const physical = of([
      lesion(1, 1, { ...a, centreMm: [0, 60, 30] }),
      lesion(2, 2, { ...b, centreMm: [120, 0, 0] }),
    ]);
    expect(weightedDistance(physical, 0, 1)).toBeCloseTo(
      Math.hypot(0.2, 0.1, 0.05, ...size, 0.5),
      12,
    );
    const normalised = of([
      lesion(1, 1, { ...a, location: [0.1, 0.2, 0.3] }),
      lesion(2, 2, { ...b, location: [0.4, 0.3, 0.1] }),
    ]);
    expect(weightedDistance(normalised, 0, 1)).toBeCloseTo(
      Math.hypot(0.3, 0.1, 0.2, ...size, 0.5),
      12,
    );
    const nothing = of([lesion(1, 1, { centreMm: [0, 0, 0] }), lesion(2, 2, { longAxisMm: 3 })]);
    expect(weightedDistance(nothing, 0, 1)).toBeUndefined();
  });
});
