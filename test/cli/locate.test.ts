import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorOfRun, freshFolder, run } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { describeReal, sharedPath } from "../support/shared-data.js";
import { paint, pngOfSlice } from "../support/slices.js";

const folder = freshFolder();
const block = paint(512, 512, (x, y) => (x >= 50 && x < 250 && y >= 100 && y < 300 ? 50 : -1000));
mkdirSync(join(folder, "000007_01_02"));
writeFileSync(join(folder, "000007_01_02/030.png"), pngOfSlice(block));
writeFileSync(join(folder, "000007_01_02_031.png"), pngOfSlice(block));
writeFileSync(join(folder, "grey8.png"), Buffer.from("not a picture"));
writeFileSync(
  join(folder, "DL_info.csv"),
  dlInfo([{}, { Bounding_boxes: "45, 95, 56, 106", File_name: "000007_01_02_030.png" }]),
);
const locate = (...args: string[]) => run(["locate", ...args], "", folder);

describe("lesion-graph locate", () => {
  it("prints its help", async () => {
    expect((await run(["locate", "--help"])).out).toMatchSnapshot();
  });

  it("prints the extent of the body, counted from 1", async () => {
    const { status, out, err } = await locate("000007_01_02_031.png", "000007_01_02/030.png");
    expect([status, err]).toEqual([0, ""]);
    expect(out).toBe(
      [
        "file,xMin,xMax,yMin,yMax,z,zStandardError",
        "000007_01_02_031.png,51,250,101,300,,",
        "000007_01_02/030.png,51,250,101,300,,",
        "",
      ].join("\n"),
    );
  });

  it("prints a line per lesion with --info, and says which slices have none", async () => {
    const args = ["000007_01_02/030.png", "000007_01_02_031.png", "--info", "DL_info.csv"];
    const { status, out, err } = await locate(...args, "--convention", "anatomical");
    expect([status, err]).toEqual([0, "warning: 1 of 2 slices without a lesion\n"]);
    // By hand: (100 - 50.5) / 200, (200 - 100.5) / 200, and 0 at the corner (50.5, 100.5).
    expect(out).toBe(
      [
        "file,row,x,y,xMin,xMax,yMin,yMax,z,zStandardError",
        "000007_01_02/030.png,1,0.2475,0.4975,51,250,101,300,,",
        "000007_01_02/030.png,2,0,0,51,250,101,300,,",
        "",
      ].join("\n"),
    );
    const json = JSON.parse((await locate(...args, "--format", "json")).out);
    expect(json.slices.map(({ row, xMin }: { row: number; xMin: number }) => [row, xMin])).toEqual([
      [1, 51],
      [2, 51],
    ]);
  });

  it("recognises a slice by its bare name inside the folder of its series", async () => {
    const inside = await run(
      ["locate", "030.png", "--info", "../DL_info.csv"],
      "",
      join(folder, "000007_01_02"),
    );
    expect([inside.status, inside.err]).toEqual([0, ""]);
    expect(inside.out.split("\n").map((line) => line.slice(0, 9))).toEqual([
      "file,row,",
      "030.png,1",
      "030.png,2",
      "",
    ]);
  });

  it("checks the size of a slice against each of its rows", async () => {
    writeFileSync(join(folder, "sizes.csv"), dlInfo([{}, { Image_size: "512, 256" }]));
    const failed = await locate("000007_01_02/030.png", "--info", "sizes.csv");
    const where = { file: "000007_01_02/030.png", row: 2 };
    expect(errorOfRun(failed)).toEqual({ code: "BAD_IMAGE", ...where });
  });

  it("takes the pixel size where no row gives it", async () => {
    // A bar of 12 px beside a block: thinner than 8 mm at 0.5 mm a pixel, thicker at 1 mm.
    const bar = paint(200, 200, (x, y) =>
      (x >= 50 && x < 150 && y >= 50 && y < 150) || (y >= 94 && y < 106 && x >= 10 && x < 50)
        ? 50
        : -1000,
    );
    writeFileSync(join(folder, "bar.png"), pngOfSlice(bar));
    const left = async (...args: string[]) =>
      (await locate("bar.png", "--convention", "anatomical", ...args)).out
        .split("\n")[1]!
        .split(",")[1];
    expect([await left("--pixel-mm", "1"), (await left("--pixel-mm", "0.5")) === "11"]).toEqual([
      "11",
      false,
    ]);
    expect(await left("--pixel-mm", "0.8")).toBe(await left());
    const failed = await locate("bar.png", "--convention", "anatomical", "--pixel-mm", "0");
    expect(errorOfRun(failed)).toEqual({ code: "BAD_OPTION", option: "--pixel-mm" });
  });

  it("ends with 2 and one line that names the file", async () => {
    for (const [args, error] of [
      [["grey8.png"], { code: "BAD_IMAGE", file: "grey8.png" }],
      [["none.png"], { code: "FILE_NOT_FOUND", file: "none.png" }],
      [["grey8.png", "--format", "xml"], { code: "BAD_OPTION", option: "--format" }],
      [["grey8.png", "--convention", "x"], { code: "BAD_OPTION", option: "--convention" }],
    ] as const) {
      expect(errorOfRun(await locate(...args))).toEqual(error);
    }
  });
});

describeReal("lesion-graph locate on real slices", () => {
  it("prints the data set's own numbers", async () => {
    const slice = sharedPath("deeplesion/key_slices/004416_01_01_047.png");
    const info = sharedPath("deeplesion/DL_info_liver_23_extra_columns.csv");
    // Normalized_lesion_location of that row begins 0.507647, 0.366159.
    const { out } = await run(["locate", slice, "--info", info]);
    expect(out.split("\n")[1]!.split(",").slice(1, 4)).toEqual(["23", "0.507647", "0.366159"]);
  });
});
