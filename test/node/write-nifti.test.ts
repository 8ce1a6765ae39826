import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { niftiHeader } from "../../src/images/nifti.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { writeNifti } from "../../src/node/write-nifti.js";
import { errorLine, errorOfRun, freshFolder, MAIN, runProcess } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { errorOf, rejectionOf } from "../support/errors.js";
import { python, pythonHas } from "../support/python.js";
import { paint, pngOfSlice } from "../support/slices.js";
import { withUnreadableFolder } from "../support/unreadable-folder.js";

const SIZE = { Image_size: "7, 5" } as const;
const INFO = dlInfo([
  { ...SIZE, Slice_range: "28, 33", Bounding_boxes: "2, 2, 4, 3", Spacing_mm_px_: "0.8, 0.7, 2.5" },
  {
    ...SIZE,
    File_name: "000007_02_01_004.png",
    Study_index: "2",
    Series_ID: "1",
    Key_slice_index: "4",
    Slice_range: "3, 5",
  },
]);
const { lesions } = readDlInfo(INFO);
const sliceAt = (k: number) => paint(7, 5, (x, y) => 100 * (k - 28) + 10 * y + x - 1000);

/** Slices 28 to 30 and 32 of the first series as folders, 4 of the second flat; 31, 33, 3, 5 are missing. */
function images(): string {
  const root = freshFolder();
  mkdirSync(join(root, "Images_png/000007_01_02"), { recursive: true });
  for (const k of [28, 29, 30, 32]) {
    writeFileSync(join(root, `Images_png/000007_01_02/0${k}.png`), pngOfSlice(sliceAt(k)));
  }
  writeFileSync(join(root, "000007_02_01_004.png"), pngOfSlice(sliceAt(4)));
  return root;
}

const HAS_NIBABEL = pythonHas("nibabel", "numpy");

describe("writeNifti", () => {
  it("writes runs of slices, resumes, and says what was missing", async () => {
    const [root, out] = [images(), join(freshFolder(), "new")];
    const seen: string[] = [];
    const parts = await writeNifti(root, lesions, out, {
      onProgress: ({ done, total }) => seen.push(`${done}/${total}`),
    });
    expect(seen).toEqual(["1/5", "2/5", "3/5", "4/5", "5/5"]);
    expect(readFileSync(join(out, "summary.csv"), "utf8")).toBe(
      [
        "series,volume,first,last,slices,lesions,status",
        "000007_01_02,000007_01_02_028-030.nii.gz,28,30,3,1,written",
        "000007_01_02,000007_01_02_032-032.nii.gz,32,32,1,0,written",
        "000007_01_02,,31,31,1,0,missing",
        "000007_01_02,,33,33,1,0,missing",
        "000007_02_01,000007_02_01_004-004.nii.gz,4,4,1,1,written",
        "000007_02_01,,3,3,1,0,missing",
        "000007_02_01,,5,5,1,0,missing",
        "",
      ].join("\n"),
    );
    const files = readdirSync(out).sort();
    expect(files.filter((name) => name.endsWith("_boxes.nii.gz"))).toEqual([
      "000007_01_02_028-030_boxes.nii.gz",
      "000007_02_01_004-004_boxes.nii.gz",
    ]);
    const times = () => files.map((name) => statSync(join(out, name)).mtimeMs);
    const before = times().slice(0, -1);
    writeFileSync(join(out, "000007_02_01_004-004.nii.gz"), "half");
    const again = await writeNifti(root, lesions, out);
    expect(again.map(({ status }) => status)).toEqual(
      parts.map(({ status, volume }) =>
        status === "written" && !volume.startsWith("000007_02_01") ? "there already" : status,
      ),
    );
    expect(times().slice(0, 3)).toEqual(before.slice(0, 3));
    // Another box makes another label volume, the voxels stay.
    const [first, second] = lesions;
    const moved = [{ ...first!, boxPx: [1, 1, 2, 2] as const }, second!];
    await writeNifti(root, moved, out);
    expect(times().slice(0, 1)).toEqual(before.slice(0, 1));
    const labels = gunzipSync(readFileSync(join(out, "000007_01_02_028-030_boxes.nii.gz")));
    expect(labels.readInt32LE(352 + 4 * 70)).toBe(1);
  });

  it("writes a volume again that was cut off behind its header", async () => {
    const [root, out] = [freshFolder(), freshFolder()];
    let seed = 1;
    const noise = paint(256, 256, () => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 16) - 32768;
    });
    writeFileSync(join(root, "000007_01_02_030.png"), pngOfSlice(noise));
    const own = readDlInfo(dlInfo([{ Image_size: "256, 256" }])).lesions;
    const status = async () => (await writeNifti(root, own, out)).map((part) => part.status)[0];
    expect([await status(), await status()]).toEqual(["written", "there already"]);
    const volume = join(out, "000007_01_02_030-030.nii.gz");
    const whole = readFileSync(volume);
    writeFileSync(volume, whole.subarray(0, 5000));
    expect(await status()).toBe("written");
    expect(readFileSync(volume)).toEqual(whole);
    const boxes = join(out, "000007_01_02_030-030_boxes.nii.gz");
    const before = readFileSync(boxes);
    writeFileSync(boxes, before.subarray(0, before.length - 4));
    expect(await status()).toBe("there already");
    expect(readFileSync(boxes)).toEqual(before);
  });

  it("lists volumes of an earlier run that a longer one has taken the place of", async () => {
    const [root, out] = [images(), freshFolder()];
    await writeNifti(root, lesions, out);
    writeFileSync(join(root, "Images_png/000007_01_02/031.png"), pngOfSlice(sliceAt(31)));
    const parts = await writeNifti(root, lesions, out);
    const series = parts.filter((part) => part.series === "000007_01_02");
    expect(series.map(({ volume, status, lesions: n }) => [volume, status, n])).toEqual([
      ["000007_01_02_028-032.nii.gz", "written", 1],
      ["000007_01_02_028-030.nii.gz", "superseded", 1],
      ["000007_01_02_028-030_boxes.nii.gz", "superseded", 1],
      ["000007_01_02_032-032.nii.gz", "superseded", 0],
      ["", "missing", 0],
    ]);
    expect(readFileSync(join(out, "summary.csv"), "utf8")).toContain(
      "000007_01_02,000007_01_02_032-032.nii.gz,32,32,1,0,superseded\n",
    );
    expect(readdirSync(out)).toContain("000007_01_02_028-030.nii.gz");
    // A file that holds more than the slices of today has been taken the place of by none.
    rmSync(join(root, "Images_png/000007_01_02/031.png"));
    const again = await writeNifti(root, lesions, out);
    expect(again.filter((part) => part.status === "superseded")).toEqual([]);
  });

  it("says which folder it may not look into", async () => {
    const [root, out] = [images(), freshFolder()];
    chmodSync(root, 0o755);
    chmodSync(out, 0o777);
    const closed = join(root, "Images_png/000007_01_02");
    await withUnreadableFolder(closed, async () => {
      await rejectionOf("CANNOT_READ", () => writeNifti(root, lesions, out), { file: closed });
    });
  });

  it.runIf(HAS_NIBABEL)("nibabel reads voxels, zooms and axes back", async () => {
    const [root, out] = [images(), freshFolder()];
    await writeNifti(root, lesions, out);
    const program = `
import sys, json, nibabel, numpy
def say(path):
    image = nibabel.load(path)
    voxels = numpy.asarray(image.dataobj)
    return dict(shape=image.shape, type=str(voxels.dtype), zooms=[float(z) for z in image.header.get_zooms()],
        axes=''.join(nibabel.aff2axcodes(image.affine)), affine=image.affine.tolist(),
        qform=image.get_qform().tolist(), units=image.header.get_xyzt_units()[0],
        voxels=voxels.transpose(2, 1, 0).ravel().tolist())
print(json.dumps([say(path) for path in sys.argv[1:]]))`;
    const paths = ["000007_01_02_028-030", "000007_01_02_028-030_boxes"].map((stem) =>
      join(out, `${stem}.nii.gz`),
    );
    const [hu, boxes] = JSON.parse(python(program, ...paths));
    expect([hu.shape, hu.type, hu.axes, hu.units]).toEqual([[7, 5, 3], "int16", "LPI", "mm"]);
    expect(boxes.type).toBe("int32");
    const near = (found: readonly number[], expected: readonly number[]): void => {
      expect(found).toHaveLength(expected.length);
      for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
    };
    near(hu.zooms, [0.8, 0.7, 2.5]);
    expect(hu.voxels).toEqual([28, 29, 30].flatMap((k) => [...sliceAt(k).hu]));
    // Column 3, row 2 is the middle of 7 x 5 voxels: x = y = 0; slice 28 lies 70 mm below slice 0.
    const at = (i: number, j: number, k: number) =>
      hu.affine
        .slice(0, 3)
        .map((row: number[]) => row[0]! * i + row[1]! * j + row[2]! * k + row[3]!);
    near(at(3, 2, 0), [0, 0, -70]);
    near(at(4, 3, 1), [-0.8, -0.7, -72.5]);
    near(hu.qform.flat(), hu.affine.flat());
    // Box 2-4 x 2-3 counted from 1, on slice 30, the third; the label is the data row.
    const marked = boxes.voxels.flatMap((label: number, i: number) =>
      label === 1 ? [i - 70] : [],
    );
    expect(marked).toEqual([8, 9, 10, 15, 16, 17]);
    expect(boxes.voxels.filter((label: number) => label !== 0 && label !== 1)).toEqual([]);
  });
  if (!HAS_NIBABEL) it.skip("nibabel reads it back (SKIPPED: no python3-nibabel here)", () => {});

  it("writes a volume anew whose slices have changed, or that is damaged", async () => {
    const [root, out] = [images(), freshFolder()];
    const volume = join(out, "000007_01_02_028-030.nii.gz");
    await writeNifti(root, lesions, out);
    const first = readFileSync(volume);
    const changed = paint(7, 5, () => -177);
    writeFileSync(join(root, "Images_png/000007_01_02/029.png"), pngOfSlice(changed));
    const again = await writeNifti(root, lesions, out);
    expect(again.find((part) => volume.endsWith(part.volume))?.status).toBe("written");
    const second = readFileSync(volume);
    expect(gunzipSync(second).equals(gunzipSync(first))).toBe(false);
    const damaged = Buffer.from(second);
    damaged[damaged.length - 6]! ^= 1;
    writeFileSync(volume, damaged);
    await writeNifti(root, lesions, out);
    expect(readFileSync(volume).equals(second)).toBe(true);
    expect((await writeNifti(root, lesions, out)).some(({ status }) => status === "written")).toBe(
      false,
    );
  });

  it("leaves nothing half-written where a slice is bad, and names it", async () => {
    const [root, out] = [images(), freshFolder()];
    const bad = join(root, "Images_png/000007_01_02/029.png");
    writeFileSync(bad, pngOfSlice(paint(7, 6, () => 0)));
    await rejectionOf("BAD_IMAGE", () => writeNifti(root, lesions, out));
    writeFileSync(bad, "no picture");
    const write = () => writeNifti(root, lesions, out, { boxes: false });
    await rejectionOf("BAD_IMAGE", write, { file: bad });
    expect(readdirSync(out)).toEqual([]);
    await rejectionOf("FILE_NOT_FOUND", () => writeNifti(freshFolder(), lesions, out));
  });

  it("leaves nothing under its final name where the disk takes no more", () => {
    const [root, out] = [freshFolder(), freshFolder()];
    let seed = 1;
    const noise = paint(512, 512, () => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 16) - 32768;
    });
    writeFileSync(join(root, "000007_01_02_030.png"), pngOfSlice(noise));
    writeFileSync(join(root, "info.csv"), dlInfo([{}]));
    // No file may grow beyond 100 blocks of 512 or 1024 bytes: what a full disk or quota does.
    const call = `trap '' XFSZ; ulimit -f 100; exec "${process.execPath}" "${MAIN}" nifti "${root}" --info "${root}/info.csv" -o "${out}"`;
    const { status, stderr } = spawnSync("sh", ["-c", call], { encoding: "utf8" });
    expect(errorLine(stderr).code).toBe("CANNOT_WRITE");
    expect(status).toBe(2);
    expect(readdirSync(out)).toEqual([]);
  });
});

describe("niftiHeader", () => {
  it("rejects values that a header cannot hold", () => {
    const shape = {
      size: [2, 2, 2],
      spacingMm: [1, 1, 1],
      firstSlice: 0,
      voxels: "int16",
    } as const;
    expect(niftiHeader(shape)).toHaveLength(352);
    errorOf("BAD_OPTION", () => niftiHeader({ ...shape, size: [2, 2, 40000] }));
    errorOf("BAD_OPTION", () => niftiHeader({ ...shape, spacingMm: [1, 0, 1] }));
  });
});

describe("lesion-graph nifti", () => {
  it("writes volumes and says how many", () => {
    const [root, out] = [images(), join(freshFolder(), "out")];
    writeFileSync(join(root, "DL_info.csv"), INFO);
    const args = ["nifti", root, "--info", join(root, "DL_info.csv"), "-o", out];
    expect(runProcess([...args, "--no-boxes"])).toEqual({
      status: 0,
      out: `3 volumes written to ${out}; 4 slices missing (summary.csv)\n`,
      err: "",
    });
    expect(runProcess(args).out).toBe(
      `0 volumes written to ${out}, 3 unchanged; 4 slices missing (summary.csv)\n`,
    );
    expect(errorOfRun(runProcess(["nifti", root, "-o", out]))).toEqual({ code: "BAD_CALL" });
  });
});
