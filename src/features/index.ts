export { featureDistance, featureDistanceShares } from "./distance.js";
export {
  DEFAULT_FEATURE_OPTIONS,
  DEFAULT_WEIGHTS,
  FEATURES,
  type Feature,
  type FeatureOptions,
  PHYSICAL_WEIGHT,
} from "./feature-options.js";
export type { LocationKind } from "./location.js";
export { type FeatureMatrix, featureMatrix } from "./matrix.js";
