export { type SimulatedCohort, simulateCohort, type TrueGroup } from "./cohort.js";
export { DEFAULT_SIMULATION_OPTIONS, type SimulationOptions } from "./options.js";
