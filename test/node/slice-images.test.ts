import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sliceImage } from "../../src/figures/kit/slice-image.js";
import { readSliceImages } from "../../src/node/slice-images.js";
import { freshFolder } from "../support/cli.js";
import { rejectionOf } from "../support/errors.js";
import { paintedLesion, paintedSlice } from "../support/pictures.js";
import { pngOfSlice } from "../support/slices.js";

describe("readSliceImages", () => {
  const folder = freshFolder();
  mkdirSync(join(folder, "000007_01_02"));
  writeFileSync(join(folder, "000007_01_02/030.png"), pngOfSlice(paintedSlice));
  const absent = { ...paintedLesion, row: 2, fileName: "000007_01_02_031.png" };

  it("has the lesions whose slice is there, by row", async () => {
    const images = await readSliceImages(folder, [paintedLesion, absent], { sideMm: 20 });
    expect(images).toEqual(new Map([[1, sliceImage(paintedSlice, paintedLesion, { sideMm: 20 })]]));
    expect(await readSliceImages(folder, [])).toEqual(new Map());
  });

  it("rejects a folder without slices, and slices of another size than the row's", async () => {
    await rejectionOf("FILE_NOT_FOUND", () => readSliceImages(folder, [absent]));
    await rejectionOf("FILE_NOT_FOUND", () => readSliceImages(join(folder, "x"), [absent]));
    const larger = { ...paintedLesion, imageSizePx: [512, 512] as const };
    await rejectionOf("BAD_IMAGE", () => readSliceImages(folder, [larger]), {
      row: 1,
      patient: "7",
    });
  });
});
