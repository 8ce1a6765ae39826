export { readNpy } from "./npy.js";
export type { VectorLesion } from "./vectors-format.js";
export { readVectorTable } from "./vectors-table.js";
