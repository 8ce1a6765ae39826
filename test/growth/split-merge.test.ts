import { describe, expect, it } from "vitest";
import { growPatient } from "../../src/growth/grow.js";
import { splitMergeCandidates } from "../../src/growth/split-merge.js";
import { type LesionSpec, measuredMatch } from "../support/growth.js";

const at = (study: number, x: number): LesionSpec => ({ study, long: 20, location: [x, 0.5, 0.5] });

describe("splitMergeCandidates", () => {
  it("reports a lesion near which two are in the next study", () => {
    const match = measuredMatch([[at(1, 0.3), at(2, 0.32)], [at(2, 0.27)]]);
    expect(splitMergeCandidates(match, 30)).toEqual([
      {
        kind: "split",
        whole: { study: 1, row: 1, sequence: 1 },
        parts: [
          { study: 2, row: 2, sequence: 1, distanceMm: expect.closeTo(12, 9) },
          { study: 2, row: 3, sequence: 2, distanceMm: expect.closeTo(18, 9) },
        ],
      },
    ]);
    expect(growPatient(match).splitMergeCandidates).toEqual(splitMergeCandidates(match, 30));
    expect(growPatient(match, { splitMergeRadiusMm: 17.4 }).splitMergeCandidates).toEqual([]);
  });

  it("reports two lesions that may have become one, with time running backwards", () => {
    const match = measuredMatch([[at(1, 0.3), at(2, 0.31)], [at(1, 0.33)]]);
    expect(splitMergeCandidates(match, 30)).toMatchObject([
      { kind: "merge", whole: { study: 2, row: 2 }, parts: [{ row: 1 }, { row: 3 }] },
    ]);
  });

  it("passes over lesions that have a past or a future of their own", () => {
    const match = measuredMatch([
      [at(1, 0.3), at(2, 0.32)],
      [at(1, 0.27), at(2, 0.28)],
    ]);
    expect(splitMergeCandidates(match, 30)).toEqual([]);
  });

  it("looks at neighbouring studies only, the patient's own", () => {
    const far = measuredMatch([[at(1, 0.3), at(4, 0.32)], [at(4, 0.27)]]);
    expect(splitMergeCandidates(far, 30)).toHaveLength(1);
    const between = measuredMatch([[at(1, 0.3), at(4, 0.32)], [at(4, 0.27)], [at(2, 0.9)]]);
    expect(splitMergeCandidates(between, 30)).toEqual([]);
  });

  it("takes the annotations of a duplicate as one lesion", () => {
    const match = measuredMatch([[at(1, 0.3), at(2, 0.32), at(2, 0.325)]]);
    expect(splitMergeCandidates(match, 30)).toHaveLength(1);
    const merged = { ...match, duplicates: [{ study: 2, rows: [2, 3] }] };
    expect(splitMergeCandidates(merged, 30)).toEqual([]);
    const whole = measuredMatch([[at(1, 0.3), at(1, 0.301), at(2, 0.32)], [at(2, 0.27)]]);
    const twice = { ...whole, duplicates: [{ study: 1, rows: [1, 2] }] };
    expect(splitMergeCandidates(twice, 30)).toMatchObject([{ kind: "split", whole: { row: 1 } }]);
  });

  it("measures along all axes, in mm where normalised locations are missing", () => {
    const placed = (study: number, place: Partial<LesionSpec>): LesionSpec => ({
      study,
      long: 20,
      ...place,
    });
    const distances = (places: readonly [Partial<LesionSpec>, Partial<LesionSpec>]) => {
      const [origin, other] = places;
      const match = measuredMatch([[placed(1, origin), placed(2, origin)], [placed(2, other)]]);
      return splitMergeCandidates(match, 30).flatMap(({ parts }) =>
        parts.map(({ distanceMm }) => distanceMm),
      );
    };
    // 0.03 of 600 mm along y, and 0.04 of it along z.
    const origin = { location: [0.5, 0.5, 0.5] } as const;
    expect(distances([origin, { location: [0.5, 0.53, 0.5] }])[1]).toBeCloseTo(18, 9);
    expect(distances([origin, { location: [0.5, 0.5, 0.54] }])[1]).toBeCloseTo(24, 9);
    expect(distances([{ centreMm: [0, 0, 0] }, { centreMm: [0, 18, 24] }])).toEqual([0, 30]);
    expect(distances([{ centreMm: [0, 0, 0] }, { centreMm: [0, 18, 25] }])).toEqual([]);
    // One without a normalised location: all are compared in mm, which it has.
    expect(distances([{ ...origin, centreMm: [0, 0, 0] }, { centreMm: [0, 0, 8] }])).toEqual([
      0, 8,
    ]);
    expect(distances([origin, { centreMm: [0, 0, 8] }])).toEqual([]);
  });

  it("has nothing to say where one lesion has no location", () => {
    const placed = (study: number, x: number): LesionSpec => ({
      study,
      long: 20,
      centreMm: [x, 0, 0],
    });
    const two = [[placed(1, 0), placed(2, 5)], [placed(2, -5)]];
    expect(splitMergeCandidates(measuredMatch(two), 30)).toHaveLength(1);
    const third = measuredMatch([...two, [{ study: 2, long: 9 }]]);
    expect(splitMergeCandidates(third, 30)).toEqual([]);
  });

  it("has nothing to say without locations", () => {
    const nowhere = ({ location: _, ...annotation }: LesionSpec): LesionSpec => annotation;
    const match = measuredMatch([
      [at(1, 0.3), at(2, 0.32)].map(nowhere),
      [at(2, 0.27)].map(nowhere),
    ]);
    expect(splitMergeCandidates(match, 30)).toEqual([]);
  });

  it("has nothing to say where some have relative places and others mm", () => {
    const annotations = [
      [at(1, 0.3), { study: 2, long: 20, centreMm: [0, 0, 0] as const }],
      [at(2, 0.27)],
    ];
    expect(splitMergeCandidates(measuredMatch(annotations), 30)).toEqual([]);
  });
});
