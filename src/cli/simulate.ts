/** `lesion-graph simulate`: a cohort with known sequences, as files. */
import { join } from "node:path";
import { fail } from "../core/errors.js";
import { integer, text } from "../core/options.js";
import { csvLine } from "../csv/write.js";
import { writeDlInfo } from "../deeplesion/write.js";
import { makeFolder, writeFileAtomic } from "../node/output.js";
import { namesIn } from "../node/slices.js";
import { simulateCohort } from "../simulation/cohort.js";
import { DEFAULT_SIMULATION_OPTIONS } from "../simulation/options.js";
import { defineCommand } from "./command.js";
import { assignmentsFlag, type FlagValues, mandatoryFlag, optionalFlag } from "./flags.js";
import { given } from "./match-flags.js";
import { printLine } from "./terminal.js";

const FLAGS = {
  patients: optionalFlag(
    "--patients <n>",
    integer(DEFAULT_SIMULATION_OPTIONS.patients, "Number of patients"),
  ),
  seed: optionalFlag(
    "--seed <n>",
    integer(DEFAULT_SIMULATION_OPTIONS.seed, "Seed: the same seed gives the same cohort"),
  ),
  set: assignmentsFlag("--set <name=n,...>", "Any other option of the simulation"),
  output: mandatoryFlag(
    "-o, --output <folder>",
    text("", "Output folder, created where it is missing"),
  ),
};

export const simulate = defineCommand({
  description: "Simulates patients and writes DL_info.csv, truth.csv and dates.csv into a folder.",
  arguments: [],
  flags: FLAGS,
  run,
});

async function run({ output, patients, seed, set }: FlagValues<typeof FLAGS>): Promise<void> {
  const { lesions, truth, dates } = simulateCohort({ ...set, ...given({ patients, seed }) });
  const files: Readonly<Record<string, readonly string[]>> = {
    "DL_info.csv": [writeDlInfo(lesions)],
    "truth.csv": [
      csvLine(["row", "group"]),
      ...truth.map(({ row, group }) => csvLine([row, group])),
    ],
    "dates.csv": [
      csvLine(["patient", "study", "date"]),
      ...dates.map(({ patient, study, date }) => csvLine([patient, study, date])),
    ],
  };
  await makeFolder(output);
  await assertNotForeign(output, Object.keys(files));
  for (const [name, chunks] of Object.entries(files)) {
    await writeFileAtomic(join(output, name), chunks);
  }
  const count = new Set(lesions.map(({ patient }) => patient)).size;
  printLine(`${lesions.length} lesions of ${count} patients in ${output}`);
}

/** Asserts that a DL_info.csv in the folder is of an earlier simulation, which wrote its other files too. */
async function assertNotForeign(folder: string, names: readonly string[]): Promise<void> {
  const present = await namesIn(folder);
  const own = names.filter((name) => present.includes(name));
  if (own.length === 0 || own.length === names.length) return;
  fail("CANNOT_WRITE", "a folder without a DL_info.csv of another origin", own.join(", "), {
    remedy: "choose another folder",
    file: folder,
  });
}
