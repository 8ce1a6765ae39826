export { type SimulatedCohort, simulateCohort, type TrueGroup } from "./cohort.js";
export { DEEPLESION_COHORT, type SimulationOptions } from "./simulation-options.js";
