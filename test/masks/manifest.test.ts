import { expect, it } from "vitest";
import { readManifest } from "../../src/masks/manifest.js";
import { errorOf } from "../support/errors.js";

it("lists masks in the order of their rows, whatever the order of the columns", () => {
  const text =
    "file,study,patient,date,series\nb.nii,2,7,2026-03-01,1\na.nii,1,7,,\nc.nii,2,7,2026-03-01,2\n";
  expect(readManifest(text)).toEqual([
    { patient: "7", study: 2, file: "b.nii", series: 1, date: "2026-03-01" },
    { patient: "7", study: 1, file: "a.nii", series: undefined, date: undefined },
    { patient: "7", study: 2, file: "c.nii", series: 2, date: "2026-03-01" },
  ]);
});

it("takes one number of series in several studies and patients", () => {
  const rows = ["7,1,1", "7,2,1", "8,1,1", "8,1,2"].map((ids, i) => `${ids},${i}.nii\n`);
  expect(readManifest(`patient,study,series,file\n${rows.join("")}`)).toHaveLength(4);
});

it.each([
  ["DUPLICATE_LESION", "7,1,1,a.nii,\n7,1,1,b.nii,\n", 2],
  ["DUPLICATE_LESION", "7,1,,a.nii,\n8,1,,c.nii,\n7,1,,b.nii,\n", 3],
  ["BAD_DATES", "7,1,1,a.nii,2026-01-01\n7,1,2,b.nii,2026-01-02\n", 2],
  ["BAD_DATES", "7,1,1,a.nii,2026-01-01\n7,1,2,b.nii,\n", 2],
  ["BAD_DATES", "7,1,1,a.nii,\n7,1,2,b.nii,2026-01-01\n", 2],
  ["BAD_DATES", "7,1,1,a.nii,2026-01-01\n7,1,2,b.nii,2026-01-01\n7,1,3,c.nii,2026-01-02\n", 3],
] as const)("gives %s for %j", (code, rows, row) => {
  const read = () => readManifest(`patient,study,series,file,date\n${rows}`);
  errorOf(code, read, { row, patient: "7", study: 1 });
});

it("rejects a file that is named twice, also for two studies or patients", () => {
  for (const ids of ["7,2", "8,1"]) {
    const read = () => readManifest(`patient,study,file\n7,1,a.nii\n7,3,b.nii\n${ids},a.nii\n`);
    const [patient, study] = ids.split(",");
    const place = { row: 3, column: "file", patient: patient!, study: Number(study) };
    errorOf("DUPLICATE_LESION", read, place);
  }
});

it("rejects a manifest without a mask, and numbers below 1", () => {
  errorOf("EMPTY_INPUT", () => readManifest("patient,study,file\n"));
  errorOf("BAD_VALUE", () => readManifest("patient,study,file\n7,0,a.nii\n"), { column: "study" });
  errorOf("BAD_VALUE", () => readManifest("patient,study,file,series\n7,1,a.nii,0\n"), {
    column: "series",
  });
});
