/** `lesion-graph sr`: DICOM measurement reports in and out. */
import { join } from "node:path";
import { fail } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { boolean, text } from "../core/options.js";
import { type ImageUids, readImageUids } from "../dicom/image-uids.js";
import type { SkippedMeasurement } from "../dicom/read-measurement-reports.js";
import type { ReportIdentity } from "../dicom/report-content.js";
import { readTracking } from "../dicom/tracking.js";
import { writeMeasurementReports } from "../dicom/write-measurement-reports.js";
import { match } from "../matching/match.js";
import { lesionTable } from "../measurements/lesion-table.js";
import { isDicomPath } from "../node/dicom-path.js";
import { readWith } from "../node/file-bytes.js";
import { makeFolder, writeFileAtomic } from "../node/output.js";
import { readReportFiles } from "../node/reports.js";
import { defineCommand } from "./command.js";
import { assertNotRead, inputsOf, writeResult } from "./command-output.js";
import { output } from "./common-flags.js";
import { assertFlagsUsed, type FlagUse, pickFlags } from "./flag-use.js";
import { type FlagValues, flag, mandatoryFlag, optionalFlag, repeatableFlag } from "./flags.js";
import { allLesions } from "./input.js";
import { matcherOf, SEQUENCE_FLAGS } from "./match-flags.js";
import { READER_FLAGS, readerOptions } from "./reader-flags.js";
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
  warnOfSkipped(skipped);
  if (lesions.length === 0) warn("no lesion in any report");
}

/** Warns of measurements that were not read: a report that replaces theirs does not have them. */
function warnOfSkipped(skipped: readonly SkippedMeasurement[]): void {
  const [first] = skipped;
  if (first === undefined) return;
  const place = first.group === undefined ? first.file : `${first.file} group ${first.group}`;
  const what = skipped.length === 1 ? "report or group" : "reports or groups";
  warn(`${skipped.length} ${what} skipped; the first, ${place}: ${first.reason}`);
}

const WRITE_FLAGS = {
  ...SEQUENCE_FLAGS,
  dicom: optionalFlag(
    "--dicom <file>",
    text(
      "",
      "Tables: CSV with row,patientId,studyUid,seriesUid,sopUid,sopClassUid,studyDate[,frameOfReferenceUid]",
    ),
  ),
  replaces: repeatableFlag(
    "--replaces <path>",
    text("", "Earlier reports of the same studies (file or folder): named as predecessors"),
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

/** `sr write`: lesions → matching → one report per study, and tracking.csv. */
export const srWrite = defineCommand({
  description: "Matches lesions and writes one report per study, with tracking.csv.",
  arguments: [
    {
      syntax: "<input...>",
      help: "DL_info.csv or a measurement CSV with --dicom, or reports (DICOM files and folders), which are replaced",
    },
  ],
  flags: WRITE_FLAGS,
  run: write,
});

/** Reports name their images, units and dates. */
export const TABLE_USES: readonly FlagUse[] = [
  { flags: { ...READER_FLAGS, ...pickFlags(WRITE_FLAGS, ["dicom"]) }, usedBy: ["a table"] },
];

type WriteFlags = FlagValues<typeof WRITE_FLAGS>;

async function write(flags: WriteFlags, inputs: readonly string[]): Promise<void> {
  const { tracking, previous, ohif, output } = flags;
  if (tracking !== undefined && previous === undefined) {
    fail("BAD_CALL", "--tracking with --previous", "--tracking alone", {
      remedy: "sequences keep their numbers only where the earlier JSON result is given",
    });
  }
  const { options } = await matcherOf(flags);
  const { lesions, images, replaces } = await readMeasured(inputs, flags);
  const earlier = tracking === undefined ? [] : await readWith(tracking, readTracking);
  const written = writeMeasurementReports(match(lesions, options), images, {
    tracking: earlier,
    replaces: [...replaces, ...readReportFiles(flags.replaces ?? []).reports],
    ohif,
  });
  const files = [
    ...written.reports.map(({ fileName, bytes }) => [join(output, fileName), bytes] as const),
    [join(output, "tracking.csv"), written.tracking.toCsv()] as const,
  ];
  const read = [...inputs, ...(flags.replaces ?? []), ...inputsOf(flags)];
  for (const [file] of files) assertNotRead(file, read);
  await makeFolder(output);
  for (const [file, content] of files) await writeFileAtomic(file, [content]);
  for (const [kind, what] of WARNINGS) {
    const [first, ...others] = written.warnings.filter((one) => one.kind === kind);
    if (first === undefined) continue;
    const place = `patient ${first.patient}, row ${first.row}`;
    warn(`${1 + others.length} ${what}; the first (${place}): ${first.message}`);
  }
  printLine(
    `${written.reports.length} reports written to ${output}, ${written.tracking.length} sequences in tracking.csv`,
  );
}

const WARNINGS = [
  ["duplicate", "duplicates"],
  ["position", "lesions without position"],
] as const;

/** Lesions with their images, and the reports that they come from. */
interface Measured {
  readonly lesions: readonly Lesion[];
  readonly images: readonly ImageUids[];
  readonly replaces: readonly ReportIdentity[];
}

async function readMeasured(inputs: readonly string[], flags: WriteFlags): Promise<Measured> {
  const [input = "-", ...others] = inputs;
  if (isDicomPath(input)) {
    assertFlagsUsed(flags, TABLE_USES, ["reports"]);
    const { lesions, images, reports, skipped } = readReportFiles(inputs);
    warnOfSkipped(skipped);
    return { lesions, images, replaces: reports };
  }
  if (others.length > 0) fail("BAD_CALL", "one table, or reports only", inputs.join(" "));
  if (flags.dicom === undefined) {
    fail("BAD_CALL", "--dicom FILE with a table", "none", {
      remedy: "a table does not name the DICOM images; docs/dicom.md has the columns",
    });
  }
  const lesions = await allLesions({ input, reader: await readerOptions(flags) });
  const images = await readWith(flags.dicom, readImageUids);
  if (flags.noisy !== "drop") assertRowsOf(lesions, images, flags.dicom);
  return { lesions, images, replaces: [] };
}

/** Rows that the table does not have are those of another table. @throws LesionGraphError UNKNOWN_ROW. */
function assertRowsOf(lesions: readonly Lesion[], images: readonly ImageUids[], file: string) {
  const rows = new Set(lesions.map(({ row }) => row));
  const other = images.find(({ row }) => !rows.has(row));
  if (other === undefined) return;
  fail("UNKNOWN_ROW", `data rows of the table, which has ${rows.size}`, other.row, { file });
}
