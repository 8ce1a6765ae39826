/** Points of an image in patient coordinates; expected values by hand from the equation of PS3.3, C.7.6.2.1.1. */
import { expect, it } from "vitest";
import type { DataSet } from "../../src/dicom/data-set.js";
import { placeOnPlane, readPlane } from "../../src/dicom/plane.js";

/** Columns run along (0.6, 0, 0.8), rows along (0, 1, 0); 2 mm between rows, 0.5 mm between columns. */
const TAGS = {
  x00200032: ["10", "20", "30"],
  x00200037: ["0.6", "0", "0.8", "0", "1", "0"],
  x00280030: ["2", "0.5"],
};
type Tag = keyof typeof TAGS | "x00280008";
const planeOf = (changed: Partial<Record<Tag, readonly string[]>> = {}) => {
  const tags: Readonly<Record<string, readonly string[]>> = { ...TAGS, ...changed };
  return readPlane({ values: (tag: string) => tags[tag] ?? [] } as unknown as DataSet);
};

it("places the centre of the first pixel at the position of the image", () => {
  expect(placeOnPlane(planeOf()!, 0.5, 0.5)).toEqual([10, 20, 30]);
  expect(planeOf({ x00280008: ["1"] })).toEqual(planeOf());
  // Cosines of 30 degrees that were rounded to four digits.
  expect(planeOf({ x00200037: ["0.8660", "0.5", "0", "-0.5", "0.8660", "0"] })).toBeDefined();
});

it("goes along both directions by their spacing", () => {
  // 10 columns of 0.5 mm: 5 mm along (0.6, 0, 0.8); 3 rows of 2 mm: 6 mm along y.
  const [x, y, z] = placeOnPlane(planeOf()!, 10.5, 3.5);
  expect([x, y, z]).toEqual([
    expect.closeTo(13, 12),
    expect.closeTo(26, 12),
    expect.closeTo(34, 12),
  ]);
  // Rows along (0.6, 0.64, -0.48), columns along (-0.8, 0.48, -0.36): 2 columns are 1 mm, 1 row is 2 mm.
  const oblique = planeOf({ x00200037: ["-0.8", "0.48", "-0.36", "0.6", "0.64", "-0.48"] })!;
  const point = placeOnPlane(oblique, 2.5, 1.5);
  expect(point[0]).toBeCloseTo(10 - 0.8 + 1.2, 12);
  expect(point[1]).toBeCloseTo(20 + 0.48 + 1.28, 12);
  expect(point[2]).toBeCloseTo(30 - 0.36 - 0.96, 12);
});

it.each([
  { x00200032: ["10", "20"] },
  { x00200032: ["10", "20", "30", "40"] },
  { x00200032: ["10", "20", ""] },
  { x00200032: ["10", "20", "x"] },
  { x00200032: [] },
  { x00200037: ["1", "0", "0", "0", "1"] },
  { x00200037: ["1", "0", "0", "0", "1", ""] },
  // No directions: without length, twice as long, parallel, at 60 degrees.
  { x00200037: ["0", "0", "0", "0", "0", "0"] },
  { x00200037: ["1", "0", "0", "0", "2", "0"] },
  { x00200037: ["2", "0", "0", "0", "1", "0"] },
  { x00200037: ["1", "0", "0", "1", "0", "0"] },
  { x00200037: ["1", "0", "0", "0.5", "0.866025", "0"] },
  // Decimal strings have no other base.
  { x00200032: ["0x10", "20", "30"] },
  // The frames of a multi-frame image have positions of their own.
  { x00280008: ["5"] },
  { x00200037: [] },
  { x00280030: ["2"] },
  { x00280030: ["2", "0.5", "1"] },
  { x00280030: ["2", "0"] },
  { x00280030: ["-2", "0.5"] },
  { x00280030: ["2", ""] },
  { x00280030: [] },
])("is unknown where the image says %o", (changed) => {
  expect(planeOf(changed)).toBeUndefined();
});
