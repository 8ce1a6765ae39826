/** What needs Node: files in, files out. `import … from "lesion-graph/node"` */
export {
  type EmbedLesionsOptions,
  embedLesions,
  type LesionVector,
  type MeasureOptions,
  measureAppearance,
} from "./appearance.js";
export {
  type OnBytes,
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
export {
  type LongitudinalRead,
  type MasksRead,
  type ReadMasksOptions,
  readLongitudinalCt,
  readMaskManifest,
} from "./masks.js";
export { type NiftiOptions, type NiftiPart, writeNifti } from "./nifti.js";
export { loadOnnxRuntime } from "./onnx.js";
export { type OutputChunks, type Piece, writeFileAtomic } from "./output.js";
export { figureToPng, type PngOptions } from "./png.js";
export { readReportFiles } from "./reports.js";
export { retrieveAll } from "./retrieve-all.js";
export { readSliceImages } from "./slice-images.js";
export { findSlice, readKeySlice, readSliceFile, slicePlaces } from "./slices.js";
export type { WorkerOptions } from "./workers.js";
