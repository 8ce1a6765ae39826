import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import type { Offset } from "../../../src/matching/joint/consensus.js";
import { type Differences, Odds, studentOdds } from "../../../src/matching/joint/evidence.js";
import {
  JOINT_FEATURES,
  JOINT_MODEL,
  type JointModel,
} from "../../../src/matching/joint/joint-model.js";
import { lesionFeatures } from "../../../src/matching/joint/lesion-features.js";

/** The shipped model with every feature taken at its word. */
const plain: JointModel = {
  ...JOINT_MODEL,
  weights: { location: 1, size: 1, type: 1, appearance: 1 },
};
const odds = new Odds(plain, "physical");

/** The differences of one pair. */
const pair = (x: number, y: number, z: number, meanSquare: number): Differences => ({
  x: Float64Array.of(x),
  y: Float64Array.of(y),
  z: Float64Array.of(z),
  meanSquare: Float64Array.of(meanSquare),
});
/** Log-odds by size of two lesions with these differences of ln long and ln short axis. */
const bySize = (by: Odds, long: number, short: number, kind: "same" | "duplicate"): number =>
  by.size({ logSize: [Float64Array.of(0, long), Float64Array.of(0, short)] }, 0, 1, kind);

describe("studentOdds", () => {
  /** scipy 1.17.1: t.logpdf(x, 4, scale=sqrt(v)) - norm.logpdf(x, scale=d) */
  it.each([
    [0, 16, 70, 2.8003101611224155],
    [5, 16, 70, 1.9784779655994083],
    [-12, 120, 73.3, 1.1964139658812876],
    [0.3, 0.03, 0.7, 0.027510549769525827],
  ])("of x = %d, v = %d, d = %d is that of scipy", (x, variance, d, expected) => {
    expect(studentOdds(x, variance, d)).toBeCloseTo(expected, 12);
  });

  it("never rises with distance, however far", () => {
    const positive = fc.double({ min: 0.01, max: 500, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, positive, (a, b, deviation, d) => {
        const [near, far] = [Math.min(a, b), Math.max(a, b) * 100];
        const of = (x: number) => studentOdds(x, deviation ** 2, d);
        expect(of(far)).toBeLessThanOrEqual(of(near) + 1e-9);
        expect(of(-near)).toBe(of(near));
      }),
    );
  });
});

describe("Odds", () => {
  it("widens positions by 0.05 mm per mm of the long axis: 100 mm add 5 mm", () => {
    const { same, shift, different } = JOINT_MODEL.location.physical;
    const expected = ([0, 1, 2] as const).reduce<number>(
      (sum, k) => sum + studentOdds(9, same[k] ** 2 + shift[k] ** 2 + 25, different[k]),
      0,
    );
    expect(odds.freeLocation(pair(9, 9, 9, 100 ** 2), 0)).toBeCloseTo(expected, 9);
  });

  it("lets z of another series say no more than that the series starts elsewhere", () => {
    const offset: Offset = { mean: [0, 0, 0], variance: [0, 0, 0], spread: 1, support: 9 };
    const { same, different, duplicateOtherStart } = JOINT_MODEL.location.physical;
    const inPlane =
      studentOdds(0, same[0] ** 2, different[0]) + studentOdds(0, same[1] ** 2, different[1]);
    expect(odds.location(pair(0, 0, 200, 0), 0, offset, true)).toBeCloseTo(
      inPlane + Math.log(duplicateOtherStart),
      9,
    );
    expect(odds.location(pair(0, 0, 200, 0), 0, offset, false)).toBeLessThan(
      odds.location(pair(0, 0, 200, 0), 0, offset, true),
    );
  });

  it("takes an offset as what is expected: about it, odds are highest", () => {
    const offset: Offset = { mean: [20, -30, 145], variance: [2, 2, 4], spread: 1, support: 9 };
    const at = odds.location(pair(20, -30, 145, 0), 0, offset, false);
    expect(at).toBeGreaterThan(odds.freeLocation(pair(20, -30, 145, 0), 0));
    for (const [x, y, z] of [
      [30, -30, 145],
      [20, -10, 145],
      [20, -30, 100],
    ] as const) {
      expect(odds.location(pair(x, y, z, 0), 0, offset, false)).toBeLessThan(at);
    }
  });

  it("measures positions from a known offset, whose variance adds to that of two annotations", () => {
    const offset: Offset = { mean: [20, -30, 145], variance: [2, 3, 4], spread: 1, support: 9 };
    const { same, different } = JOINT_MODEL.location.physical;
    // 5, 10 and -5 mm from the offset; axes of 100 mm add 5 mm.
    expect(odds.location(pair(25, -20, 140, 100 ** 2), 0, offset, false)).toBeCloseTo(
      studentOdds(5, same[0] ** 2 + 2 + 25, different[0]) +
        studentOdds(10, same[1] ** 2 + 3 + 25, different[1]) +
        studentOdds(-5, same[2] ** 2 + 4 + 25, different[2]),
      9,
    );
  });

  it("adds up all features of two lesions of a study", () => {
    const lesions = [1, 2].map((row) => ({
      row,
      patient: "p",
      study: 1,
      id: `L${row}`,
      centreMm: [3 * row, -4 * row, 5 * row] as const,
      longAxisMm: 10 * row,
      shortAxisMm: 7 * row,
      type: row === 1 ? ("lung" as const) : ("liver" as const),
      vector: [8 * row],
    }));
    const { duplicate, different, duplicateOtherStart } = JOINT_MODEL.location.physical;
    // Axes of 10 and 20 mm: a mean square of 250 mm², of which 0.05² count. The only distance of vectors is the usual.
    const location = (z: number): number =>
      studentOdds(3, duplicate[0] ** 2 + 250 / 400, different[0]) +
      studentOdds(-4, duplicate[1] ** 2 + 250 / 400, different[1]) +
      Math.max(
        studentOdds(z, duplicate[2] ** 2 + 250 / 400, different[2]),
        Math.log(duplicateOtherStart),
      );
    const others =
      2 * studentOdds(Math.LN2, 0.0955 ** 2, 0.705) + Math.log(0.047 / 0.665) + odds.appearance(1);
    const of = (some: readonly Lesion[]): number =>
      odds.duplicate(lesionFeatures(some, JOINT_FEATURES, "physical"), 0, 1);
    expect(of(lesions)).toBeCloseTo(location(5) + others, 9);
    const far = lesions.map((one) =>
      one.row === 1 ? one : { ...one, centreMm: [6, -8, 305] as const },
    );
    expect(of(far)).toBeCloseTo(location(300) + others, 9);
    const bare = lesions.map(({ centreMm: _, vector, ...one }) => ({ ...one, vector }));
    expect(of(bare)).toBeCloseTo(others, 9);
  });

  it("lets z say no more than that a scan starts elsewhere: ln 0.12 at the most against", () => {
    expect(odds.freeLocation(pair(0, 0, 400, 0), 0)).toBeCloseTo(
      studentOdds(0, 3.93 ** 2 + 10.2 ** 2, 73.3) +
        studentOdds(0, 4.25 ** 2 + 20.5 ** 2, 44.5) +
        Math.log(0.12),
      9,
    );
  });

  it("takes one axis where only one is known, and says nothing where none is", () => {
    const both = bySize(odds, 0.1, 0.2, "same");
    const one = bySize(odds, 0.1, Number.NaN, "same");
    expect(both - one).toBeCloseTo(bySize(odds, Number.NaN, 0.2, "same"), 12);
    expect(bySize(odds, Number.NaN, Number.NaN, "same")).toBeNaN();
  });

  it("weighs types by how often they agree: ln(0.953 / 0.335) and ln(0.047 / 0.665)", () => {
    expect(odds.type(3, 3)).toBeCloseTo(Math.log(0.953 / 0.335), 12);
    expect(odds.type(3, 4)).toBeCloseTo(Math.log(0.047 / 0.665), 12);
    expect(odds.type(3, Number.NaN)).toBeNaN();
  });

  it("weighs appearance evenly where a distance is halfway between the usual ones", () => {
    expect(odds.appearance(Math.exp(-0.45))).toBeCloseTo(0, 12);
    expect(odds.appearance(0.3)).toBeGreaterThan(0);
    expect(odds.appearance(1)).toBeLessThan(0);
    expect(odds.appearance(0)).toBe(odds.appearance(0.01));
    // Normal densities of ln 0.5 about -0.9 and 0.3 with deviation 0.4.
    const appearance = { same: -0.9, different: 0.3, deviation: 0.4 };
    const other = new Odds({ ...plain, appearance }, "physical");
    const squares = [0.3, -0.9].map((mean) => (Math.log(0.5) - mean) ** 2);
    expect(other.appearance(0.5)).toBeCloseTo((squares[0]! - squares[1]!) / (2 * 0.4 ** 2), 12);
  });

  it("multiplies every feature by its weight", () => {
    const half = new Odds(
      { ...plain, weights: { location: 0.5, size: 0.5, type: 0.5, appearance: 0.5 } },
      "physical",
    );
    expect(half.freeLocation(pair(3, 4, 5, 0), 0)).toBeCloseTo(
      odds.freeLocation(pair(3, 4, 5, 0), 0) / 2,
      12,
    );
    expect(bySize(half, 0.1, 0.2, "duplicate")).toBeCloseTo(
      bySize(odds, 0.1, 0.2, "duplicate") / 2,
      12,
    );
    expect(half.type(1, 2)).toBeCloseTo(odds.type(1, 2) / 2, 12);
    expect(half.appearance(0.5)).toBeCloseTo(odds.appearance(0.5) / 2, 12);
  });
});
