export type { Interval } from "./bootstrap.js";
export {
  type JudgedPair,
  judgedPairs,
  type Reliability,
  type ReliabilityBin,
  reliability,
} from "./calibration.js";
export {
  type CrossValidation,
  crossValidate,
  DEFAULT_GRID,
  type Grid,
  type SelectionOptions,
  type Settings,
  selectSettings,
} from "./cross-validation.js";
export { type Curve, type CurvePoint, precisionRecallCurve } from "./curve.js";
export {
  type Evaluation,
  type EvaluationOptions,
  type ExactScores,
  evaluate,
  type PatientScores,
} from "./evaluate.js";
export { type FitOptions, fitJointModel } from "./fit/fit-joint-model.js";
export type { PairCounts, PairScores } from "./pairs.js";
export type { PartitionScores } from "./partition.js";
export { type GivenTruth, readTruth, type Truth, truthFromGroups } from "./truth.js";
export type { UnlabelledPairs } from "./unlabelled-pairs.js";
