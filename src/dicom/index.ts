/** DICOM measurement reports in and out. `import … from "lesion-graph/dicom"` */

export type { Code } from "./codes.js";
export { IMAGE_UID_COLUMNS, type ImageUids, readImageUids } from "./image-uids.js";
export type { MeasuredImage, PixelAxes } from "./measurement-group.js";
export {
  type ReportLesion,
  type ReportsRead,
  readMeasurementReports,
  type SkippedMeasurement,
} from "./read-measurement-reports.js";
export type { ReportIdentity } from "./report-content.js";
export type { DicomFile } from "./report-files.js";
export {
  type ReportedPatient,
  readTracking,
  TRACKING_COLUMNS,
  type TrackingRow,
} from "./tracking.js";
export {
  type MeasurementReport,
  type MeasurementReports,
  type WriteReportsOptions,
  writeMeasurementReports,
} from "./write-measurement-reports.js";
