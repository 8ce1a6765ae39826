import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { nameLesions } from "../../src/measurements/ids.js";

const lesion = (row: number, study: number, id = "", z = 0): Lesion => ({
  row,
  patient: "A",
  study,
  id,
  centreMm: [0, 0, z],
});

describe("nameLesions", () => {
  const named = (...lesions: readonly Lesion[]) =>
    nameLesions(lesions).map(({ row, id }) => [row, id]);

  it("returns lesions by row, given ids kept and passed over by numbers", () => {
    expect(named(lesion(1, 2, "1"), lesion(2, 1), lesion(3, 2), lesion(4, 2, "x"))).toEqual([
      [1, "1"],
      [2, "1"],
      [3, "2"],
      [4, "x"],
    ]);
  });

  it("numbers by position, and lesions at one place by row", () => {
    const expected = [
      [1, "2"],
      [2, "3"],
      [3, "1"],
    ];
    const lesions = [lesion(1, 1, "", 5), lesion(2, 1, "", 5), lesion(3, 1, "", 4)];
    expect(named(...lesions)).toEqual(expected);
    expect(named(...lesions.reverse())).toEqual(expected);
  });
});
