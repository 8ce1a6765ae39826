export type { Interval } from "./bootstrap.js";
export {
  type CrossValidation,
  crossValidate,
  DEFAULT_GRID,
  DEFAULT_TUNING_OPTIONS,
  type Grid,
  type Settings,
  type TuningOptions,
  tune,
} from "./cross-validation.js";
export { type Curve, type CurvePoint, precisionRecallCurve } from "./curve.js";
export {
  DEFAULT_EVALUATION_OPTIONS,
  type Evaluation,
  type EvaluationOptions,
  type ExactScores,
  evaluate,
  type PatientScores,
} from "./evaluate.js";
export { DEFAULT_FIT_OPTIONS, type FitOptions, fitJointModel } from "./fit/fit.js";
export type { PairCounts, PairScores } from "./pairs.js";
export type { PartitionScores } from "./partition.js";
export { type GivenTruth, readTruth, type Truth, truthFromGroups } from "./truth.js";
