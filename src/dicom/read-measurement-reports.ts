/** DICOM measurement reports → lesions. */
import { ascending } from "d3-array";
import { withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { compareNaturally } from "../core/lesion-order.js";
import { trackedPairs } from "../core/tracked-pairs.js";
import type { Code } from "./codes.js";
import { type ImageUids, isTime } from "./image-uids.js";
import type { PixelAxes } from "./measurement-group.js";
import {
  type GroupMeasurement,
  isSkipped,
  type MeasuredImage,
  readGroup,
} from "./measurement-group.js";
import type { Plane } from "./plane.js";
import type { ReportFile } from "./read-report.js";
import type { ReportIdentity } from "./report-content.js";
import { type DicomFile, reportsAndPlanes } from "./report-files.js";
import { numberedStudies } from "./study-numbers.js";
import { isUid } from "./uid.js";

/** A lesion that a report measures. */
export interface ReportLesion extends Lesion {
  readonly longAxisMm: number;
  /** Text of the report about the same UID, for example "lesion 3". */
  readonly trackingIdentifier?: string | undefined;
  readonly finding?: Code | undefined;
  readonly site?: Code | undefined;
  /** Image on which the long axis lies. */
  readonly image?: MeasuredImage | undefined;
  /** Ends of the axes on that image: x1, y1, x2, y2 in pixels from the outer corner of the first pixel. */
  readonly pixelAxes?: PixelAxes | undefined;
  /** Frame of reference, where the report has 3D coordinates. */
  readonly frameOfReferenceUid?: string | undefined;
  readonly studyUid: string;
  /** SOP Instance UID of the report. */
  readonly reportUid: string;
}

/** A report or measurement group that gives no lesion. */
export interface SkippedMeasurement {
  readonly file: string;
  /** Number of the group in its report, from 1; absent where it is the whole report. */
  readonly group?: number;
  readonly reason: string;
}

/** Result of {@link readMeasurementReports}. */
export interface ReportsRead {
  readonly lesions: readonly ReportLesion[];
  /** Pairs of rows with the same tracking UID: must-links of `match`. */
  readonly mustLink: readonly (readonly [row: number, row2: number])[];
  readonly skipped: readonly SkippedMeasurement[];
  /** The images of the lesions as far as the reports name them with series and date: for writing reports. */
  readonly images: readonly ImageUids[];
  /** The reports that were read: what new reports of their studies replace. */
  readonly reports: readonly ReportIdentity[];
}

/**
 * Returns the bidirectional measurements of TID 1500 reports as lesions, ordered by patient, study, report and
 * group whatever the order of the files. Studies of a patient are numbered by date and time. Lengths are in mm;
 * `centreMm` (LPS) is known where the axes are 3D coordinates or the images lie among the files. A group without
 * a usable long axis is skipped with a reason, never read in part; so is a report of another template, and one
 * that a later version among the files replaces.
 *
 * O(bytes).
 *
 * @throws LesionGraphError BAD_REPORT with the file for what is no whole DICOM file, another modality, a report
 * without patient or study, a study of two patients or dates, a PatientID of two issuers or birth dates, texts that
 * their character set does not have, a tracking UID of two patients, and one instance
 * UID with two contents; BAD_DATES where the order of a patient's studies is not known.
 */
export function readMeasurementReports(files: Iterable<DicomFile>): ReportsRead {
  const { reports, planes } = reportsAndPlanes(files);
  const skipped: SkippedMeasurement[] = [];
  const current = withoutReplaced(reports, skipped);
  const studyOf = numberedStudies(current);
  const found = current.flatMap((report) =>
    measurementsOf(report, (uid) => planes.get(uid), skipped).map((one) => ({ report, ...one })),
  );
  found.sort(
    (a, b) =>
      compareNaturally(a.report.patientId, b.report.patientId) ||
      studyOf(a.report) - studyOf(b.report) ||
      ascending(a.report.sopUid, b.report.sopUid),
  );
  const names = new Map<string, number>();
  const lesions = found.map(({ report, group, measurement }, at): ReportLesion => {
    const study = studyOf(report);
    const name = measurement.trackingUid ?? `${report.sopUid}/${group}`;
    const key = JSON.stringify([report.patientId, study, name]);
    const before = names.get(key) ?? 0;
    names.set(key, before + 1);
    return {
      row: at + 1,
      patient: report.patientId,
      study,
      id: before === 0 ? name : `${name} (${before + 1})`,
      ...known(measurement),
      ...(report.date !== undefined && { date: report.date }),
      studyUid: report.studyUid,
      reportUid: report.sopUid,
    };
  });
  const read = current.filter(({ groups }) => typeof groups !== "string");
  const images = lesions.flatMap((lesion, i) => imageUidsOf(lesion, found[i]!.report) ?? []);
  return {
    lesions,
    mustLink: trackedPairs(lesions),
    skipped,
    images,
    reports: read.flatMap(identityOf),
  };
}

/** How a report is referred to; nothing where it does not name its series. */
const identityOf = ({ studyUid, seriesUid, sopUid, sopClassUid }: ReportFile): ReportIdentity[] =>
  seriesUid !== undefined && isUid(seriesUid) ? [{ studyUid, seriesUid, sopUid, sopClassUid }] : [];

/** The image of a lesion, where its report says all that a new one needs. */
function imageUidsOf(
  { row, patient, image, frameOfReferenceUid: frame3d }: ReportLesion,
  { studyUid: ownStudy, evidence, date, time }: ReportFile,
): ImageUids | undefined {
  const where = image && evidence.get(image.sopUid);
  if (image === undefined || where === undefined || date === undefined) return undefined;
  const { studyUid, seriesUid } = where;
  // The report's date is not that of an image of another study.
  if (studyUid !== ownStudy) return undefined;
  if (![studyUid, seriesUid, image.sopUid, image.sopClassUid].every(isUid)) return undefined;
  const studyTime = isTime(time) ? time : undefined;
  const { sopUid, sopClassUid, frame } = image;
  const uids = { studyUid, seriesUid, sopUid, sopClassUid, frame };
  const frameOfReferenceUid = frame3d !== undefined && isUid(frame3d) ? frame3d : undefined;
  return {
    row,
    patientId: patient,
    ...uids,
    studyDate: date,
    studyTime,
    frameOfReferenceUid,
  };
}

/** The measurement without what it does not say. */
function known(measurement: GroupMeasurement): GroupMeasurement {
  const entries = Object.entries(measurement).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as GroupMeasurement;
}

function withoutReplaced(
  reports: readonly ReportFile[],
  skipped: SkippedMeasurement[],
): ReportFile[] {
  const replaced = new Set(reports.flatMap(({ replaces }) => replaces));
  return reports.filter(({ sopUid, name }) => {
    if (!replaced.has(sopUid)) return true;
    skipped.push({ file: name, reason: "a later version is among the files" });
    return false;
  });
}

function measurementsOf(
  { name, groups }: ReportFile,
  planeOf: (uid: string) => Plane | undefined,
  skipped: SkippedMeasurement[],
): { readonly group: number; readonly measurement: GroupMeasurement }[] {
  if (typeof groups === "string") {
    skipped.push({ file: name, reason: groups });
    return [];
  }
  return groups.flatMap((item, i) => {
    const measurement = withPlace({ file: name }, () => readGroup(item, planeOf));
    if (!isSkipped(measurement)) return [{ group: i + 1, measurement }];
    skipped.push({ file: name, group: i + 1, reason: measurement.reason });
    return [];
  });
}
