export type { VectorLesion } from "./format.js";
export { readNpy } from "./npy.js";
export { readVectorTable } from "./table.js";
