/** Where along the body a CT slice lies. `import … from "lesion-graph/bodypart"` */
export {
  type CalibratedZ,
  calibrate,
  fitCalibration,
  type SliceWithZ,
  zOfScore,
} from "./calibrate.js";
export type { CtVolume } from "./ct-volume.js";
export { defaultBodyPartModel } from "./default-model.js";
export { FEATURE_COUNT, type SliceFeatures, sliceFeatures } from "./features.js";
export type { SelfSupervisedLoss } from "./losses.js";
export type { BodyPartModel, Calibration } from "./model.js";
export { type NormalisedLocation, normalisedLocation } from "./normalised-location.js";
export { type OnnxScoreOptions, onnxScores, type SizedSlice } from "./onnx.js";
export { readCtVolume } from "./read-ct-volume.js";
export { readBodyPartModel, writeBodyPartModel } from "./read-model.js";
export { REGION_LIMITS, REGIONS, type Region, regionOf } from "./region.js";
export type { Anchor } from "./samples.js";
export {
  type SliceScore,
  scoreVolume,
  sliceScore,
  type VolumeScores,
  type VolumeSliceScore,
} from "./score.js";
export type { StoredLayer } from "./stored-network.js";
export { trainBodyPartRegressor } from "./train.js";
export type { TrainingOptions } from "./training-options.js";
export { decodeWindowedSlice } from "./windowed-slice.js";
