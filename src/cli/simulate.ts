/** `lesion-graph simulate`: a cohort with known truth, as files. */
import { join } from "node:path";
import { csvLine } from "../csv/write.js";
import { writeDlInfo } from "../deeplesion/write.js";
import { makeFolder, writeFileAtomic } from "../node/output.js";
import { simulateCohort } from "../simulation/cohort.js";
import type { SimulationOptions } from "../simulation/options.js";
import { assignmentsOf, numberOf } from "./values.js";

export interface SimulateFlags {
  readonly output: string;
  readonly patients?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
}

export async function run(flags: SimulateFlags): Promise<void> {
  const options: Partial<Record<keyof SimulationOptions, number>> = {
    ...assignmentsOf("--set", flags.set ?? []),
  };
  if (flags.patients !== undefined) options.patients = numberOf("--patients", flags.patients);
  if (flags.seed !== undefined) options.seed = numberOf("--seed", flags.seed);

  const { lesions, truth, dates } = simulateCohort(options);
  await makeFolder(flags.output);
  await writeFileAtomic(join(flags.output, "DL_info.csv"), [writeDlInfo(lesions)]);
  const lines = truth.map(({ row, group }) => csvLine([row, group]));
  await writeFileAtomic(join(flags.output, "truth.csv"), [csvLine(["row", "group"]), ...lines]);
  const days = dates.map(({ patient, study, date }) => csvLine([patient, study, date]));
  await writeFileAtomic(join(flags.output, "dates.csv"), [
    csvLine(["patient", "study", "date"]),
    ...days,
  ]);
  const patients = new Set(lesions.map(({ patient }) => patient)).size;
  console.log(`${lesions.length} lesions of ${patients} patients in ${flags.output}`);
}
