import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyPosition, relativePosition } from "../../src/images/locate.js";
import { decodeSlice } from "../../src/images/slice.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { errorOf } from "../support/errors.js";
import { describeReal, sharedPath, sharedText } from "../support/shared-data.js";
import { paint } from "../support/slices.js";

const block = paint(50, 40, (x, y) => (x >= 10 && x < 30 && y >= 5 && y < 35 ? 50 : -1000));

describe("anatomical", () => {
  it("is 0 and 1 at the edges of the body and a half in its middle", () => {
    const at = (x: number, y: number) => {
      const p = bodyPosition(block, [x, y, x, y], { convention: "anatomical" });
      return [p.x, p.y];
    };
    // Pixels counted from 1: columns 11 to 30, rows 6 to 35, edges half a pixel further out.
    expect(at(10.5, 5.5)).toEqual([0, 0]);
    expect(at(30.5, 35.5)).toEqual([1, 1]);
    expect(at(20.5, 20.5)).toEqual([0.5, 0.5]);
  });

  it("does not change when the picture is moved", () => {
    fc.assert(
      fc.property(fc.nat(15), fc.nat(4), fc.nat(40), (dx, dy, at) => {
        const moved = paint(50, 40, (x, y) =>
          x >= 10 + dx && x < 30 + dx && y >= 5 + dy && y < 35 + dy ? 50 : -1000,
        );
        const how = { convention: "anatomical" } as const;
        const a = bodyPosition(block, [at, at, at + 4, at + 2], how);
        const b = bodyPosition(moved, [at + dx, at + dy, at + dx + 4, at + dy + 2], how);
        expect(b.x).toBeCloseTo(a.x, 12);
        expect(b.y).toBeCloseTo(a.y, 12);
      }),
    );
  });

  it("rejects a slice without a body", () => {
    const air = paint(9, 9, () => -1000);
    errorOf("BAD_IMAGE", () => bodyPosition(air, [1, 1, 2, 2], { convention: "anatomical" }));
  });
});

describe("deeplesion", () => {
  it("rises with the centre, front to back and right to left", () => {
    const extent = { left: 10, right: 29, top: 5, bottom: 34 };
    const a = relativePosition(extent, [12, 8, 14, 10]);
    const b = relativePosition(extent, [22, 28, 24, 30]);
    expect(b.x).toBeGreaterThan(a.x);
    expect(b.y).toBeGreaterThan(a.y);
    errorOf("BAD_IMAGE", () => relativePosition({ ...extent, right: 10 }, [1, 1, 2, 2]));
  });
});

describeReal("the 15 real slices", () => {
  const { lesions } = readDlInfo(sharedText("deeplesion/DL_info_liver_23_extra_columns.csv"));
  const path = (name: string): string => sharedPath(`deeplesion/key_slices/${name}`);
  const shown = lesions.filter(({ fileName }) => existsSync(path(fileName)));

  it("give the data set's own x and y to the sixth digit", () => {
    expect(shown).toHaveLength(15);
    for (const { fileName, boxPx, location } of shown) {
      const { x, y } = bodyPosition(decodeSlice(readFileSync(path(fileName))), boxPx);
      expect(Math.abs(x - location![0])).toBeLessThan(2e-6);
      expect(Math.abs(y - location![1])).toBeLessThan(2e-6);
    }
  });
});
