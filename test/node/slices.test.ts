import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, normalize } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import {
  findSlice,
  lookForKeySlice,
  namesIn,
  readKeySlice,
  readSliceFile,
  slicePlaces,
} from "../../src/node/slices.js";
import { freshFolder } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { rejectionOf } from "../support/errors.js";
import { paint, pngOfSlice } from "../support/slices.js";
import { withUnreadableFolder } from "../support/unreadable-folder.js";

const slice = paint(512, 512, (x, y) => x - y);
const png = pngOfSlice(slice);
const NAME = { patient: 7, study: 1, series: 2, slice: 30 };
const { lesions } = readDlInfo(dlInfo([{}]));
const lesion = lesions[0]!;

describe("findSlice", () => {
  it.each([
    ["000007_01_02", "030.png"],
    ["Images_png/000007_01_02", "030.png"],
    [".", "000007_01_02_030.png"],
    ["Images_png", "000007_01_02_030.png"],
  ])("finds a slice in %s/%s", async (folder, name) => {
    const root = freshFolder();
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, name), png);
    expect(await findSlice(root, NAME)).toBe(join(root, folder, name));
    expect((await readKeySlice(root, lesion)).hu).toEqual(slice.hu);
  });

  it("never leaves its folder", () => {
    const number = fc.nat(99999999);
    fc.assert(
      fc.property(number, number, number, number, (patient, study, series, at) => {
        for (const place of slicePlaces({ patient, study, series, slice: at })) {
          expect(normalize(join("root", place)).startsWith("root/")).toBe(true);
        }
      }),
    );
  });

  it("says what it looked for", async () => {
    const root = freshFolder();
    await rejectionOf("FILE_NOT_FOUND", () => findSlice(root, NAME));
    const { where } = await rejectionOf("FILE_NOT_FOUND", () => readKeySlice(root, lesion), {
      row: 1,
      patient: "7",
    });
    expect(where).toEqual({ file: join(root, "000007_01_02/030.png"), row: 1, patient: "7" });
    const escaping = { ...lesion, fileName: "../../etc/passwd_1" };
    await rejectionOf("BAD_VALUE", () => readKeySlice(root, escaping), { row: 1, patient: "7" });
  });
});

describe("a folder that may not be looked into", () => {
  it("is CANNOT_READ, not an absent slice", async () => {
    const root = freshFolder();
    const series = join(root, "000007_01_02");
    mkdirSync(series);
    writeFileSync(join(series, "030.png"), png);
    chmodSync(root, 0o755);
    await withUnreadableFolder(series, async () => {
      await rejectionOf("CANNOT_READ", () => findSlice(root, NAME));
      await rejectionOf("CANNOT_READ", () => readKeySlice(root, lesion));
      await rejectionOf("CANNOT_READ", () => namesIn(series), { file: series });
    });
    expect(await namesIn(join(root, "none"))).toEqual([]);
    expect(await namesIn(join(series, "030.png"))).toEqual([]);
    expect(await namesIn(series)).toEqual(["030.png"]);
    symlinkSync("circle", join(root, "circle"));
    await rejectionOf("CANNOT_READ", () => readSliceFile(join(root, "circle")));
  });
});

describe("lookForKeySlice", () => {
  it("holds every lesion of the slice to its own size, and has nothing where there is no slice", async () => {
    const root = freshFolder();
    expect(await lookForKeySlice(root, [lesion])).toBeUndefined();
    writeFileSync(join(root, "000007_01_02_030.png"), png);
    expect((await lookForKeySlice(root, [lesion, { ...lesion, row: 2 }]))?.hu).toEqual(slice.hu);
    await rejectionOf(
      "BAD_IMAGE",
      () => lookForKeySlice(root, [lesion, { ...lesion, row: 2, imageSizePx: [512, 256] }]),
      { row: 2, patient: "7" },
    );
  });
});

describe("readSliceFile", () => {
  it("names the file that is absent, a folder, or no slice", async () => {
    const root = freshFolder();
    await rejectionOf("FILE_NOT_FOUND", () => readSliceFile(join(root, "nothing.png")));
    await rejectionOf("CANNOT_READ", () => readSliceFile(root));
    writeFileSync(join(root, "half.png"), png.subarray(0, png.length / 2));
    await rejectionOf("BAD_IMAGE", () => readSliceFile(join(root, "half.png")));
    symlinkSync(join(root, "half.png"), join(root, "link.png"));
    await rejectionOf("BAD_IMAGE", () => readSliceFile(join(root, "link.png")));
  });

  it("rejects slices whose values have another offset than 32768: air would be tissue", async () => {
    const root = freshFolder();
    const file = join(root, "000007_01_02_030.png");
    // The HU of fat are about -100 and those of air -1000: with 1024 more, nothing is below -100.
    const body = (offset: number) =>
      paint(512, 512, (x) => (x < 100 ? -1000 : x < 120 ? -110 : 40) + offset);
    writeFileSync(file, pngOfSlice(body(0)));
    expect((await readSliceFile(file)).hu[0]).toBe(-1000);
    writeFileSync(file, pngOfSlice(body(1024)));
    await rejectionOf("BAD_IMAGE", () => readSliceFile(file), { file });
    await rejectionOf("BAD_IMAGE", () => readKeySlice(root, lesion), { file, row: 1 });
  });

  it("names file and row where the size is another than the row says", async () => {
    const root = freshFolder();
    writeFileSync(join(root, "000007_01_02_030.png"), pngOfSlice(paint(4, 4, () => -200)));
    await rejectionOf("BAD_IMAGE", () => readKeySlice(root, lesion), { row: 1, patient: "7" });
  });
});
