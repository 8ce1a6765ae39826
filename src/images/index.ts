export {
  type BodyOptions,
  bodyExtent,
  bodyMask,
  CONVENTIONS,
  type Convention,
  DEFAULT_BODY_OPTIONS,
} from "./body.js";
export { type BodyPosition, bodyPosition, relativePosition } from "./locate.js";
export type { Extent, Mask } from "./mask.js";
export {
  type Crop,
  cropAround,
  type GreyPicture,
  greyPicture,
  inCrop,
  pngDataUri,
  pngOf,
} from "./picture.js";
export { type CtSlice, decodeSlice, HU_OFFSET, requireSize, sliceOf } from "./slice.js";
export { WINDOWS, type Window, type WindowName, windowed } from "./window.js";
