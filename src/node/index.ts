/** What needs Node: files in, files out. `import … from "lesion-graph/node"` */
export {
  readDatesFile,
  readLesionNotesFile,
  readLesionsFile,
  readMatchesFile,
  readModelFile,
  readStatusNotesFile,
  readTruthFile,
  readVectorsFile,
  streamPatientsFile,
} from "./files.js";
export { writeWhole } from "./output.js";
export { DEFAULT_PNG_OPTIONS, figureToPng, type PngOptions } from "./png.js";
