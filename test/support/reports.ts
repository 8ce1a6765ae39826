/** Lesions with the images they were measured on, and reports as bytes, for tests. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lesion } from "../../src/core/lesion.js";
import type { ImageUids } from "../../src/dicom/image-uids.js";
import { uidOf } from "../../src/dicom/uid.js";

export const CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";

/** One image per lesion; studies are a quarter of a year apart. */
export const imagesOf = (lesions: readonly Lesion[]): ImageUids[] =>
  lesions.map(({ row, patient, study, series }) => ({
    row,
    patientId: `P${patient}`,
    studyUid: uidOf("test study", patient, study),
    seriesUid: uidOf("test series", patient, study, series ?? 0),
    sopUid: uidOf("test image", row),
    sopClassUid: CT_IMAGE,
    studyDate: new Date(Date.UTC(2020, 3 * (study - 1), 1)).toISOString().slice(0, 10),
    studyTime: undefined,
    frame: undefined,
    frameOfReferenceUid: undefined,
  }));

/** True where a program is installed. */
export const hasProgram = (name: string): boolean =>
  spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;

/** What a program prints about a file with these bytes, on both channels. */
export function said(program: string, args: readonly string[], bytes: Uint8Array): string {
  const file = join(mkdtempSync(join(tmpdir(), "lesion-graph-")), "report.dcm");
  writeFileSync(file, bytes);
  const { stdout, stderr } = spawnSync(program, [...args, file], { encoding: "utf8" });
  return stdout + stderr;
}

/** The bytes in another transfer syntax: dcmtk's dcmconv. */
export function converted(bytes: Uint8Array, syntax: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "lesion-graph-"));
  const [from, to] = [join(folder, "from.dcm"), join(folder, "to.dcm")];
  writeFileSync(from, bytes);
  execFileSync("dcmconv", [syntax, from, to], { stdio: "ignore" });
  return new Uint8Array(execFileSync("cat", [to]));
}
