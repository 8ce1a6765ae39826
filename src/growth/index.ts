export type { BestOptions, BestResponse } from "../response/best.js";
export type { Findings, ImmuneCourse, ImmuneResponse } from "../response/irecist.js";
export type { NewLesions, NonTargetVerdict } from "../response/non-target.js";
export {
  type LesionNote,
  type Role,
  readLesionNotes,
  readStatusNotes,
  type Status,
  type StatusNote,
} from "../response/notes.js";
export {
  type Assessment,
  type PatientResponse,
  type ResponseOptions,
  respond,
  respondPatient,
} from "../response/respond.js";
export type { Assignment } from "../response/roles.js";
export { RESPONSE_COLUMNS, type ResponseRow, responseRows } from "../response/rows.js";
export type { TargetSum, TargetValue } from "../response/sums.js";
export type { TargetVerdict } from "../response/target.js";
export type { UnknownOrgan } from "../response/targets.js";
export type {
  NonTargetResponse,
  OverallResponse,
  TargetResponse,
  Verdict,
} from "../response/verdict.js";
export type { Candidate, CandidateMark } from "./candidates.js";
export type { Change, Changes } from "./changes.js";
export { readDates, type StudyDates, type StudyTime } from "./dates.js";
export type { Flag, FlagLimits } from "./flags.js";
export { type GrowthOptions, grow, growPatient } from "./grow.js";
export type { AnnotationCompleteness, DuplicateRule, Measurement } from "./measurements.js";
export type { FittedRate, Limits, Rate, Rates, StepRate } from "./rates.js";
export type { GrowthPoint, PatientGrowth, SequenceGrowth } from "./result.js";
export {
  GROWTH_COLUMNS,
  GROWTH_SUMMARY_COLUMNS,
  type GrowthRow,
  type GrowthSummaryRow,
  growthRows,
  growthSummary,
} from "./rows.js";
export type { ChangeLimits, Presence, Trend, TrendClass } from "./trend.js";
