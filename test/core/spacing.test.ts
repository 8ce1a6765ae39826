import { describe, expect, it } from "vitest";
import { implausibleSpacings } from "../../src/core/spacing.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { dlInfo } from "../support/dl-info.js";

const spaced = (...spacings: number[]) =>
  spacings.map((x, i) => ({ row: i + 1, study: i + 1, spacingMm: [x, x, 5] as const }));

describe("implausibleSpacings", () => {
  it("accepts the spacings of CT images, and lesions without spacing", () => {
    expect(implausibleSpacings(spaced(0.18, 0.5))).toEqual(new Map());
    expect(implausibleSpacings(spaced(0.3, 0.9))).toEqual(new Map());
    expect(implausibleSpacings(spaced(0.5, 0.98, 1.5))).toEqual(new Map());
    expect(implausibleSpacings([{ row: 1, study: 1 }])).toEqual(new Map());
    expect(implausibleSpacings([])).toEqual(new Map());
  });

  it("finds cm and what differs by more than a factor of 3 from another study", () => {
    // 0.08 is 0.8 mm in cm; beside it 0.8 is implausible too, for nothing tells which is right.
    expect([...implausibleSpacings(spaced(0.8, 0.08)).keys()]).toEqual([1, 2]);
    expect([...implausibleSpacings(spaced(0.08, 0.08)).keys()]).toEqual([1, 2]);
    expect([...implausibleSpacings(spaced(0.2, 0.4, 0.61)).keys()]).toEqual([1, 3]);
    expect([...implausibleSpacings(spaced(8)).keys()]).toEqual([1]);
  });
});

describe("the reader of a DL_info.csv", () => {
  const kinds = (...spacings: string[]) =>
    readDlInfo(
      dlInfo(
        spacings.map((x, i) => ({
          File_name: `000007_0${i + 1}_02_030.png`,
          Study_index: String(i + 1),
          Spacing_mm_px_: `${x}, ${x}, 5`,
        })),
      ),
    ).warnings.map(({ kind, row }) => [kind, row]);

  it("warns of each spacing outside the plausible range and once of a jump", () => {
    expect(kinds("0.8", "0.7")).toEqual([]);
    expect(kinds("0.08", "0.08")).toEqual([
      ["spacing", 1],
      ["spacing", 2],
    ]);
    expect(kinds("0.2", "0.8")).toEqual([["spacing-jump", 1]]);
    expect(kinds("0.8", "0.08")).toEqual([
      ["spacing-jump", 1],
      ["spacing", 2],
    ]);
  });
});
