/** DICOM files and folders of them. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../core/errors.js";
import { resolveOptions } from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import { type ReportsRead, readMeasurementReports } from "../dicom/read-measurement-reports.js";
import type { DicomFile } from "../dicom/report-files.js";
import { isDicom } from "./dicom-path.js";
import { assertPath, assertRegularFile, readFault } from "./file-bytes.js";
import { readWholeSync } from "./file-identity.js";

/** Larger files are no reports and no single slices. */
const MAX_BYTES = 1 << 28;

/**
 * Reads measurement reports, and images that show where they were measured, from files and folders; of a folder
 * and the folders below it those files that are DICOM. One file is in memory at a time, besides the reports.
 * `onProgress` counts files; since nothing else runs meanwhile, a signal is aborted from there.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readMeasurementReports`; BAD_REPORT where a folder
 * has no DICOM file.
 */
export const readReportFiles = (
  paths: readonly string[],
  given?: Partial<ProgressOptions>,
): ReportsRead => {
  if (!Array.isArray(paths)) fail("BAD_VALUE", "a list of paths", String(paths));
  for (const path of paths) assertPath(path);
  return readMeasurementReports(
    dicomFiles(paths, resolveOptions("readReportFiles", PROGRESS_SCHEMA, given)),
  );
};

function* dicomFiles(paths: readonly string[], progress: ProgressOptions): Generator<DicomFile> {
  const inputs = paths.map((path) => ({
    path,
    folder: statOf(path).isDirectory() ? filesBelow(path) : undefined,
  }));
  const total = inputs.reduce((sum, { folder }) => sum + (folder?.length ?? 1), 0);
  const count = progressCounter(progress, "files", total);
  for (const { path, folder } of inputs) {
    let found = 0;
    for (const name of folder ?? [path]) {
      const bytes = bytesOf(name);
      if (folder === undefined || isDicom(bytes)) {
        found++;
        yield { name, bytes };
      }
      count();
    }
    if (found === 0) fail("BAD_REPORT", "a folder with DICOM files", "none", { file: path });
  }
}

/** Links are not followed, so that no folder is entered twice. */
function filesBelow(folder: string): string[] {
  const entries = orFault(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    });
}

const statOf = (path: string) => orFault(path, () => statSync(path));

function bytesOf(path: string): Uint8Array {
  const found = statOf(path);
  assertRegularFile(found, path);
  const { size } = found;
  if (size > MAX_BYTES) fail("BAD_REPORT", `at most ${MAX_BYTES} bytes`, size, { file: path });
  return orFault(path, () => readWholeSync(path));
}

function orFault<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw readFault(error, path);
  }
}
