/**
 * lesion-graph follows each lesion of a patient through the patient's CT studies.
 *
 * A lesion travels one way through the house: read, vector, graph, sequences.
 */

export {
  ERROR_CODES,
  type ErrorCode,
  type Fault,
  LesionGraphError,
  type Place,
} from "./core/errors.js";
export {
  compareLesions,
  type DatedStudy,
  groupByPatient,
  LESION_TYPES,
  type Lesion,
  type LesionTable,
  type LesionType,
  type Patient,
  type Vec3,
  type Warning,
} from "./core/lesion.js";
export type { ByteSource, ReadOptions, ReadPatient, VectorTable } from "./csv/lesions.js";
export { DEFAULT_READ_OPTIONS } from "./csv/lesions.js";
export type { CellValue } from "./csv/write.js";
export * from "./deeplesion/index.js";
export * from "./evaluation/index.js";
export * from "./features/index.js";
export * from "./figures/index.js";
export * from "./graph/index.js";
export * from "./growth/index.js";
export * from "./images/index.js";
export * from "./matching/index.js";
export * from "./measurements/index.js";
export {
  collectLesions,
  readDlInfo,
  readLesions,
  readVectors,
  streamPatients,
} from "./measurements/read-lesions.js";
export * from "./retrieval/index.js";
export * from "./simulation/index.js";
