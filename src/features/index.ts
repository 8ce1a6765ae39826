export { featureDistance, featureDistanceShares } from "./distance.js";
export type { LocationKind } from "./location.js";
export {
  DEFAULT_FEATURE_OPTIONS,
  DEFAULT_WEIGHTS,
  FEATURES,
  type Feature,
  type FeatureMatrix,
  type FeatureOptions,
  featureMatrix,
  PHYSICAL_WEIGHT,
} from "./matrix.js";
