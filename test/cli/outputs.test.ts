import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Table } from "../../src/csv/table.js";
import { IMAGE_UID_COLUMNS } from "../../src/dicom/image-uids.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { errorOfRun, freshFolder, run } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { niftiLabels, steps } from "../support/nifti-labels.js";
import { PAINTED_ROW, paintedSlice } from "../support/pictures.js";
import { imagesOf } from "../support/reports.js";
import { pngOfSlice } from "../support/slices.js";

/** A folder with inputs of every kind. */
async function prepared(): Promise<string> {
  const folder = freshFolder();
  const put = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(folder, name), content);
  const info = dlInfo([PAINTED_ROW]);
  put("DL_info.csv", info);
  put("manifest.csv", "patient,study,file\n7,1,mask.nii\n");
  put("mask.nii", niftiLabels({ size: [2, 1, 1], labels: [0, 1], sform: steps(1, 1, 1) }));
  mkdirSync(join(folder, "slices/000007_01_02"), { recursive: true });
  put("slices/000007_01_02/030.png", pngOfSlice(paintedSlice));
  put("slices/figure.png", "");
  symlinkSync("slices/000007_01_02/030.png", join(folder, "link.png"));
  put("uids.csv", new Table(IMAGE_UID_COLUMNS, imagesOf(readDlInfo(info).lesions)).toCsv());
  for (const call of [
    "sr write DL_info.csv --dicom uids.csv -o viewer",
    "sr write viewer --features size -o reports",
  ]) {
    expect((await run(call.split(" "), "", folder)).status).toBe(0);
  }
  return folder;
}

const SLICE = "slices/000007_01_02/030.png";
const REPORT = "reports/patient-P7_study-1.dcm";
const OWN_REPORT = "viewer/patient-7_study-1.dcm";

/** Names and content of all files of a folder. */
const contentOf = (folder: string): unknown[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), "hex")]);

describe("an output is rejected that is an input", () => {
  it.each<[string, string]>([
    ["mask.nii", "masks manifest.csv --labels instances -o mask.nii"],
    [REPORT, `sr read reports -o ${REPORT}`],
    [REPORT, "sr write reports --features size -o reports"],
    [OWN_REPORT, "sr write DL_info.csv --dicom uids.csv --replaces viewer -o viewer"],
    [SLICE, `bodypart score slices/000007_01_02 --pixel-mm 1 --slice-mm 5 -o ${SLICE}`],
    [SLICE, `appearance slices --info DL_info.csv -o ${SLICE}`],
    ["link.png", "appearance slices --info DL_info.csv -o link.png"],
    [SLICE, `draw annotation DL_info.csv --row 1 --slices slices -o ${SLICE}`],
    [SLICE, `draw board DL_info.csv --slices ./slices/ -o ${SLICE}`],
    [SLICE, `locate ${SLICE} --info DL_info.csv -o ${SLICE}`],
    [SLICE, `review DL_info.csv --no-open --slices slices -o ${SLICE}`],
  ])("%s of %s", async (file, call) => {
    const folder = await prepared();
    const before = contentOf(folder);
    const failed = await run(call.split(" "), "", folder);
    expect(errorOfRun(failed)).toEqual({ code: "BAD_CALL", file, option: "--output" });
    expect(contentOf(folder)).toEqual(before);
  });

  it("but not another file of an input folder", async () => {
    const folder = await prepared();
    const call = "draw annotation DL_info.csv --row 1 --slices slices -o slices/figure.png";
    expect((await run(call.split(" "), "", folder)).status).toBe(0);
  });
});
