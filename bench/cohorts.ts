/** The simulated cohorts with complete truth on which probabilities and review questions are measured. */
import { DEEPLESION_COHORT, type SimulationOptions } from "lesion-graph/simulation";

/** Options of each cohort by its name in docs/accuracy.md. */
export function cohorts(
  seed: number,
  patients: number,
): Readonly<Record<string, Partial<SimulationOptions>>> {
  const hard = { ...DEEPLESION_COHORT, meanStudies: 4, patients, seed };
  return {
    "default options": { patients, seed },
    "as DeepLesion": { ...hard, meanStudies: 3 },
    "half unannotated": { ...hard, unannotated: 0.5 },
    "shift × 3, 40 % unannotated, 10 lesions": {
      ...hard,
      unannotated: 0.4,
      studyShift: 3,
      meanLesions: 10,
    },
    "shift × 6": { ...hard, studyShift: 6 },
    "noise × 2": { ...hard, positionNoise: 2 },
  };
}
