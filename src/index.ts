/**
 * lesion-graph follows each lesion of a patient through the patient's CT studies: read lesions, match them,
 * follow growth and response, draw and write.
 *
 * Specialised areas have entry points of their own: `lesion-graph/bodypart`, `/dicom`, `/evaluation`,
 * `/figures/interactive`, `/graph`, `/images`, `/masks`, `/node`, `/report`, `/retrieval` and `/simulation`.
 */

// Errors
export {
  ERROR_CODES,
  type ErrorCode,
  type Fault,
  LesionGraphError,
  type Place,
} from "./core/errors.js";
// Lesions
export {
  type DatedStudy,
  LESION_TYPES,
  type Lesion,
  type LesionTable,
  type LesionType,
  type Patient,
  type Vec3,
  type Warning,
} from "./core/lesion.js";
export { groupByPatient } from "./core/lesion-list.js";
export type { Progress, ProgressOptions } from "./core/progress.js";
export type { ColumnType } from "./csv/column.js";
export type { CellValue } from "./csv/csv-line.js";
// Reading and writing
export type { ByteSource, ReadPatient } from "./csv/lesion-format.js";
export type { MeasurementOptions, ReadOptions, VectorTable } from "./csv/read-options.js";
export { type Column, type Columns, type RowOf, Table } from "./csv/table.js";
export type { Sex, Split } from "./deeplesion/dl-info-columns.js";
export type { DlInfoLesion } from "./deeplesion/dl-info-lesion.js";
export type { Segment } from "./deeplesion/geometry.js";
export { type WriteOptions, writeDlInfo } from "./deeplesion/write-dl-info.js";
// Figures
export * from "./figures/index.js";
// Growth and response
export * from "./growth/index.js";
// Matching
export * from "./matching/index.js";
export { lesionsFrom, type MeasurementRecord } from "./measurements/lesions-from.js";
export { readNpy } from "./measurements/npy.js";
export {
  collectLesions,
  readDlInfo,
  readLesions,
  readVectors,
  streamPatients,
} from "./measurements/read-lesions.js";
export { readVectorTable, type VectorLesion } from "./measurements/vectors.js";
export * from "./response/index.js";
