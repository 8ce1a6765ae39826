import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boxesFingerprint,
  boxLabels,
  missingRuns,
  runsOf,
  seriesOf,
  volumeStem,
} from "../../src/images/sub-volumes.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { dlInfo } from "../support/dl-info.js";
import { errorOf } from "../support/errors.js";

const lesionsOf = (...changes: Parameters<typeof dlInfo>[0]) => readDlInfo(dlInfo(changes)).lesions;

describe("runsOf", () => {
  it("holds every slice once, with gaps between runs", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 })), (slices) => {
        const runs = runsOf(slices);
        const all = runs.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, i) => first + i),
        );
        expect(all).toEqual([...new Set(slices)].sort((a, b) => a - b));
        for (let i = 1; i < runs.length; i++)
          expect(runs[i]!.first).toBeGreaterThan(runs[i - 1]!.last + 1);
      }),
    );
  });
});

describe("missingRuns", () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));

  it("is what the ranges hold and the slices do not", () => {
    const [lesion] = lesionsOf({});
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: -3, max: 35 })),
        (ranges, present) => {
          const lesions = ranges.map((sliceRange) => ({ ...lesion!, sliceRange }));
          const series = { ...seriesOf([lesion!])[0]!, lesions };
          const absent = Array.from({ length: 31 }, (_, i) => i).filter(
            (i) => !present.includes(i) && ranges.some(([a, b]) => a <= i && i <= b),
          );
          expect(missingRuns(series, new Set(present))).toEqual(runsOf(absent));
        },
      ),
    );
  });

  it("takes a range of a thousand million slices", () => {
    const [series] = seriesOf(lesionsOf({ Slice_range: "10, 1000000000" }));
    expect(missingRuns(series!, new Set([10, 30]))).toEqual([
      { first: 11, last: 29 },
      { first: 31, last: 1_000_000_000 },
    ]);
  });
});

describe("seriesOf", () => {
  it("puts lesions together and names their volumes as the data set does", () => {
    const [first, second] = seriesOf(
      lesionsOf(
        { Study_index: "2", File_name: "000007_02_02_030.png" },
        {},
        { Key_slice_index: "31" },
      ),
    );
    expect([first!.lesions.length, second!.lesions.length]).toEqual([2, 1]);
    expect(volumeStem(first!, { first: 24, last: 136 })).toBe("000007_01_02_024-136");
    expect(missingRuns(first!, new Set([24, 25, 27, 36]))).toEqual([
      { first: 26, last: 26 },
      { first: 28, last: 35 },
    ]);
  });

  it("rejects a series of two grids", () => {
    errorOf("BAD_SERIES", () => seriesOf(lesionsOf({}, { Spacing_mm_px_: "0.8, 0.8, 2" })), {
      row: 2,
      patient: "7",
      study: 1,
    });
    errorOf("BAD_SERIES", () => seriesOf(lesionsOf({}, { Image_size: "512, 256" })), {
      row: 2,
      patient: "7",
      study: 1,
    });
  });
});

describe("boxLabels", () => {
  it("labels the voxels whose centre lies in a box, the smaller box over the larger", () => {
    // By hand: pixels counted from 1 with centres 2, 3, 4 lie in 1.5 to 4; 4 and 5 in 4 to 5.2.
    const labels = boxLabels(
      [
        { row: 9, boxPx: [4, 1, 5.2, 1.4] },
        { row: 3, boxPx: [1.5, 0.5, 4, 2] },
      ],
      [6, 3],
    );
    expect([...labels]).toEqual([0, 3, 3, 9, 9, 0, 0, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...boxLabels([{ row: 1, boxPx: [-3, -3, 99, 99] }], [2, 2])]).toEqual([1, 1, 1, 1]);
    expect([...boxLabels([{ row: 1, boxPx: [7, 7, 9, 9] }], [2, 2])]).toEqual([0, 0, 0, 0]);
  });

  it("has a fingerprint that changes with every box", () => {
    const lesion = { row: 1, keySlice: 3, boxPx: [1, 2, 3, 4] as const };
    const prints = [
      [lesion],
      [{ ...lesion, row: 2 }],
      [{ ...lesion, keySlice: 4 }],
      [{ ...lesion, boxPx: [1, 2, 3, 5] as const }],
    ].map(boxesFingerprint);
    expect(new Set(prints).size).toBe(4);
  });
});
