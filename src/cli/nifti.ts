/** `lesion-graph nifti`: the slices of a folder as sub-volumes. */
import { readDlInfoFile } from "../node/files.js";
import { type NiftiPart, writeNifti } from "../node/nifti.js";
import { progressLine } from "./progress.js";

export interface NiftiFlags {
  readonly info: string;
  readonly output: string;
  readonly boxes: boolean;
}

export async function run(images: string, { info, output, boxes }: NiftiFlags): Promise<void> {
  const { lesions } = await readDlInfoFile(info);
  const progress = progressLine();
  const parts = await writeNifti(images, lesions, output, {
    boxes,
    onProgress: (done, of) => progress.show(`${done} of ${of} slices`),
  });
  progress.clear();
  const count = (status: NiftiPart["status"]): number =>
    parts.filter((part) => part.status === status).length;
  const missing = parts
    .filter(({ status }) => status === "missing")
    .reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const [kept, old] = [count("there already"), count("superseded")];
  console.log(
    `${count("written")} sub-volumes written to ${output}${kept > 0 ? `, ${kept} there already` : ""}; ${missing} slices missing${old > 0 ? `, ${old} files superseded by longer ones` : ""} (summary.csv)`,
  );
}
