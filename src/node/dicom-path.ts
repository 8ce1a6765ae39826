/** Which paths hold DICOM. Apart from the reader of reports, which is large: every command checks its output. */
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { readFault } from "./file-bytes.js";

/** True for bytes of a DICOM file ("DICM" at byte 128). */
export const isDicom = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(128, 132)).toString("latin1") === "DICM";

/** True for a folder and for a file that is DICOM. @throws LesionGraphError CANNOT_READ. */
export function isDicomPath(path: string): boolean {
  if (path === "-" || !existsSync(path)) return false;
  try {
    const found = statSync(path);
    return found.isDirectory() || (found.isFile() && isDicom(startOf(path)));
  } catch (error) {
    throw readFault(error, path);
  }
}

function startOf(path: string): Uint8Array {
  const file = openSync(path, "r");
  try {
    const start = new Uint8Array(132);
    readSync(file, start);
    return start;
  } finally {
    closeSync(file);
  }
}
