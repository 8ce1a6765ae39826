export { parseFileName, type SliceName, toFileName, toSlicePath } from "../deeplesion/file-name.js";
export {
  type Appearance,
  type AppearanceOptions,
  appearanceOf,
} from "./appearance-features.js";
export { APPEARANCE_COLUMNS, appearanceVector } from "./appearance-vector.js";
export {
  type BodyOptions,
  bodyExtent,
  bodyMask,
  CONVENTIONS,
  type Convention,
} from "./body.js";
export { type Aggregation, coOccurrence, fixedBinSize, type GreyLevels } from "./co-occurrence.js";
export type { CoOccurrence } from "./co-occurrence-features.js";
export { type Annotation, type Ellipse, ellipseOf } from "./ellipse.js";
export {
  type EmbedOptions,
  embedPatches,
  type OnnxRuntime,
  type OnnxSession,
  type OnnxTensor,
} from "./embed.js";
export { type FirstOrder, firstOrder } from "./first-order.js";
export { type BodyPosition, bodyPosition, relativePosition } from "./locate.js";
export type { Extent, Mask } from "./mask.js";
export { niftiHeader, type VolumeShape } from "./nifti.js";
export { type Patch, type PatchOptions, patchAround } from "./patch.js";
export {
  type Crop,
  cropAround,
  type GreyPicture,
  greyPicture,
  pngDataUri,
  pngOf,
} from "./picture.js";
export { type CtSlice, decodeSlice, sliceOf } from "./slice.js";
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
