/** Sorts DICOM files in memory into reports and image planes. */
import { fail, withPlace } from "../core/errors.js";
import { type DataSet, readDataSet } from "./data-set.js";
import { type Plane, readPlane } from "./plane.js";
import { type ReportFile, readReport } from "./read-report.js";

/** A DICOM file in memory. */
export interface DicomFile {
  /** For messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const IMAGE_MODALITIES = ["CT", "MR", "PT"];

/**
 * Returns the files as reports and as planes of images by SOP Instance UID.
 *
 * @throws LesionGraphError BAD_VALUE, BAD_REPORT
 */
export function reportsAndPlanes(files: Iterable<DicomFile>) {
  const reports = new Map<string, ReportFile & { readonly bytes: Uint8Array }>();
  const planes = new Map<string, Plane>();
  for (const { name, bytes } of assertFiles(files)) {
    withPlace({ file: name }, () => {
      const data = readDataSet(bytes);
      if (IMAGE_MODALITIES.includes(data.text("x00080060") ?? "")) return addPlane(data, planes);
      const report = readReport(name, data);
      const before = reports.get(report.sopUid);
      if (before !== undefined && !isEqual(before.bytes, bytes)) {
        const found = `${before.name} with the same SOPInstanceUID`;
        fail("BAD_REPORT", "one report per instance UID", found);
      }
      reports.set(report.sopUid, before ?? { ...report, bytes });
    });
  }
  return { reports: [...reports.values()], planes };
}

function* assertFiles(files: unknown): Generator<DicomFile> {
  if (typeof files !== "object" || files === null || !(Symbol.iterator in files)) {
    fail("BAD_VALUE", "a list of files as { name, bytes }", files ?? "nothing");
  }
  for (const file of files as Iterable<DicomFile | undefined>) {
    if (!(file?.bytes instanceof Uint8Array)) {
      fail("BAD_VALUE", "a file as { name, bytes }", file ?? "nothing");
    }
    yield file;
  }
}

function addPlane(data: DataSet, planes: Map<string, Plane>): void {
  const [uid, plane] = [data.text("x00080018"), readPlane(data)];
  if (uid === undefined || plane === undefined) {
    fail("BAD_REPORT", "a single-frame image with its position, or a report", "another image");
  }
  if (JSON.stringify(planes.get(uid) ?? plane) !== JSON.stringify(plane)) {
    fail("BAD_REPORT", "one image per instance UID", "another one with the same SOPInstanceUID");
  }
  planes.set(uid, plane);
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
