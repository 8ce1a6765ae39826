/** `lesion-graph simulate`: a cohort with known sequences, as files. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../core/errors.js";
import { text } from "../core/options.js";
import { Table } from "../csv/table.js";
import { writeDlInfo } from "../deeplesion/write-dl-info.js";
import { truthTable } from "../evaluation/truth.js";
import { DATE_COLUMNS } from "../growth/patient-dates.js";
import { makeFolder, writeFault, writeFileAtomic } from "../node/output.js";
import { simulateCohort } from "../simulation/cohort.js";
import { SIMULATION_SCHEMA } from "../simulation/simulation-options.js";
import { defineCommand } from "./command.js";
import { assignmentsFlag, type FlagValues, given, mandatoryFlag, optionalFlag } from "./flags.js";
import { printLine, progressLine } from "./terminal.js";

const FLAGS = {
  patients: optionalFlag("--patients <n>", SIMULATION_SCHEMA.patients),
  seed: optionalFlag("--seed <n>", SIMULATION_SCHEMA.seed),
  set: assignmentsFlag("--set <name=n,...>", "Any other option of the simulation"),
  output: mandatoryFlag(
    "-o, --output <folder>",
    text("", "Output folder, created where it is missing; other files are not replaced"),
  ),
};

export const simulate = defineCommand({
  description: "Simulates patients and writes DL_info.csv, truth.csv and dates.csv into a folder.",
  arguments: [],
  flags: FLAGS,
  run,
});

async function run({ output, patients, seed, set }: FlagValues<typeof FLAGS>): Promise<void> {
  const { onProgress, clear } = progressLine();
  const options = { onProgress, ...set, ...given({ patients, seed }) };
  const { lesions, truth, dates } = simulateCohort(options);
  clear();
  const files: Readonly<Record<string, readonly string[]>> = {
    "DL_info.csv": [writeDlInfo(lesions)],
    "truth.csv": [truthTable(truth).toCsv()],
    "dates.csv": [new Table(DATE_COLUMNS, dates).toCsv()],
  };
  for (const [name, texts] of Object.entries(files)) {
    await assertNotForeign(join(output, name), texts.join(""));
  }
  await makeFolder(output);
  for (const [name, texts] of Object.entries(files)) {
    await writeFileAtomic(join(output, name), texts);
  }
  const count = new Set(lesions.map(({ patient }) => patient)).size;
  printLine(`${lesions.length} lesions of ${count} patients in ${output}`);
}

/** Asserts that no file of other content stands where a simulated one goes: it may be real data. */
async function assertNotForeign(file: string, text: string): Promise<void> {
  const present = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw writeFault(error, file);
  });
  if (present === undefined || present.equals(Buffer.from(text))) return;
  fail("CANNOT_WRITE", "no file of other content", "one", {
    remedy: "choose another folder",
    file,
  });
}
