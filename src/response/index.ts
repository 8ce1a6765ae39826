export type { Assumption, AssumptionKind } from "./assumptions.js";
export { readBaselines } from "./baselines.js";
export type { BestResponse } from "./best-response.js";
export type { ImmuneCourse, ImmuneResponse, StudyResponse } from "./irecist.js";
export type { Assignment } from "./lesion-roles.js";
export type { NewLesions } from "./new-lesions.js";
export type { NonTargetAssessment } from "./non-target-response.js";
export {
  type LesionNote,
  type Role,
  readLesionNotes,
  readStatusNotes,
  type Status,
  type StatusNote,
} from "./reader-notes.js";
export { respond, respondPatient } from "./respond.js";
export type {
  Decision,
  NonTargetResponse,
  OverallResponse,
  TargetResponse,
} from "./response-criteria.js";
export type { Assessment, PatientResponse, ResponseFault } from "./response-result.js";
export type { Baseline, BestResponseOptions, ResponseOptions } from "./response-schema.js";
export { type ResponseRow, responseTable } from "./response-table.js";
export { type SdtmOptions, type SdtmTables, sdtmTables } from "./sdtm.js";
export { type SumPoint, sumCourse } from "./sum-course.js";
export type { TargetAssessment } from "./target-response.js";
export type { TargetSum, TargetValue } from "./target-sums.js";
