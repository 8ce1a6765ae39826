export type { Change, Changes } from "./changes.js";
export { grow, growPatient } from "./grow.js";
export type {
  Flag,
  FlagKind,
  GrowthPoint,
  PatientGrowth,
  PointLink,
  SequenceGrowth,
} from "./growth-result.js";
export type { GrowthOptions } from "./growth-schema.js";
export { type GrowthSummaryRow, growthSummaryTable } from "./growth-summary-table.js";
export { type GrowthRow, growthTable } from "./growth-table.js";
export { readDates, type StudyDates, type StudyTime } from "./patient-dates.js";
export type { FittedRate, Rate, RateInterval, Rates, StepRate } from "./rates.js";
export type { FlagLimits } from "./sequence-flags.js";
export type {
  AnnotationCompleteness,
  DuplicateRule,
  Measurement,
} from "./sequence-measurements.js";
export type { CandidateLesion, SplitMergeCandidate } from "./split-merge.js";
export type { ChangeLimits, Presence, Trend, TrendClass } from "./trend.js";
