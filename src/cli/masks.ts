/** `lesion-graph masks`: lesions of NIfTI label volumes as a measurement CSV. */
import { fail } from "../core/errors.js";
import { assertOneOf } from "../core/options.js";
import { csvLine } from "../csv/write.js";
import { LABEL_KINDS, type LabelKind } from "../masks/lesions-of-mask.js";
import { lesionTable } from "../measurements/lesion-table.js";
import { readLongitudinalCt, readMaskManifest } from "../node/masks.js";
import { writeFileAtomic } from "../node/output.js";
import { progressLine } from "./progress.js";
import { writeResult } from "./result.js";
import { say } from "./say.js";

export interface MasksFlags {
  readonly labels?: string;
  readonly longitudinalCt?: string;
  readonly truth?: string;
  readonly output?: string;
}

export async function run(manifest: string | undefined, flags: MasksFlags): Promise<void> {
  const { longitudinalCt: root, truth } = flags;
  assertCall(manifest, flags);
  const progress = progressLine();
  const onProgress = (done: number, of: number): void => progress.show(`${done} of ${of} masks`);
  const longitudinal =
    root === undefined ? undefined : await readLongitudinalCt(root, { onProgress });
  const labels = flags.labels as LabelKind;
  const { lesions, warnings } =
    longitudinal ?? (await readMaskManifest(manifest!, { labels, onProgress }));
  progress.clear();
  await writeResult(
    [lesionTable(lesions).toCsv()],
    manifest === undefined ? [] : [manifest],
    flags,
  );
  if (longitudinal !== undefined && truth !== undefined) {
    const lines = longitudinal.truth.map(({ row, group }) => csvLine([row, group]));
    await writeFileAtomic(truth, [csvLine(["row", "group"]), ...lines]);
  }
  if (lesions.length === 0) say("warning: no lesion in any mask");
  const [first] = warnings;
  if (first !== undefined) {
    const place = `patient ${first.patient}, row ${first.row}`;
    say(`warning: ${warnings.length} instances in pieces; the first (${place}): ${first.message}`);
  }
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
    fail("BAD_CALL", "--longitudinal-ct without --labels: its voxel values are instances", labels);
  }
  if (truth !== undefined) fail("BAD_CALL", "--truth with --longitudinal-ct only", truth);
  assertOneOf("--labels", labels ?? "nothing", LABEL_KINDS);
}
