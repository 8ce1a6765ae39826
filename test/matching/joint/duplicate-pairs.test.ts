import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { randomSource } from "../../../src/core/random.js";
import { membersOf } from "../../../src/core/union-find.js";
import { type Constraints, NO_CONSTRAINTS } from "../../../src/matching/constraints.js";
import { Duplicates } from "../../../src/matching/joint/duplicate-pairs.js";
import { Odds } from "../../../src/matching/joint/evidence.js";
import type { WeightedPair } from "../../../src/matching/joint/forest/problem.js";
import { joint } from "../../../src/matching/joint/joint.js";
import { JOINT_FEATURES, JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import { lesionFeatures, mergeDuplicates } from "../../../src/matching/joint/lesion-features.js";
import { inSeries as lesion } from "../../support/lesions.js";

const featuresOf = (lesions: readonly Lesion[]) =>
  lesionFeatures(lesions, JOINT_FEATURES, "physical");
const duplicatesOf = (
  lesions: readonly Lesion[],
  constraints: Constraints = NO_CONSTRAINTS,
  missingSeries: "different" | "any" = "different",
) => new Duplicates(featuresOf(lesions), JOINT_MODEL, constraints, missingSeries);
const labels = (...given: Parameters<typeof duplicatesOf>): number[] => [
  ...duplicatesOf(...given).labels(),
];
const pairs = (merged: readonly WeightedPair[]): number[][] => merged.map(({ i, j }) => [i, j]);
/** Log-odds of two lesions of a study, as evidence.test.ts checks them. */
const logOdds = (lesions: readonly Lesion[], i: number, j: number): number =>
  Odds.of(JOINT_MODEL, "physical").duplicate(featuresOf(lesions), i, j) +
  JOINT_MODEL.prior.duplicate;

describe("Duplicates", () => {
  it("are the pairs of one study with positive log-odds, the likeliest first", () => {
    const lesions = [lesion(1, 1, 0), lesion(2, 1, 2), lesion(3, 1, 200), lesion(4, 1, 200.5)];
    const duplicates = duplicatesOf([...lesions, lesion(5, 2, 0), lesion(6, 2, 200)]);
    expect([...duplicates.labels()]).toEqual([0, 0, 1, 1, 2, 3]);
    expect(pairs(duplicates.merged)).toEqual([
      [2, 3],
      [0, 1],
    ]);
    expect(duplicates.merged[1]?.weight).toBeCloseTo(logOdds(lesions, 0, 1), 9);
  });

  it("are merged by as few pairs as join them", () => {
    const three = [0, 0.5, 2].map((x, i) => lesion(i + 1, 1, x));
    expect(logOdds(three, 0, 2)).toBeGreaterThan(0);
    expect(pairs(duplicatesOf(three).merged)).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it("start where log-odds are above 0, and candidates above the limit", () => {
    const random = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(random, ([x, above]) => {
        const lesions = [lesion(1, 1, 0), lesion(2, 1, x)];
        const weight = logOdds(lesions, 0, 1);
        const duplicates = duplicatesOf(lesions);
        expect(duplicates.merged).toHaveLength(weight > 0 ? 1 : 0);
        const found = duplicates.candidates(featuresOf(lesions), Int32Array.of(0, 1), above);
        expect(pairs(found)).toEqual(weight > above ? [[0, 1]] : []);
        for (const one of found) expect(one.weight).toBeCloseTo(weight, 9);
      }),
    );
  });

  it("do not grow by a lesion of a series that they have", () => {
    const series = (...own: number[]) =>
      own.map((one, i) => lesion(i + 1, 1, 0.5 * i, { series: one }));
    expect(labels(series(1, 2, 3))).toEqual([0, 0, 0]);
    expect(labels(series(1, 1))).toEqual([0, 1]);
    // Both pairs of neighbours are equally near; the first is merged.
    expect(labels(series(1, 2, 1))).toEqual([0, 0, 1]);
    expect(labels(series(1, 2, 2))).toEqual([0, 0, 1]);
  });

  it("of equal log-odds are merged in the order of the lesions", () => {
    // The third one is as near to the first as to the second, which are of one series.
    const lesions = [-0.5, 0.5, 0].map((x, i) => lesion(i + 1, 1, x, { series: i < 2 ? 1 : 2 }));
    expect(labels(lesions)).toEqual([0, 1, 0]);
  });

  it("of one series are identical lesions only: position and both axes", () => {
    const axes = { longAxisMm: 10, shortAxisMm: 5, series: 1 };
    const two = (more: Partial<Lesion>) =>
      labels([lesion(1, 1, 0, axes), lesion(2, 1, 0, { ...axes, ...more })]);
    expect(two({})).toEqual([0, 0]);
    expect(two({ centreMm: [0, 0, 0.1] })).toEqual([0, 1]);
    expect(two({ longAxisMm: 10.1 })).toEqual([0, 1]);
    expect(two({ shortAxisMm: 5.1 })).toEqual([0, 1]);
  });

  it("without series are identical lesions, or any that are likely", () => {
    const near = [0, 0.5, 100].map((x, i) => lesion(i + 1, 1, x, { series: undefined }));
    const different = duplicatesOf(near);
    expect([...different.labels()]).toEqual([0, 1, 2]);
    expect(different.decidedBySeries()).toEqual([[0, 1]]);
    const any = duplicatesOf(near, NO_CONSTRAINTS, "any");
    expect([...any.labels()]).toEqual([0, 0, 1]);
    expect(any.decidedBySeries()).toEqual([[0, 1]]);
    // One of both has a series.
    const [first, second] = near;
    const half = [first!, { ...second!, series: 1 }];
    expect(duplicatesOf(half).decidedBySeries()).toEqual([[0, 1]]);
    expect(duplicatesOf(half, NO_CONSTRAINTS, "any").decidedBySeries()).toEqual([[0, 1]]);
  });

  it("are not decided by missing series where they are identical, constrained, or have series", () => {
    const bare = [0, 0].map((x, i) => lesion(i + 1, 1, x, { series: undefined }));
    const near = [0, 0.5].map((x, i) => lesion(i + 1, 1, x, { series: undefined }));
    for (const missing of ["different", "any"] as const) {
      expect(labels(bare, NO_CONSTRAINTS, missing)).toEqual([0, 0]);
      expect(duplicatesOf(bare, NO_CONSTRAINTS, missing).decidedBySeries()).toEqual([]);
      const must: Constraints = { must: [[0, 1]], cannot: [] };
      const constrained = duplicatesOf(near, must, missing);
      expect([...constrained.labels()]).toEqual([0, 0]);
      const other = [lesion(1, 1, 0), lesion(2, 1, 0.5), lesion(3, 1, 90, { series: undefined })];
      expect(duplicatesOf(other, NO_CONSTRAINTS, missing).decidedBySeries()).toEqual([]);
    }
    const must: Constraints = { must: [[0, 1]], cannot: [] };
    expect(duplicatesOf(near, must).decidedBySeries()).toEqual([]);
  });

  it("keep constraints", () => {
    const near = [lesion(1, 1, 0), lesion(2, 1, 0.5), lesion(3, 1, 90)];
    expect(labels(near, { must: [], cannot: [[0, 1]] })).toEqual([0, 1, 2]);
    expect(labels(near, { must: [[0, 2]], cannot: [] })).toEqual([0, 0, 0]);
    expect(labels(near, { must: [[1, 2]], cannot: [[0, 2]] })).toEqual([0, 1, 1]);
  });
});

describe("duplicates that links show", () => {
  const placed = (row: number, study: number, mm: number): Lesion =>
    lesion(row, study, 0, { centreMm: [mm, mm, 0] });
  /** Three lesions of study 1, too far apart to be duplicates by themselves, and one of study 2. */
  const lesions = [placed(1, 1, 0), placed(2, 1, 12), placed(3, 1, 24), placed(4, 2, 12)];
  const features = featuresOf(lesions);
  const alone = [logOdds(lesions, 0, 1), logOdds(lesions, 0, 2)] as const;
  const linked = (links: [i: number, weight: number][], more: Partial<Lesion> = {}) => {
    const own = lesions.map((one, i) => (i === 1 ? { ...one, ...more } : one));
    const duplicates = duplicatesOf(own);
    const isMerged = duplicates.mergeLinked(
      features,
      Int32Array.of(0, 1, 2, 3),
      links.map(([i, weight]) => ({ i, j: 3, weight })),
    );
    return { isMerged, labels: [...duplicates.labels()], merged: duplicates.merged };
  };

  it("have positive log-odds with the smaller link to the same third lesion", () => {
    expect(alone[0]).toBeLessThan(-0.5);
    expect(alone[0]).toBeGreaterThan(-5);
    const least = -alone[0];
    const found = linked([
      [0, least + 0.1],
      [1, 9],
    ]);
    expect(found).toMatchObject({ isMerged: true, labels: [0, 0, 1, 2] });
    expect(found.merged[0]?.weight).toBeCloseTo(0.1, 9);
    const apart = { isMerged: false, labels: [0, 1, 2, 3] };
    expect(
      linked([
        [0, least - 0.1],
        [1, 9],
      ]),
    ).toMatchObject(apart);
    expect(linked([[0, 9]])).toMatchObject(apart);
    expect(linked([])).toMatchObject(apart);
  });

  it("gain at most 6 from a link", () => {
    expect(alone[1]).toBeLessThan(-6);
    expect(
      linked([
        [0, 99],
        [2, 99],
      ]).isMerged,
    ).toBe(false);
  });

  it("are merged once each in a round, the likeliest first", () => {
    const found = linked([
      [0, 5],
      [1, 5.5],
      [2, 5.6],
    ]);
    // 0-1 gains 5, 1-2 gains 5.5.
    expect(found.labels).toEqual([0, 1, 1, 2]);
    expect(pairs(found.merged)).toEqual([[1, 2]]);
  });

  it("are not of one series, which takes no other duplicate from either", () => {
    const found = linked(
      [
        [0, 6],
        [1, 6],
        [2, 5.9],
      ],
      { series: 1 },
    );
    expect(found).toMatchObject({ isMerged: true, labels: [0, 1, 1, 2] });
  });

  it("need a link to the same lesion, however near they are", () => {
    // The first two are duplicates; the third is nearer to their mean than to either.
    const mm = [
      [0, 0, 0],
      [12, 0, 0],
      [6, 13, 0],
      [6, 0, 0],
    ] as const;
    const four = mm.map((centreMm, i) => lesion(i + 1, i < 3 ? 1 : 2, 0, { centreMm }));
    const mean = [lesion(1, 1, 6), four[2]!];
    expect(Math.max(logOdds(four, 0, 2), logOdds(four, 1, 2))).toBeLessThan(0);
    expect(logOdds(mean, 0, 1)).toBeGreaterThan(0);
    const duplicates = duplicatesOf(four);
    const nodeOf = duplicates.labels();
    expect([...nodeOf]).toEqual([0, 0, 1, 2]);
    const nodes = mergeDuplicates(featuresOf(four), membersOf(nodeOf));
    expect(duplicates.mergeLinked(nodes, nodeOf, [{ i: 0, j: 2, weight: 6 }])).toBe(false);
    const both = [0, 1].map((i) => ({ i, j: 2, weight: 6 }));
    expect(duplicates.mergeLinked(nodes, nodeOf, both)).toBe(true);
    expect([...duplicates.labels()]).toEqual([0, 0, 0, 1]);
  });

  it("are found by the joint matcher: two lesions of two series, both like a third one", () => {
    const three = [placed(1, 1, 0), placed(2, 1, 9), placed(3, 2, 4.5)];
    expect(logOdds(three, 0, 1)).toBeLessThan(0);
    const match = joint(three);
    expect(match.duplicates).toMatchObject([{ study: 1, rows: [1, 2] }]);
    expect(match.sequences).toHaveLength(1);
    expect(joint(three.slice(0, 2)).duplicates).toEqual([]);
  });
});

describe("Duplicates of random lesions", () => {
  it("are never two different lesions of one series, and mergers take the likeliest first", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = randomSource(seed, 0);
        const lesions = Array.from({ length: 8 }, (_, i) =>
          lesion(i + 1, 1 + Math.floor(i / 4), random.below(12), { series: random.below(3) }),
        );
        const features = featuresOf(lesions);
        const duplicates = duplicatesOf(lesions);
        for (const group of membersOf(duplicates.labels())) {
          for (const i of group) {
            for (const j of group) {
              if (i >= j || lesions[i]!.series !== lesions[j]!.series) continue;
              expect(lesions[i]!.centreMm).toEqual(lesions[j]!.centreMm);
            }
          }
        }
        const weights = duplicates.merged.map(({ weight }) => weight);
        expect(weights).toEqual([...weights].sort((a, b) => b - a));
        const nodeOf = duplicates.labels();
        const nodes = mergeDuplicates(features, membersOf(nodeOf));
        for (const { i, j } of duplicates.candidates(nodes, nodeOf, -99)) {
          expect(nodes.study[i]).toBe(nodes.study[j]);
        }
      }),
    );
  });
});
