/** Flags from positions and slices; expected values by hand from the rules that the flags state. */
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { sideFlags, sliceFlags, sliceSpacingFlags } from "../../src/growth/image-flags.js";
import type { Measurement } from "../../src/growth/sequence-measurements.js";

const sequenceOf = (lesions: readonly object[]) => ({ id: 1, lesions: lesions as Lesion[] });

describe("sideFlags", () => {
  /** Lesions by their offset from the midline, in fractions of the body width. */
  const sides = (...offsets: readonly number[]) =>
    sideFlags(
      sequenceOf(
        offsets.map((x, i) => ({ row: i + 1, study: i + 1, location: [0.5 + x, 0.5, 0.5] })),
      ),
      0.125,
    );

  it("flags annotations on both sides, the earlier study first", () => {
    expect(sides(-0.25, 0.25)).toEqual([
      {
        kind: "side",
        rows: [1, 2],
        message:
          "left of the image midline in study 1 (-0.25), right of the image midline in study 2 (0.25)",
      },
    ]);
    expect(sides(0.25, -0.25)[0]).toMatchObject({
      rows: [1, 2],
      message: expect.stringMatching(/^right .* study 1 .*, left .* study 2/),
    });
  });

  it("names the left one first within a study", () => {
    const both = [0.75, 0.25].map((x, i) => ({
      row: i + 1,
      study: 1,
      location: [x, 0.5, 0.5] as const,
    }));
    expect(sideFlags(sequenceOf(both), 0.125)[0]?.rows).toEqual([2, 1]);
  });

  it("flags none on one side, or within the margin, which is exclusive", () => {
    expect(sides(-0.25, -0.25)).toEqual([]);
    expect(sides(0.25, 0.25)).toEqual([]);
    expect(sides(-0.25, 0.125)).toEqual([]);
    expect(sides(-0.125, 0.25)).toEqual([]);
    expect(sides(-0.25, 0.1875)).toHaveLength(1);
  });

  it("takes 600 mm as the width of the body where only mm are known", () => {
    const inMm = (...xs: readonly number[]) =>
      sideFlags(
        sequenceOf(xs.map((x, i) => ({ row: i + 1, study: i + 1, centreMm: [x, 0, 0] }))),
        0.125,
      );
    // 75 mm of 600 mm is the margin.
    expect(inMm(-76, 76)).toHaveLength(1);
    expect(inMm(-74, 76)).toEqual([]);
    expect(inMm(-76, 74)).toEqual([]);
    expect(sideFlags(sequenceOf([{ row: 1, study: 1 }]), 0)).toEqual([]);
  });
});

describe("sliceFlags", () => {
  const flagged = (keySlice: number | undefined, sliceRange: readonly number[] | undefined) =>
    sliceFlags(sequenceOf([{ row: 7, keySlice, sliceRange }]));

  it("flags a key slice outside its range, whose ends belong to it", () => {
    expect(flagged(9, [10, 20])).toEqual([
      { kind: "slice", rows: [7], message: "key slice 9 is outside slices 10 to 20" },
    ]);
    expect(flagged(21, [10, 20])).toHaveLength(1);
    for (const within of [10, 15, 20]) expect(flagged(within, [10, 20])).toEqual([]);
  });

  it("flags none where slice or range is unknown", () => {
    expect(flagged(undefined, [10, 20])).toEqual([]);
    expect(flagged(9, undefined)).toEqual([]);
  });
});

describe("sliceSpacingFlags", () => {
  /** Measurements of a long axis on slices some mm apart. */
  const flagged = (
    ...given: readonly (readonly [
      longAxisMm?: number | undefined,
      sliceDistanceMm?: number | undefined,
    ])[]
  ) =>
    sliceSpacingFlags(
      given.map(
        ([longAxisMm, sliceDistanceMm], i) =>
          ({ row: i + 1, study: i + 1, longAxisMm, sliceDistanceMm }) as Measurement,
      ),
    ).map(({ kind, rows }) => [kind, ...(rows ?? [])]);

  it("flags a lesion shorter than two slices, on slices of more than 5 mm", () => {
    expect(flagged([11.9, 6])).toEqual([["spacing", 1]]);
    expect(flagged([12, 6])).toEqual([]);
    expect(flagged([1, 5])).toEqual([]);
    expect(flagged([undefined, 6])).toEqual([]);
  });

  it("flags slice distances that differ by more than 2 times, the first of equals", () => {
    expect(flagged([30, 2], [30, 1], [30, 2.5], [30, 1], [30, 2.5])).toEqual([["spacing", 2, 3]]);
    expect(flagged([30, 1], [30, 2])).toEqual([]);
    expect(flagged([30, 2.1], [30, 1])).toEqual([["spacing", 2, 1]]);
    expect(flagged([30, 1], [30, undefined], [30, 2.1])).toEqual([["spacing", 1, 3]]);
  });

  it("flags nothing where no slice distance is known", () => {
    expect(flagged()).toEqual([]);
    expect(flagged([30, undefined])).toEqual([]);
    const without = { study: 1, longAxisMm: 3, sliceDistanceMm: 6 } as Measurement;
    expect(sliceSpacingFlags([without])).toEqual([]);
  });
});
