export { TOLERANCE_PX } from "./consistency.js";
export { COLUMN_NAMES, type Sex, SPLITS, type Split } from "./dl-info-columns.js";
export type { DlInfoLesion } from "./dl-info-lesion.js";
export { parseFileName, type SliceName, toFileName, toSlicePath } from "./file-name.js";
export type { Segment } from "./geometry.js";
export { DEFAULT_WRITE_OPTIONS, type WriteOptions, writeDlInfo } from "./write-dl-info.js";
