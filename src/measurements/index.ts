export type { MeasurementOptions } from "../csv/read-options.js";
export { lesionsFrom, type MeasurementRecord } from "./lesions-from.js";
export { readNpy } from "./npy.js";
export { typeOfSite } from "./site.js";
export { readStudyDates } from "./study-dates.js";
export { readVectorTable, type VectorLesion } from "./vectors.js";
