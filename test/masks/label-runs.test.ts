import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LabelRuns } from "../../src/masks/label-runs.js";
import { errorOf } from "../support/errors.js";

describe("LabelRuns", () => {
  it("hold the labels of rows, in the fewest runs", () => {
    const row = fc.array(fc.constantFrom(0, 0, 1, 2), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const runs = new LabelRuns();
        rows.forEach((labels, i) => {
          runs.addRow(2 * i, labels);
        });
        const read = rows.map((labels) => labels.map(() => 0));
        for (let k = 0; k < runs.count; k++) {
          read[runs.row[k]! / 2]!.fill(runs.label[k]!, runs.start[k], runs.end[k]);
          const touches = runs.row[k] === runs.row[k - 1] && runs.start[k] === runs.end[k - 1];
          if (touches) expect(runs.label[k]).not.toBe(runs.label[k - 1]);
          expect(runs.label[k]).not.toBe(0);
        }
        expect(read).toEqual(rows);
      }),
    );
  });

  it("hold more runs than their first arrays", () => {
    const runs = new LabelRuns();
    for (let row = 0; row < 5000; row++) runs.addRow(row, [0, 1 + row, 0, 2]);
    const k = 2 * 4321;
    expect(runs.count).toBe(10_000);
    for (const values of [runs.row, runs.start, runs.end, runs.label]) {
      expect(values).toHaveLength(10_000);
    }
    expect([runs.row[k], runs.start[k], runs.end[k], runs.label[k]]).toEqual([4321, 1, 2, 4322]);
    expect([runs.start[k + 1], runs.end[k + 1], runs.label[k + 1]]).toEqual([3, 4, 2]);
  });

  it("reject rows without labels", () => {
    errorOf("BAD_MASK", () => new LabelRuns().addRow(0, undefined as never));
    errorOf("BAD_MASK", () => new LabelRuns().addRow(0, null as never));
  });

  it("take labels to 2^31 - 1 and no others", () => {
    const runs = new LabelRuns();
    runs.addRow(0, [1, 2 ** 31 - 1, 0]);
    expect([...runs.label]).toEqual([1, 2 ** 31 - 1]);
    for (const label of [2 ** 31, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      errorOf("BAD_MASK", () => runs.addRow(1, [1, label]));
    }
  });

  it("take 2^23 runs and no more", () => {
    const runs = new LabelRuns();
    for (let k = 0; k < 2 ** 23; k++) runs.add(k, 0, 1, 1);
    expect(runs.count).toBe(2 ** 23);
    errorOf("BAD_MASK", () => runs.add(2 ** 23, 0, 1, 1));
  });
});
