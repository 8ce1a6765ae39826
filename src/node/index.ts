/** What needs Node: files in, files out. `import … from "lesion-graph/node"` */

export type { OnBytes } from "./file-bytes.js";
export {
  readBaselinesFile,
  readConstraintsFile,
  readDatesFile,
  readDlInfoFile,
  readLesionNotesFile,
  readLesionsFile,
  readMatchesFile,
  readModelFile,
  readStatusNotesFile,
  readTruthFile,
  readVectorsFile,
  streamPatientsFile,
} from "./files.js";
export { loadOnnxRuntime } from "./load-onnx-runtime.js";
export {
  type EmbedLesionsOptions,
  embedLesions,
  type LesionVector,
  type MeasureOptions,
  measureAppearance,
} from "./measure-appearance.js";
export { type OutputChunks, type Piece, writeFileAtomic } from "./output.js";
export { figureToPng, type PngOptions } from "./png.js";
export {
  type LongitudinalRead,
  type MasksRead,
  type ReadMasksOptions,
  readLongitudinalCt,
  readMaskManifest,
} from "./read-masks.js";
export { readReportFiles } from "./reports.js";
export { retrieveAll } from "./retrieve-all.js";
export { readSliceImages } from "./slice-images.js";
export { findSlice, readKeySlice, readSliceFile, slicePlaces } from "./slices.js";
export type { WorkerOptions } from "./workers.js";
export { type NiftiOptions, type NiftiPart, writeNifti } from "./write-nifti.js";
