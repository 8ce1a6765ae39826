import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bodyExtent, bodyMask } from "../../src/images/body.js";
import type { Extent, Mask } from "../../src/images/mask.js";
import { type CtSlice, sliceOf } from "../../src/images/slice.js";
import * as spans from "../../src/images/spans.js";
import { errorOf } from "../support/errors.js";
import { describeReal, sharedPath } from "../support/shared-data.js";
import { inEllipse, paint } from "../support/slices.js";

const TRUNK = inEllipse(100, 100, 60, 40);
const LUNG = inEllipse(75, 95, 20, 25);
const ARM = inEllipse(20, 120, 12, 12);
/** A table top 3 px thick that the back lies on, and a blanket of low density over the belly. */
const TABLE = (_: number, y: number): boolean => y >= 140 && y < 143;
const BLANKET = (x: number, y: number): boolean =>
  !TRUNK(x, y) && inEllipse(100, 100, 70, 50)(x, y);

const scene = paint(200, 180, (x, y) => {
  if (LUNG(x, y)) return -850;
  if (TRUNK(x, y) || ARM(x, y)) return 40;
  if (TABLE(x, y)) return 100;
  return BLANKET(x, y) && y < 60 ? -700 : -1000;
});
const extentOf = ({ inside, ...size }: Mask): Extent | undefined =>
  spans.extentOf(spans.above({ ...size, hu: inside }, 0));
const areaWhere = ({ width, inside }: Mask, holds: (x: number, y: number) => boolean): number =>
  inside.filter((own, i) => own === 1 && holds(i % width, Math.floor(i / width))).length;

describe("the anatomical mask", () => {
  const mask = bodyMask(scene, { convention: "anatomical" });

  it("is the trunk with its lung, without table, blanket and free arm", () => {
    expect(extentOf(mask)).toEqual({ left: 40, right: 160, top: 60, bottom: expect.any(Number) });
    expect(extentOf(mask)!.bottom).toBeLessThanOrEqual(142);
    expect(areaWhere(mask, LUNG)).toBe(
      areaWhere({ ...mask, inside: mask.inside.map(() => 1) }, LUNG),
    );
    expect(areaWhere(mask, ARM)).toBe(0);
    expect(areaWhere(mask, (x, y) => y < 140 && !TRUNK(x, y))).toBe(0);
    // Of the table, what touches the back within the reach of the opening.
    expect(areaWhere(mask, TABLE) / areaWhere(mask, TRUNK)).toBeLessThan(0.03);
  });

  it("keeps two legs", () => {
    const legs = paint(120, 80, (x, y) =>
      inEllipse(35, 40, 20, 22)(x, y) || inEllipse(85, 40, 18, 20)(x, y) ? 40 : -1000,
    );
    expect(bodyExtent(legs, { convention: "anatomical" })).toEqual({
      left: 15,
      right: 103,
      top: 18,
      bottom: 62,
    });
  });

  it("fills the lungs of a chest whose wall is thinner than what is taken for table", () => {
    const thin = paint(200, 160, (x, y) =>
      inEllipse(100, 80, 80, 60)(x, y) ? (inEllipse(100, 80, 77, 57)(x, y) ? -850 : 40) : -1000,
    );
    const { inside } = bodyMask(thin, { convention: "anatomical" });
    expect(inside[80 * 200 + 100]).toBe(1);
  });

  it("leaves a hollow table out, also where its outline is larger than the body", () => {
    // A slim trunk of 40 x 60 px over a table top with a shell of 3 px and foam inside, 160 x 30 px.
    const onTable = paint(200, 160, (x, y) => {
      if (inEllipse(100, 80, 20, 30)(x, y)) return 40;
      if (x < 20 || x >= 180 || y < 115 || y >= 145) return -1000;
      return x < 23 || x >= 177 || y < 118 || y >= 142 ? 100 : -930;
    });
    const expected = { left: 80, right: 120, top: 50, bottom: 110 };
    expect(bodyExtent(onTable, { convention: "anatomical" })).toEqual(expected);
  });

  it("is empty where nothing is shown", () => {
    const air = paint(20, 20, () => -1000);
    expect(bodyExtent(air, { convention: "anatomical" })).toBeUndefined();
  });
});

describe("the deeplesion mask", () => {
  it("takes what is above -768 HU and 7 px thick, whatever it is", () => {
    // By hand: the ellipses reach as far as they are 7 px thick, 12 √(1 - (3/12)²) = 11.6 to the left of
    // the arm's middle, 59.8 to the right of the trunk's, 49.95 above the blanket's. The table (3 px) is
    // taken only where the back lies on it.
    expect(bodyExtent(scene)).toEqual({ left: 9, right: 159, top: 51, bottom: 142 });
    expect(extentOf(bodyMask(scene))).toEqual(bodyExtent(scene));
  });

  it("has no extent in a slice of air", () => {
    const air = paint(20, 10, () => -1000);
    expect(bodyExtent(air)).toBeUndefined();
    expect(bodyMask(air).inside.every((own) => own === 0)).toBe(true);
  });
});

it("rejects invalid options", () => {
  errorOf("BAD_OPTION", () => bodyMask(scene, { convention: "x" as never }), {
    option: "convention",
  });
  errorOf("BAD_OPTION", () => bodyMask(scene, { pixelMm: 0 }), { option: "pixelMm" });
  errorOf("UNKNOWN_OPTION", () => bodyMask(scene, { pixelmm: 1 } as never), { option: "pixelmm" });
});

describeReal("the torso of TotalSegmentator's example, 112 axial slices of 3 mm", () => {
  it("has one body in every slice, of a plausible area that changes slowly", () => {
    const areas = torsoSlices().map((slice) => {
      const { inside } = bodyMask(slice, { convention: "anatomical", pixelMm: 3 });
      return inside.reduce((sum, own) => sum + own, 0) * 0.09;
    });
    expect(areas).toHaveLength(112);
    for (const area of areas) {
      expect(area).toBeGreaterThan(550);
      expect(area).toBeLessThan(950);
    }
    const steps = areas.slice(1).map((area, i) => Math.abs(area / areas[i]! - 1));
    expect(Math.max(...steps)).toBeLessThan(0.05);
  });
});

/** Front first and the patient's right first, as slices of the data set; the file is RAS. */
function torsoSlices(): CtSlice[] {
  const bytes = gunzipSync(readFileSync(sharedPath("ct/torso_3mm.nii.gz")));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [nx, ny, nz] = [42, 44, 46].map((at) => view.getInt16(at, true)) as [
    number,
    number,
    number,
  ];
  const first = view.getFloat32(108, true);
  return Array.from({ length: nz }, (_, z) => {
    const hu = Int16Array.from({ length: nx * ny }, (_, i) => {
      const [x, y] = [nx - 1 - (i % nx), ny - 1 - Math.floor(i / nx)];
      return view.getInt32(first + 4 * (x + nx * (y + ny * z)), true);
    });
    return sliceOf(nx, ny, hu);
  });
}
