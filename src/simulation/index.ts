export { type SimulatedCohort, simulateCohort, type TrueGroup } from "./cohort.js";
export type { SimulationOptions } from "./options.js";
