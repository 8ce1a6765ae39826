/** `lesion-graph sr`: DICOM measurement reports in and out. */
import { join } from "node:path";
import { fail } from "../core/errors.js";
import { readImageUids } from "../dicom/image-uids.js";
import { readTracking } from "../dicom/tracking.js";
import { writeMeasurementReports } from "../dicom/write-measurement-reports.js";
import { match } from "../matching/match.js";
import { lesionTable } from "../measurements/lesion-table.js";
import { readDlInfoFile, readWith } from "../node/files.js";
import { makeFolder, writeFileAtomic } from "../node/output.js";
import { readReportFiles } from "../node/reports.js";
import { type MatchFlags, matcherOptions, readerOptions } from "./match-options.js";
import { writeResult } from "./result.js";
import { say } from "./say.js";

/** `sr read`: reports → measurement CSV. */
export async function read(files: readonly string[], flags: { readonly output?: string }) {
  const { lesions, skipped } = readReportFiles(files);
  await writeResult([lesionTable(lesions).toCsv()], files, flags);
  const [first] = skipped;
  if (first !== undefined) {
    const place = first.group === undefined ? first.file : `${first.file} group ${first.group}`;
    say(
      `warning: ${skipped.length} reports or groups skipped; the first, ${place}: ${first.reason}`,
    );
  }
  if (lesions.length === 0) say("warning: no lesion in any report");
}

export interface SrWriteFlags extends MatchFlags {
  readonly dicom: string;
  readonly tracking?: string;
  readonly ohif?: true;
  readonly output: string;
}

/** `sr write`: DL_info.csv → matching → one report per study, and tracking.csv. */
export async function write(input: string, flags: SrWriteFlags): Promise<void> {
  const { dicom, tracking, previous, ohif, output } = flags;
  if (tracking !== undefined && previous === undefined) {
    fail("BAD_CALL", "--tracking with --previous", "--tracking alone", {
      remedy: "sequences keep their numbers only where the earlier JSON result is given",
    });
  }
  const options = await matcherOptions(flags);
  const { lesions } = await readDlInfoFile(input, await readerOptions(flags));
  const images = await readWith(dicom, readImageUids);
  const earlier = tracking === undefined ? [] : await readWith(tracking, readTracking);
  const written = writeMeasurementReports(match(lesions, options), images, {
    tracking: earlier,
    ohif: ohif === true,
  });
  await makeFolder(output);
  for (const { fileName, bytes } of written.reports) {
    await writeFileAtomic(join(output, fileName), [bytes]);
  }
  await writeFileAtomic(join(output, "tracking.csv"), [written.tracking.toCsv()]);
  const [first] = written.warnings;
  if (first !== undefined) {
    const place = `patient ${first.patient}, row ${first.row}`;
    say(`warning: ${written.warnings.length} duplicates; the first (${place}): ${first.message}`);
  }
  console.log(
    `${written.reports.length} reports written to ${output}, ${written.tracking.length} sequences in tracking.csv`,
  );
}
