/** What needs Node: files in, files out. `import … from "lesion-graph/node"` */
export { embedLesions, measureAppearance } from "./appearance.js";
export {
  readDlInfoFile,
  readLesionsFile,
  readMatchesFile,
  readModelFile,
  readTruthFile,
  readVectorsFile,
  streamPatientsFile,
} from "./files.js";
export { DEFAULT_NIFTI_OPTIONS, type NiftiOptions, type NiftiPart, writeNifti } from "./nifti.js";
export { loadOnnxRuntime } from "./onnx.js";
export { writeWhole } from "./output.js";
export { retrieveAll } from "./retrieve-all.js";
export { findSlice, readKeySlice, readSliceFile, slicePlaces } from "./slices.js";
export type { WorkerOptions } from "./workers.js";
