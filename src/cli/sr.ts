/** `lesion-graph sr`: DICOM measurement reports in and out. */
import { join } from "node:path";
import { fail } from "../core/errors.js";
import { boolean, text } from "../core/options.js";
import { readImageUids } from "../dicom/image-uids.js";
import { readTracking } from "../dicom/tracking.js";
import { writeMeasurementReports } from "../dicom/write-measurement-reports.js";
import { match } from "../matching/match.js";
import { lesionTable } from "../measurements/lesion-table.js";
import { readDlInfoFile, readWith } from "../node/files.js";
import { makeFolder, writeFileAtomic } from "../node/output.js";
import { readReportFiles } from "../node/reports.js";
import { defineCommand } from "./command.js";
import { output } from "./common-flags.js";
import { type FlagValues, flag, mandatoryFlag, optionalFlag } from "./flags.js";
import { MATCH_FLAGS, matcherOf, readerOptions } from "./match-flags.js";
import { writeResult } from "./result.js";
import { printLine, progressLine, warn } from "./terminal.js";

/** `sr read`: reports → measurement CSV. */
export const srRead = defineCommand({
  description:
    "Reads bidirectional measurements of reports; CT, MR or PET slices among the files give positions.",
  arguments: [{ syntax: "<files...>", help: "DICOM files, or folders of them" }],
  flags: { output },
  run: read,
});

async function read(flags: { readonly output: string | undefined }, files: readonly string[]) {
  const { onProgress, clear } = progressLine();
  const { lesions, skipped } = readReportFiles(files, { onProgress });
  clear();
  await writeResult([lesionTable(lesions).toCsv()], files, flags);
  const [first] = skipped;
  if (first !== undefined) {
    const place = first.group === undefined ? first.file : `${first.file} group ${first.group}`;
    warn(`${skipped.length} reports or groups skipped; the first, ${place}: ${first.reason}`);
  }
  if (lesions.length === 0) warn("no lesion in any report");
}

const WRITE_FLAGS = {
  ...MATCH_FLAGS,
  dicom: mandatoryFlag(
    "--dicom <file>",
    text("", "CSV with row,patientId,studyUid,seriesUid,sopUid,sopClassUid,studyDate"),
  ),
  tracking: optionalFlag(
    "--tracking <file>",
    text("", "Earlier tracking.csv whose UIDs are kept; needs --previous"),
  ),
  ohif: flag("--ohif", boolean(false, "Tracking identifiers in the form of OHIF")),
  output: mandatoryFlag(
    "-o, --output <folder>",
    text("", "Output folder, created where it is missing"),
  ),
};

/** `sr write`: DL_info.csv → matching → one report per study, and tracking.csv. */
export const srWrite = defineCommand({
  description: "Matches lesions and writes one report per study, with tracking.csv.",
  arguments: [{ syntax: "<input>", help: "DL_info.csv" }],
  flags: WRITE_FLAGS,
  run: write,
});

async function write(flags: FlagValues<typeof WRITE_FLAGS>, input: string): Promise<void> {
  const { dicom, tracking, previous, ohif, output } = flags;
  if (tracking !== undefined && previous === undefined) {
    fail("BAD_CALL", "--tracking with --previous", "--tracking alone", {
      remedy: "sequences keep their numbers only where the earlier JSON result is given",
    });
  }
  const { options } = await matcherOf(flags);
  const { lesions } = await readDlInfoFile(input, await readerOptions(flags));
  const images = await readWith(dicom, readImageUids);
  const earlier = tracking === undefined ? [] : await readWith(tracking, readTracking);
  const written = writeMeasurementReports(match(lesions, options), images, {
    tracking: earlier,
    ohif,
  });
  await makeFolder(output);
  for (const { fileName, bytes } of written.reports) {
    await writeFileAtomic(join(output, fileName), [bytes]);
  }
  await writeFileAtomic(join(output, "tracking.csv"), [written.tracking.toCsv()]);
  const [first] = written.warnings;
  if (first !== undefined) {
    const place = `patient ${first.patient}, row ${first.row}`;
    warn(`${written.warnings.length} duplicates; the first (${place}): ${first.message}`);
  }
  printLine(
    `${written.reports.length} reports written to ${output}, ${written.tracking.length} sequences in tracking.csv`,
  );
}
