/** `lesion-graph nifti`: slices of a folder as NIfTI volumes. */
import { boolean, text } from "../core/options.js";
import { readDlInfoFile } from "../node/files.js";
import { type NiftiPart, writeNifti } from "../node/write-nifti.js";
import { defineCommand } from "./command.js";
import { IMAGES } from "./common-flags.js";
import { type FlagValues, flag, mandatoryFlag } from "./flags.js";
import { printLine, progressLine } from "./terminal.js";

const FLAGS = {
  info: mandatoryFlag("--info <file>", text("", "DL_info.csv of the slices")),
  output: mandatoryFlag(
    "-o, --output <folder>",
    text("", "Output folder, created where it is missing"),
  ),
  boxes: flag("--no-boxes", boolean(true, "Write no label volumes of the lesion boxes")),
};

export const nifti = defineCommand({
  description: "Writes continuous slices of every series as NIfTI volumes, with lesion boxes.",
  arguments: [IMAGES],
  flags: FLAGS,
  run,
});

async function run({ info, output, boxes }: FlagValues<typeof FLAGS>, images: string) {
  const { lesions } = await readDlInfoFile(info);
  const progress = progressLine();
  const parts = await writeNifti(images, lesions, output, {
    boxes,
    onProgress: progress.onProgress,
  });
  progress.clear();
  printLine(summary(parts, output));
}

function summary(parts: readonly NiftiPart[], output: string): string {
  const count = (status: NiftiPart["status"]): number =>
    parts.filter((part) => part.status === status).length;
  const missing = parts
    .filter(({ status }) => status === "missing")
    .reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const [kept, old] = [count("there already"), count("superseded")];
  const unchanged = kept > 0 ? `, ${kept} unchanged` : "";
  const superseded = old > 0 ? `, ${old} files superseded by longer ones` : "";
  return `${count("written")} volumes written to ${output}${unchanged}; ${missing} slices missing${superseded} (summary.csv)`;
}
