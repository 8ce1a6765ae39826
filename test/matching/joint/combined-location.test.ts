import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { combinedPositions } from "../../../src/matching/joint/combined-location.js";
import { columnsOfLesions } from "../../../src/matching/joint/lesion-columns.js";

/** A lesion with its relative position and mm along z; x and y are those of the middle of the body at 0 mm. */
const lesion = (
  row: number,
  study: number,
  series: number,
  relative: number,
  mm: number,
): Lesion => ({
  row,
  patient: "p",
  study,
  series,
  id: `L${row}`,
  location: [0.5, 0.5, relative],
  centreMm: [0, 0, mm],
});
const alongZ = (...lesions: Lesion[]): number[] =>
  Array.from(combinedPositions(columnsOfLesions(lesions))[2]);

/**
 * 0.2 of the body apart and 240 mm: 1,200 mm per unit of the relative position. The sum of squares is 0.02, that of the
 * usual 1,152 mm counts 0.1: (0.02 x 1200 + 0.1 x 1152) / 0.12 = 1160. The scan starts at -132 and -124 mm.
 */
const pair = (study: number, series: number, start = 0) => [
  lesion(1, study, series, 0.2, start + 100),
  lesion(2, study, series, 0.4, start + 340),
];
const expectClose = (found: readonly number[], expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 9);
  });
};

describe("combinedPositions", () => {
  it("puts a lesion alone where its relative position is in the usual body: 352, 291 and 1152 mm", () => {
    const one = { ...lesion(1, 1, 1, 0.25, 80), centreMm: [10, -20, 80] } as Lesion;
    const positions = combinedPositions(columnsOfLesions([one]));
    expectClose(
      positions.map(([value]) => value!),
      [0.5 * 352, 0.5 * 291, 0.25 * 1152],
    );
  });

  it("has the distances in mm of one scan, and the start of the median", () => {
    expectClose(alongZ(...pair(1, 1)), [228, 468]);
  });

  it("has its own scale along each axis: usual bodies count 0.3 along x and y", () => {
    // 0.5 apart: a sum of squares of 0.125. 400 mm per unit along x, 200 along y.
    const across = [0.25, 0.75].map((relative, i) => ({
      ...lesion(i + 1, 1, 1, 0.5, 0),
      location: [relative, relative, 0.5],
      centreMm: [400 * relative, 200 * relative, 0],
    })) as Lesion[];
    const [x, y] = combinedPositions(columnsOfLesions(across));
    const scales = [(0.125 * 400 + 0.3 * 352) / 0.425, (0.125 * 200 + 0.3 * 291) / 0.425] as const;
    // The median of two starts is that of the middle of the body.
    expectClose([...x!], [0.5 * scales[0] - 100, 0.5 * scales[0] + 100]);
    expectClose([...y!], [0.5 * scales[1] - 50, 0.5 * scales[1] + 50]);
  });

  it("takes the starts of studies apart", () => {
    const scale = (2 * 0.02 * 1200 + 0.1 * 1152) / 0.14;
    const centre = 0.3 * scale;
    expectClose(alongZ(...pair(1, 1), ...pair(2, 1, 500)), [
      centre - 120,
      centre + 120,
      centre - 120,
      centre + 120,
    ]);
  });

  it("takes a series that starts up to 60 mm elsewhere as the same scan, whatever the order", () => {
    // Starts at -132, -124 and -128 + 59 mm: the median is -124.
    const other = lesion(3, 1, 2, 0.3, 348 - 128 + 59);
    expectClose(alongZ(...pair(1, 1), other), [224, 464, 348 - 4 + 59]);
    expectClose(alongZ(other, ...pair(1, 1)), [348 - 4 + 59, 224, 464]);
    const before = lesion(3, 1, 2, 0.3, 348 - 128 - 59);
    expectClose(alongZ(...pair(1, 1), before), [232, 472, 348 + 4 - 59]);
  });

  it("measures the starts of series from the one with most lesions", () => {
    // Starts at -178 and -78 mm, each 50 mm from the main series but 100 mm from each other: the median is -128.
    const before = lesion(3, 1, 2, 0.3, 348 - 128 - 50);
    const after = lesion(4, 1, 3, 0.3, 348 - 128 + 50);
    expectClose(alongZ(before, ...pair(1, 1), after), [298, 228, 468, 398]);
    expectClose(alongZ(...pair(1, 1), after, before), [228, 468, 398, 298]);
  });

  it("takes a series that starts farther away as a scan of its own", () => {
    for (const apart of [61, -61, 400]) {
      const other = lesion(3, 1, 2, 0.3, 348 - 128 + apart);
      expectClose(alongZ(...pair(1, 1), other), [228, 468, 348]);
      expectClose(alongZ(other, ...pair(1, 1)), [348, 228, 468]);
    }
  });

  it("places a lesion without relative location by the others of its scan, and none without mm", () => {
    const { location: _, ...unplaced } = lesion(3, 1, 1, 0, 180);
    const { centreMm: __, ...relative } = lesion(4, 1, 1, 0.3, 0);
    expectClose(alongZ(...pair(1, 1), unplaced), [228, 468, 308]);
    expectClose(alongZ(unplaced, ...pair(1, 1)), [308, 228, 468]);
    expect(alongZ(...pair(1, 1), relative)).toEqual([...alongZ(...pair(1, 1)), Number.NaN]);
    expect(alongZ(unplaced, relative)).toEqual([Number.NaN, Number.NaN]);
  });

  it("takes series as one scan along x and y, however far apart", () => {
    const other = { ...lesion(3, 1, 2, 0.3, 220), centreMm: [900, -900, 220] } as Lesion;
    const [x, y] = combinedPositions(columnsOfLesions([...pair(1, 1), other]));
    expectClose([...x!], [176, 176, 176 + 900]);
    expectClose([...y!], [145.5, 145.5, 145.5 - 900]);
  });
});
