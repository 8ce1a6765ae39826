export { algorithm1 } from "./algorithm1/algorithm1.js";
export type { Algorithm1Options, Exclusion } from "./algorithm1/algorithm1-options.js";
export type { ConstraintOptions, RowPair } from "./constraints.js";
export {
  type ContinueOptions,
  type EarlierLesion,
  type EarlierMatch,
  readMatches,
} from "./earlier-matches.js";
export { joint } from "./joint/joint.js";
export {
  type Calibration,
  JOINT_MODEL,
  type JointFeature,
  type JointLocation,
  type JointModel,
  type LocationModel,
  readModel,
} from "./joint/joint-model.js";
export type { JointOptions } from "./joint/joint-options.js";
export { type MatchOptions, match, matchPatient } from "./match.js";
export { type MatchJson, matchToJson } from "./match-json.js";
export { type LinkRow, linkTable, type MatchRow, matchTable } from "./match-table.js";
export type { MissingSeries } from "./missing-series.js";
export {
  type Conflict,
  type Duplicate,
  type Edge,
  type Link,
  type LinkEvidence,
  METHODS,
  type Method,
  type PatientMatch,
  type RejectedPair,
  type Sequence,
  type Solution,
} from "./result.js";
export {
  type QuestionKind,
  type ReviewOptions,
  type ReviewQuestion,
  reviewQuestions,
} from "./review-questions.js";
export { type ReviewRow, reviewTable } from "./review-table.js";
