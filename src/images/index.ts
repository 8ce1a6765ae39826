export {
  type Appearance,
  type AppearanceOptions,
  appearanceOf,
  DEFAULT_APPEARANCE_OPTIONS,
} from "./appearance.js";
export { APPEARANCE_COLUMNS, appearanceVector } from "./appearance-vector.js";
export {
  type BodyOptions,
  bodyExtent,
  bodyMask,
  CONVENTIONS,
  type Convention,
  DEFAULT_BODY_OPTIONS,
} from "./body.js";
export {
  type Aggregation,
  type CoOccurrence,
  coOccurrence,
  fixedBinSize,
  type GreyLevels,
} from "./co-occurrence.js";
export { type Ellipse, ellipseOf, type Marked } from "./ellipse.js";
export {
  DEFAULT_EMBED_OPTIONS,
  type EmbedOptions,
  embedPatches,
  type OnnxRuntime,
  type OnnxSession,
  type OnnxTensor,
} from "./embed.js";
export { type FirstOrder, firstOrder } from "./first-order.js";
export { type BodyPosition, bodyPosition, relativePosition } from "./locate.js";
export type { Extent, Mask } from "./mask.js";
export { NIFTI_OFFSET, niftiHeader, type VolumeShape, voxelBytes } from "./nifti.js";
export { DEFAULT_PATCH_OPTIONS, type Patch, type PatchOptions, patchAround } from "./patch.js";
export {
  type Crop,
  cropAround,
  type GreyPicture,
  greyPicture,
  inCrop,
  pngDataUri,
  pngOf,
} from "./picture.js";
export { assertSize, type CtSlice, decodeSlice, HU_OFFSET, sliceOf } from "./slice.js";
export {
  boxLabels,
  missingRuns,
  type Run,
  runsOf,
  type Series,
  seriesOf,
  volumeStem,
} from "./sub-volumes.js";
export { WINDOWS, type Window, type WindowName, windowed } from "./window.js";
