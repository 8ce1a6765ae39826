export { COLUMN_NAMES, type Sex, SPLITS, type Split } from "./columns.js";
export { TOLERANCE_PX } from "./consistency.js";
export { parseFileName, type SliceName, toFileName, toSlicePath } from "./file-name.js";
export type { Segment } from "./geometry.js";
export type { DlInfoLesion } from "./lesion.js";
export { DEFAULT_WRITE_OPTIONS, type WriteOptions, writeDlInfo } from "./write.js";
