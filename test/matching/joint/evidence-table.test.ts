import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { Odds } from "../../../src/matching/joint/evidence.js";
import { EvidenceTables, isEmpty } from "../../../src/matching/joint/evidence-table.js";
import { JOINT_FEATURES, JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import { lesionFeatures } from "../../../src/matching/joint/lesion-features.js";
import { scansOf } from "../../../src/matching/joint/series-start.js";

const lesion = (row: number, study: number, series: number, more: Partial<Lesion>): Lesion => ({
  row,
  patient: "p",
  study,
  series,
  id: `L${row}`,
  ...more,
});

/** Two lesions of the main series of study 1, one of another series, and two of study 2, of which one has a type only. */
const lesions = [
  lesion(1, 1, 1, { centreMm: [0, 10, 20], longAxisMm: 10, type: "lung" }),
  lesion(2, 1, 1, { centreMm: [1, 2, 3], longAxisMm: 20 }),
  lesion(3, 1, 2, { centreMm: [5, 5, 5] }),
  lesion(4, 2, 1, { centreMm: [3, 6, 9], longAxisMm: 30, type: "lung" }),
  lesion(5, 2, 2, { type: "liver" }),
];
const features = lesionFeatures(lesions, JOINT_FEATURES, "physical");
const odds = Odds.of(JOINT_MODEL, "physical");
const tables = new EvidenceTables(features, odds, scansOf(features));
/** The first cells of a column. */
const cells = (column: ArrayLike<number>, count: number): number[] =>
  Array.from(column).slice(0, count);

describe("EvidenceTables", () => {
  it("has rows and columns of the lesions asked for, with differences column minus row", () => {
    const { rows, columns, x, y, z, meanSquare } = tables.of([0, 1, 2], [3, 4]);
    expect([rows, columns]).toEqual([3, 2]);
    expect(cells(x, 6)).toEqual([3, Number.NaN, 2, Number.NaN, -2, Number.NaN]);
    expect(cells(y, 6)).toEqual([-4, Number.NaN, 4, Number.NaN, 1, Number.NaN]);
    expect(cells(z, 6)).toEqual([-11, Number.NaN, 6, Number.NaN, 4, Number.NaN]);
    // Of 10, 20 and no mm with 30 and no mm.
    expect(cells(meanSquare, 6)).toEqual([500, 50, 650, 200, 450, 0]);
  });

  it("says which pairs have a lesion that is not of the main series of its study", () => {
    expect(cells(tables.of([0, 1, 2], [3, 4]).mayStartElsewhere, 6)).toEqual([0, 1, 0, 1, 1, 1]);
  });

  it("has the evidence of each feature, and the sum of those that are known", () => {
    const table = tables.of([0, 1, 2], [3, 4]);
    const [size, type] = [odds.size(features, 0, 3, "same"), odds.type(0, 0)];
    expect(table.size[0]).toBe(size);
    expect(cells(table.type, 6)).toEqual([type, odds.type(0, 1), ...Array(4).fill(Number.NaN)]);
    expect(cells(table.appearance, 6)).toEqual(Array(6).fill(Number.NaN));
    expect(cells(table.others, 6)).toEqual([
      size + type,
      odds.type(0, 1),
      odds.size(features, 1, 3, "same"),
      0,
      0,
      0,
    ]);
    expect(table.free[0]).toBe(odds.freeLocation(table, 0));
    expect(table.free[1]).toBeNaN();
  });

  it("knows pairs of which size, type and appearance are all missing", () => {
    const table = tables.of([0, 1, 2], [3, 4]);
    expect(Array.from({ length: 6 }, (_, cell) => isEmpty(table, cell))).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it("overwrites one table by the next", () => {
    tables.of([0, 1, 2], [3, 4]);
    const { rows, columns, x } = tables.of([2], [3]);
    expect([rows, columns, x[0]]).toEqual([1, 1, -2]);
  });
});
