import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { niftiHeader, voxelBytes } from "../../src/images/nifti.js";
import { greyPicture, pngOf } from "../../src/images/picture.js";
import type { CtSlice } from "../../src/images/slice.js";
import { errorOfRun, freshFolder, run, warningLine, wordingOf } from "../support/cli.js";
import { linearModel } from "../support/onnx.js";
import { paint, pngOfSlice } from "../support/slices.js";
import { bodySlice, bodyVolume } from "../support/synthetic-body.js";

const folder = freshFolder();
const bodypart = (...args: string[]) => run(["bodypart", ...args], "", folder);
const air = paint(120, 120, () => -1000);

function nifti(
  slices: readonly CtSlice[],
  spacingMm: readonly [number, number, number],
): Uint8Array {
  const { width, height } = slices[0]!;
  const size = [width, height, slices.length] as const;
  const header = niftiHeader({ size, spacingMm, firstSlice: 0, voxels: "int16" });
  return gzipSync(Buffer.concat([header, ...slices.map(({ hu }) => voxelBytes(hu))]));
}

const volumes = [bodyVolume("a", 0, 0.7), bodyVolume("b", 0.3, 1)];
volumes.forEach(({ name, slices, spacingMm: [x, y, z] }) => {
  writeFileSync(join(folder, `${name}.nii.gz`), nifti(slices, [x, y, z]));
});
const QUICK = ["--steps", "30", "--networks", "1", "--variants", "0"];
const TRAIN = ["train", "a.nii.gz", "b.nii.gz", ...QUICK];
mkdirSync(join(folder, "series"));
volumes[0]!.slices.forEach((slice, i) => {
  writeFileSync(join(folder, "series", `${String(i + 5).padStart(3, "0")}.png`), pngOfSlice(slice));
});
mkdirSync(join(folder, "mixed"));
for (const name of ["000007_01_01_005.png", "000007_02_01_006.png"]) {
  writeFileSync(join(folder, "mixed", name), pngOfSlice(air));
}
writeFileSync(join(folder, "air.png"), pngOfSlice(air));
const picture = pngOf(greyPicture(bodySlice(0.4), [-175, 275]));
writeFileSync(join(folder, "picture.png"), picture);

/** Lines of a CSV as records. */
function records(text: string): Record<string, string>[] {
  const [head, ...lines] = text.trimEnd().split("\n");
  const names = head!.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell])),
  );
}

describe("lesion-graph bodypart", () => {
  it("trains a model, the same bytes every time, and scores with it", async () => {
    expect((await bodypart(...TRAIN, "-o", "model.json", "--name", "mine")).err).toBe("");
    const again = await bodypart(...TRAIN, "--name", "mine");
    expect(again.out).toBe(readFileSync(join(folder, "model.json"), "utf8"));
    const { status, out, err } = await bodypart("score", "a.nii.gz", "--model", "model.json");
    expect([status, err]).toEqual([0, ""]);
    expect(out.split("\n")[0]).toBe("file,slice,score,z,zStandardError,region");
    // Trained without anchors: the zero of the scale is unknown, and with it z.
    for (const { z, zStandardError, region } of records(out)) {
      expect([z, zStandardError, region]).toEqual(["", "", ""]);
    }
    const scores = records(out).map(({ score }) => Number(score));
    expect(scores.length).toBe(volumes[0]!.slices.length);
    expect([...scores].sort((a, b) => a - b)).toEqual(scores);
  });

  it("scores a folder of slices as the volume that they are", async () => {
    const spacing = ["--pixel-mm", "4", "--slice-mm", "20"];
    const ofFolder = records((await bodypart("score", "series", ...spacing)).out);
    const ofFile = records((await bodypart("score", "a.nii.gz")).out);
    expect(ofFolder.map(({ score }) => score)).toEqual(ofFile.map(({ score }) => score));
    expect([ofFolder[0]!["slice"], ofFile[0]!["slice"]]).toEqual(["5", "1"]);
  });

  it("writes empty cells, and says so, where no slice can be scored", async () => {
    const { status, out, err } = await bodypart("score", "air.png", "--pixel-mm", "4");
    expect([status, out.split("\n")[1]]).toEqual([0, "air.png,1,,,,"]);
    expect(warningLine(err)).toEqual({ file: "air.png" });
    expect(wordingOf({ err })).toMatchSnapshot();
  });

  it("says that a volume has one slice only", async () => {
    writeFileSync(join(folder, "one.nii.gz"), nifti([bodySlice(0.4)], [4, 4, 20]));
    const { status, out, err } = await bodypart("score", "one.nii.gz");
    expect([status, records(out).length]).toEqual([0, 1]);
    expect(warningLine(err)).toEqual({ file: "one.nii.gz" });
    expect(wordingOf({ err })).toMatchSnapshot();
  });

  it("says that a volume runs from feet to head, and turns its lines", async () => {
    const { slices } = volumes[0]!;
    writeFileSync(join(folder, "up.nii.gz"), nifti([...slices].reverse(), [4, 4, 20]));
    const { out, err } = await bodypart("score", "up.nii.gz");
    expect(warningLine(err)).toEqual({ file: "up.nii.gz" });
    expect(err).not.toContain("--rises-towards");
    expect(wordingOf({ err })).toMatchSnapshot();
    expect(records(out)[0]!["slice"]).toBe(String(slices.length));
  });

  it("takes 8-bit pictures with their window, and JSON", async () => {
    const args = ["score", "picture.png", "--pixel-mm", "4"];
    const { out } = await bodypart(...args, "--window", "-175,275", "--format", "json");
    const [{ score }] = JSON.parse(out).slices;
    writeFileSync(join(folder, "full.png"), pngOfSlice(bodySlice(0.4)));
    const [full] = records((await bodypart("score", "full.png", "--pixel-mm", "4")).out);
    expect(score).toBeCloseTo(Number(full!["score"]), 1);
    expect(errorOfRun(await bodypart(...args))).toEqual({ code: "BAD_CALL", file: "picture.png" });
  });

  it("scores by an ONNX model, on a scale of its own", async () => {
    const weights = Array.from({ length: 128 * 128 }, () => [1]);
    writeFileSync(join(folder, "sum.onnx"), linearModel(128, weights));
    const { out, err } = await bodypart(
      "score",
      "full.png",
      "--pixel-mm",
      "4",
      "--model",
      "sum.onnx",
    );
    expect(err).toBe("");
    const [row] = records(out);
    expect(Number(row!["score"])).toBeGreaterThan(0);
    expect([row!["z"], row!["region"]]).toEqual(["", ""]);
  });

  it("says that a volume runs from feet to head by an ONNX model too", async () => {
    // Slices get narrower from head to feet; the negative sum of the picture rises.
    const weights = Array.from({ length: 128 * 128 }, () => [-1]);
    writeFileSync(join(folder, "narrow.onnx"), linearModel(128, weights));
    const slices = Array.from({ length: 9 }, (_, i) => bodySlice(0.5, { size: 1.2 - i / 20 }));
    writeFileSync(join(folder, "down.nii.gz"), nifti(slices, [4, 4, 20]));
    writeFileSync(join(folder, "upwards.nii.gz"), nifti(slices.toReversed(), [4, 4, 20]));
    const score = (file: string, ...more: string[]) =>
      bodypart("score", file, "--model", "narrow.onnx", ...more);
    const [down, up] = [await score("down.nii.gz"), await score("upwards.nii.gz")];
    expect(down.err).toBe("");
    expect(warningLine(up.err)).toEqual({ file: "upwards.nii.gz" });
    expect(up.err).toContain("--rises-towards head");
    // The wrong end looks the same, and the warning names the other.
    const turned = await score("down.nii.gz", "--rises-towards", "head");
    expect(warningLine(turned.err)).toEqual({ file: "down.nii.gz" });
    expect(turned.err).toContain("--rises-towards feet");
    expect([up, turned].map(wordingOf)).toMatchSnapshot();
    const scores = (text: string) => records(text).map((row) => row["score"]);
    expect(scores(up.out)).toEqual(scores(down.out));
    expect(records(up.out)[0]!["slice"]).toBe("9");
  });

  it("says that a score is unreliable where the image cuts the body", async () => {
    // The body is 330 mm wide; 66 pixels of 4 mm show 264 mm of it.
    const whole = bodySlice(0.4);
    const narrow = paint(66, whole.height, (x, y) => whole.hu[y * whole.width + x + 27]!);
    writeFileSync(join(folder, "narrow.png"), pngOfSlice(narrow));
    const { err } = await bodypart("score", "narrow.png", "--pixel-mm", "4");
    expect(warningLine(err)).toEqual({ file: "narrow.png", count: 1 });
    const located = await run(["locate", "narrow.png", "--pixel-mm", "4"], "", folder);
    expect(warningLine(located.err)).toEqual({ count: 1 });
    expect([err, located.err]).toMatchSnapshot();
  });

  it("draws volumes", async () => {
    const { status, out } = await bodypart("draw", "a.nii.gz", "b.nii.gz", "--width", "85");
    expect([status, out.startsWith("<svg")]).toEqual([0, true]);
  });

  it.each<[string, string, string[]]>([
    ["a missing file", "FILE_NOT_FOUND", ["score", "none.nii"]],
    ["another kind of file", "BAD_VOLUME", ["score", "model.json"]],
    ["PNG slices without the size of pixels", "BAD_CALL", ["score", "air.png"]],
    ["a folder without the distance of slices", "BAD_CALL", ["score", "series", "--pixel-mm", "4"]],
    ["a slice to train on", "BAD_VOLUME", ["train", "air.png", "--pixel-mm", "4"]],
    ["a model that is none", "BAD_MODEL", ["score", "a.nii.gz", "--model", "air.png"]],
    ["another format", "BAD_OPTION", ["score", "a.nii.gz", "--format", "xml"]],
    ["another loss", "BAD_OPTION", [...TRAIN, "--loss", "none"]],
    [
      "a folder of several series",
      "BAD_SERIES",
      ["score", "mixed", "--pixel-mm", "4", "--slice-mm", "2"],
    ],
  ])("ends with 2, one line and no output for %s", async (_, code, args) => {
    expect(errorOfRun(await bodypart(...args)).code).toBe(code);
  });
});

describe("lesion-graph locate", () => {
  const locate = (...args: string[]) => run(["locate", ...args], "", folder);

  it("gives z where the size of pixels is known, and leaves it empty where not", async () => {
    const [known] = records((await locate("full.png", "--pixel-mm", "4")).out);
    expect(Number(known!["z"])).toBeGreaterThan(0);
    expect(Number(known!["zStandardError"])).toBeGreaterThan(0);
    const [unknown] = records((await locate("full.png")).out);
    expect([unknown!["z"], unknown!["zStandardError"]]).toEqual(["", ""]);
  });

  it("takes z from the whole series", async () => {
    const spacing = ["--pixel-mm", "4", "--slice-mm", "20"];
    const [row] = records((await locate("series/008.png", "--volume", "series", ...spacing)).out);
    const scored = records((await bodypart("score", "series", ...spacing)).out);
    expect(Number(row!["z"])).toBeCloseTo(Number(scored[3]!["z"]), 5);
  });

  it("takes z from a NIfTI file, whose slices have the numbers of its name or count from 1", async () => {
    const { slices } = volumes[0]!;
    const data = nifti(slices, [4, 4, 20]);
    writeFileSync(join(folder, "000007_01_02_005-022.nii.gz"), data);
    writeFileSync(join(folder, "000007_01_02_008.png"), pngOfSlice(slices[3]!));
    writeFileSync(join(folder, "004.png"), pngOfSlice(slices[3]!));
    const scored = records((await bodypart("score", "a.nii.gz")).out);
    const pairs = [
      ["000007_01_02_008.png", "000007_01_02_005-022.nii.gz"],
      ["004.png", "a.nii.gz"],
    ] as const;
    for (const [slice, volume] of pairs) {
      const [row] = records((await locate(slice, "--volume", volume, "--pixel-mm", "4")).out);
      expect(Number(row!["z"])).toBeCloseTo(Number(scored[3]!["z"]), 5);
    }
  });

  it("rejects a volume that does not hold the slice", async () => {
    const spacing = ["--pixel-mm", "4", "--slice-mm", "20"];
    writeFileSync(join(folder, "008.png"), pngOfSlice(bodySlice(0.9)));
    const of = async (file: string) =>
      errorOfRun(await locate(file, "--volume", "series", ...spacing));
    // No slice of this name; another slice of the same name.
    expect(await of("full.png")).toEqual({ code: "BAD_SERIES" });
    expect(await of("008.png")).toEqual({ code: "BAD_SERIES", file: "008.png" });
  });
});
