/** `lesion-graph masks`: lesions of NIfTI label volumes as a measurement CSV. */
import { fail } from "../core/errors.js";
import { choice, text } from "../core/options.js";
import { truthTable } from "../evaluation/truth.js";
import { LABEL_KINDS, type LabelKind } from "../masks/lesions-of-mask.js";
import { lesionTable } from "../measurements/lesion-table.js";
import { writeFileAtomic } from "../node/output.js";
import { type MasksRead, readLongitudinalCt, readMaskManifest } from "../node/read-masks.js";
import { defineCommand } from "./command.js";
import { assertNotRead, writeResult } from "./command-output.js";
import { output } from "./common-flags.js";
import { type FlagValues, optionalFlag } from "./flags.js";
import { progressLine, warn } from "./terminal.js";

const FLAGS = {
  labels: optionalFlag("--labels <kind>", {
    ...choice(
      LABEL_KINDS,
      "instances",
      "Manifest: whether each voxel value or each 26-connected component is a lesion",
    ),
    default: "" as LabelKind,
  }),
  longitudinalCt: optionalFlag(
    "--longitudinal-ct <folder>",
    text("", "The Longitudinal-CT v2 data set, instead of a manifest"),
  ),
  truth: optionalFlag(
    "--truth <file>",
    text("", "Longitudinal-CT: output file of the known correspondence"),
  ),
  output,
};

type MasksFlags = FlagValues<typeof FLAGS>;

export const masks = defineCommand({
  description: "Measures the lesions of NIfTI label volumes and writes a measurement CSV.",
  arguments: [{ syntax: "[manifest]", help: "CSV with patient,study,file[,series,date]" }],
  flags: FLAGS,
  run,
});

async function run(flags: MasksFlags, manifest: string | undefined): Promise<void> {
  const { longitudinalCt: root, truth } = flags;
  assertCall(manifest, flags);
  const { onProgress, clear } = progressLine();
  const longitudinal =
    root === undefined ? undefined : await readLongitudinalCt(root, { onProgress });
  const labels = flags.labels as LabelKind;
  const { lesions, warnings, files, emptyStudies } =
    longitudinal ?? (await readMaskManifest(manifest!, { labels, onProgress }));
  clear();
  const inputs = manifest === undefined ? files : [manifest, ...files];
  if (truth !== undefined) assertNotRead(truth, inputs, "--truth");
  await writeResult([lesionTable(lesions).toCsv()], inputs, flags);
  if (longitudinal !== undefined && truth !== undefined) {
    await writeFileAtomic(truth, [truthTable(longitudinal.truth).toCsv()]);
  }
  if (lesions.length === 0) warn("no lesion in any mask");
  else warnOfEmptyStudies(emptyStudies);
  const [first] = warnings;
  if (first !== undefined) {
    const place = `patient ${first.patient}, row ${first.row}`;
    warn(`${warnings.length} instances in pieces; the first (${place}): ${first.message}`);
  }
}

/** Growth does not know of a study without lesions unless dates name it. */
function warnOfEmptyStudies(studies: MasksRead["emptyStudies"]): void {
  if (studies.length === 0) return;
  const names = studies
    .slice(0, 5)
    .map(({ patient, study }) => `patient ${patient} study ${study}`);
  const count = `${studies.length} ${studies.length === 1 ? "study" : "studies"} without lesions`;
  warn(
    `${count} (${names.join(", ")}${studies.length > 5 ? ", …" : ""}), absent from the table; for grow, name such studies in --dates and pass --annotation-completeness complete`,
  );
}

function assertCall(manifest: string | undefined, { labels, longitudinalCt, truth }: MasksFlags) {
  if ((manifest === undefined) === (longitudinalCt === undefined)) {
    fail(
      "BAD_CALL",
      "a manifest or --longitudinal-ct",
      manifest === undefined ? "neither" : "both",
    );
  }
  if (longitudinalCt !== undefined) {
    if (labels === undefined) return;
    fail("BAD_CALL", "--longitudinal-ct without --labels: its voxel values are instances", labels, {
      option: "--labels",
    });
  }
  if (truth !== undefined)
    fail("BAD_CALL", "--truth with --longitudinal-ct only", truth, { option: "--truth" });
  if (labels !== undefined) return;
  const wanted = LABEL_KINDS.map((kind) => `--labels ${kind}`).join(" or ");
  fail("BAD_CALL", `${wanted} with a manifest`, "neither", { option: "--labels" });
}
