import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readCtVolume } from "../../src/bodypart/read-ct-volume.js";
import { niftiHeader, voxelBytes } from "../../src/images/nifti.js";
import { rejectionOf } from "../support/errors.js";
import { describeReal, sharedPath } from "../support/shared-data.js";

const SIZE = [3, 2, 4] as const;

/** A file whose voxel (i, j, k) holds -1000 + i + 10 j + 100 k, with a header changed by `change`. */
function file(change: (header: DataView) => void = () => {}): Uint8Array {
  const header = niftiHeader({ size: SIZE, spacingMm: [2, 3, 5], firstSlice: 0, voxels: "int16" });
  change(new DataView(header.buffer));
  const values = Int16Array.from(
    { length: 24 },
    (_, v) => -1000 + (v % 3) + 10 * (Math.floor(v / 3) % 2) + 100 * Math.floor(v / 6),
  );
  const bytes = new Uint8Array(header.length + 48);
  bytes.set(header);
  bytes.set(voxelBytes(values), header.length);
  return bytes;
}

/** Sets the sform's diagonal. */
const diagonal =
  (x: number, y: number, z: number) =>
  (header: DataView): void => {
    [x, y, z].forEach((value, i) => {
      header.setFloat32(280 + 20 * i, value, true);
    });
  };

describe("readCtVolume", () => {
  it("reads slices from head to feet as the package writes them", async () => {
    const { slices, spacingMm, numbers } = await readCtVolume(file(), "v");
    expect(spacingMm).toEqual([2, 3, 5]);
    expect(numbers).toEqual([1, 2, 3, 4]);
    expect(slices.map(({ hu }) => hu[0])).toEqual([-1000, -900, -800, -700]);
    expect([...slices[0]!.hu]).toEqual([-1000, -999, -998, -990, -989, -988]);
  });

  it("turns axes that run the other way", async () => {
    const { slices, numbers } = await readCtVolume(file(diagonal(2, 3, 5)), "v");
    expect(numbers).toEqual([4, 3, 2, 1]);
    expect([...slices[0]!.hu]).toEqual([-688, -689, -690, -698, -699, -700]);
  });

  it("reads gzip, and scales by slope and intercept", async () => {
    const scaled = file((header) => {
      header.setFloat32(112, 2, true);
      header.setFloat32(116, 500, true);
    });
    const { slices } = await readCtVolume(gzipSync(scaled), "v");
    expect(slices[0]!.hu[1]).toBe(-1498);
  });

  it.each<[string, Uint8Array]>([
    ["another file", new Uint8Array(400)],
    ["nothing", new Uint8Array(0)],
    ["a cut file", file().subarray(0, 380)],
    ["a cut gzip file", gzipSync(file()).subarray(0, 60)],
    [
      "four dimensions",
      file((header) => {
        header.setInt16(40, 4, true);
        header.setInt16(48, 2, true);
      }),
    ],
    ["no spacing", file(diagonal(-2, -3, 0))],
    [
      "no affine",
      file((header) => {
        header.setInt16(252, 0, true);
        header.setInt16(254, 0, true);
      }),
    ],
    [
      "no Hounsfield units",
      file((header) => {
        header.setFloat32(112, 1, true);
        header.setFloat32(116, 1000, true);
      }),
    ],
  ])("rejects %s", async (_, bytes) => {
    expect(
      (await rejectionOf("BAD_VOLUME", () => readCtVolume(bytes, "v"), { file: "v" })).where.file,
    ).toBe("v");
  });
});

describeReal("a real volume", () => {
  it("runs from head to feet: lungs before hips", async () => {
    const bytes = readFileSync(sharedPath("ct/torso_3mm.nii.gz"));
    const { slices, spacingMm } = await readCtVolume(bytes, "torso");
    expect([slices.length, ...spacingMm.map((mm) => Math.round(mm * 100))]).toEqual([
      112, 300, 300, 300,
    ]);
    const share = (k: number, test: (hu: number) => boolean): number =>
      slices[k]!.hu.filter(test).length / slices[k]!.hu.length;
    const lung = (hu: number): boolean => hu > -950 && hu < -700;
    expect(share(0, lung)).toBeGreaterThan(share(111, lung));
  });
});
