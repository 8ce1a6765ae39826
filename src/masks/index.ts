/** NIfTI label volumes → lesions. `import … from "lesion-graph/masks"` */
export type { Affine } from "./affine.js";
export { LabelRuns, type LabelVolume } from "./label-runs.js";
export {
  LABEL_KINDS,
  type LabelKind,
  lesionsOfMask,
  type MaskLesion,
  type MaskLesions,
  type MaskOptions,
} from "./lesions-of-mask.js";
export { MANIFEST_COLUMNS, type MaskEntry, readManifest } from "./manifest.js";
export { type MaskSource, readLabelVolume } from "./read-label-volume.js";
