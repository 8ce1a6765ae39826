import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { appearanceOf } from "../../src/images/appearance-features.js";
import { appearanceVector } from "../../src/images/appearance-vector.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { errorOfRun, freshFolder, runProcess, warningLine, wordingOf } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { linearModel } from "../support/onnx.js";
import { paint, pngOfSlice } from "../support/slices.js";

const SIZE = { Image_size: "128, 128" } as const;
const MARKS = {
  Measurement_coordinates: "50, 60, 70, 60, 60, 54, 60, 66",
  Bounding_boxes: "45, 49, 75, 71",
};
const INFO = dlInfo([
  { ...SIZE, ...MARKS, Lesion_diameters_Pixel_: "20, 12" },
  {
    ...SIZE,
    ...MARKS,
    Lesion_diameters_Pixel_: "20, 12",
    File_name: "000007_02_01_004.png",
    Study_index: "2",
  },
  {
    ...SIZE,
    Measurement_coordinates: "80, 80, 90, 80, 85, 76, 85, 84",
    Bounding_boxes: "75, 71, 95, 89",
  },
]);
/** With a column of air, as in every slice of a body. */
const slice = paint(128, 128, (x, y) =>
  x < 1 ? -1000 : ((x * 7 + y * 13) % 40) + (x > 64 ? 30 : 0),
);
const folder = freshFolder();
mkdirSync(join(folder, "000007_01_02"));
writeFileSync(join(folder, "000007_01_02/030.png"), pngOfSlice(slice));
writeFileSync(join(folder, "000007_02_01_004.png"), pngOfSlice(slice));
writeFileSync(join(folder, "info.csv"), INFO);
const appearance = (...args: string[]) =>
  runProcess(["appearance", folder, "--info", join(folder, "info.csv"), ...args]);

describe("lesion-graph appearance", () => {
  it("prints its help", () => {
    expect(runProcess(["appearance", "--help"]).out).toMatchSnapshot();
  });

  it("prints a vector per row, which match takes as --embeddings", () => {
    const { status, out, err } = appearance();
    expect([status, err]).toEqual([0, ""]);
    const [, ...lines] = out.trimEnd().split("\n");
    const { lesions } = readDlInfo(INFO);
    expect(lines.map((line) => line.split(",").map(Number))).toEqual(
      lesions.map((lesion) => [lesion.row, ...appearanceVector(appearanceOf(slice, lesion))]),
    );
    const vectors = join(folder, "vectors.csv");
    expect(appearance("-o", vectors).status).toBe(0);
    expect(readFileSync(vectors, "utf8")).toBe(out);
    const flags = ["--embeddings", vectors, "--features", "location,appearance", "--format", "csv"];
    expect(runProcess(["match", join(folder, "info.csv"), ...flags]).out).toContain(
      "7,1,000007_01_02_030",
    );
  });

  it("runs a custom model", () => {
    const model = join(folder, "sum.onnx");
    writeFileSync(model, linearModel(1, [[1, 2]]));
    const { status, out, err } = appearance("--model", model, "--field", "0.8", "--size", "1");
    expect([status, err]).toEqual([0, ""]);
    // The middle of the box in the window -150 to 250 HU, and twice that.
    const hu = slice.hu[59 * 128 + 59]!;
    const [header, first] = out.split("\n");
    expect(header).toBe("row,v1,v2");
    const [row, v1, v2] = first!.split(",").map(Number) as [number, number, number];
    expect([row, v2]).toEqual([1, 2 * v1]);
    expect(v1).toBeCloseTo((hu + 150) / 400, 6);
  });

  it("takes the options of the library for models and measurements", () => {
    const model = join(folder, "sum2.onnx");
    writeFileSync(model, linearModel(1, [[1]]));
    const flags = ["--model", model, "--field", "0.8", "--size", "1"];
    const scaled = ["--window", "-100,100", "--mean", "0.5", "--standard-deviation", "2"];
    const { status, out, err } = appearance(...flags, "--output-name", "y", ...scaled);
    expect([status, err]).toEqual([0, ""]);
    const hu = slice.hu[59 * 128 + 59]!;
    expect(Number(out.split("\n")[1]!.split(",")[1])).toBeCloseTo(((hu + 100) / 200 - 0.5) / 2, 6);
    for (const [flag, value, error] of [
      ["--window", "lungs", { code: "BAD_OPTION", option: "--window" }],
      ["--window", "1,2,3", { code: "BAD_OPTION", option: "--window" }],
      ["--output-name", "z", { code: "BAD_NETWORK" }],
    ] as const) {
      const failed = appearance(...flags, flag, value);
      expect(errorOfRun(failed)).toEqual(error);
      expect(wordingOf(failed)).toMatchSnapshot();
    }

    const options = { ringMm: 3, binHu: 10, marginPoints: 16 };
    const [lesion] = readDlInfo(INFO).lesions;
    const measured = appearance("--ring", "3", "--bin", "10", "--margin-points", "16").out;
    expect(measured.split("\n")[1]!.split(",").map(Number)).toEqual([
      1,
      ...appearanceVector(appearanceOf(slice, lesion!, options)),
    ]);
  });

  it("rejects flags of the other kind of measurement", () => {
    const without = [appearance("--standard-deviation", "2"), appearance("--field", "20")];
    const other = [...without, appearance("--model", "m.onnx", "--margin-points", "9")];
    for (const failed of other) expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL" });
    expect(other.map(({ err }) => err).join("")).toMatchSnapshot();
    for (const flag of ["--bin", "--missing"]) {
      const failed = appearance(flag, "x");
      expect(errorOfRun(failed)).toEqual({ code: "BAD_OPTION", option: flag });
    }
  });

  it("--missing skip leaves rows out and says how many", () => {
    const part = freshFolder();
    writeFileSync(join(part, "000007_02_01_004.png"), pngOfSlice(slice));
    const args = ["appearance", part, "--info", join(folder, "info.csv"), "--missing", "skip"];
    const { status, out, err } = runProcess(args);
    expect([
      status,
      out
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => line[0]),
    ]).toEqual([0, ["2"]]);
    expect(warningLine(err)).toEqual({ count: 2, row: 1 });
    expect(wordingOf({ err })).toMatchSnapshot();
    const none = runProcess([...args.slice(0, 1), freshFolder(), ...args.slice(2)]);
    expect(errorOfRun(none).code).toBe("FILE_NOT_FOUND");
  });

  it("names the slice that is missing or bad, and writes nothing", () => {
    const empty = freshFolder();
    writeFileSync(join(empty, "000007_01_02_030.png"), pngOfSlice(slice));
    const flags = ["--info", join(folder, "info.csv"), "-o", join(empty, "v.csv")];
    expect(errorOfRun(runProcess(["appearance", empty, ...flags]))).toEqual({
      code: "FILE_NOT_FOUND",
      file: join(empty, "000007_02_01/004.png"),
      row: 2,
      patient: "7",
    });
    expect(readdirSync(empty)).toEqual(["000007_01_02_030.png"]);
    const model = join(folder, "none.onnx");
    const failed = appearance("--model", model);
    expect(errorOfRun(failed)).toEqual({ code: "FILE_NOT_FOUND", file: model });
  });
});
