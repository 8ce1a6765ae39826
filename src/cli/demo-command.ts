/** `lesion-graph demo`: the full pipeline on the bundled example cohort. */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lesion } from "../core/lesion.js";
import { text } from "../core/options.js";
import { toGexf } from "../graph/gexf.js";
import { grow } from "../growth/grow.js";
import { growthTable } from "../growth/growth-table.js";
import { match } from "../matching/match.js";
import { matchToJson } from "../matching/match-json.js";
import { matchTable } from "../matching/match-table.js";
import type { PatientMatch } from "../matching/result.js";
import { sequenceGraph } from "../matching/sequence-graph.js";
import { readDatesFile, readLesionsFile } from "../node/files.js";
import { makeFolder, writeFileAtomic } from "../node/output.js";
import { defineCommand } from "./command.js";
import { flag } from "./flags.js";
import { printLine } from "./terminal.js";

/** The example cohort of the package: lesions and dates of simulated patients. */
const COHORT = fileURLToPath(new URL("../../examples/cohort/", import.meta.url));

export const demo = defineCommand({
  description: "Runs the full pipeline on the bundled example cohort.",
  arguments: [],
  flags: {
    output: flag("-o, --output <folder>", text("lesion-graph-demo", "Output folder")),
  },
  run,
});

async function run({ output }: { readonly output: string }): Promise<void> {
  const { lesions } = await readLesionsFile(join(COHORT, "DL_info.csv"));
  const matches = match(lesions, { rejectedPairs: "none" });
  printLine(`${lesions.length} lesions of ${matches.length} simulated patients\n`);
  for (const patient of matches) printLine(overview(patient));

  const growths = grow(matches, { dates: await readDatesFile(join(COHORT, "dates.csv")) });
  await makeFolder(output);
  const files: Record<string, string> = {
    "sequences.csv": matchTable(matches).toCsv(),
    "sequences.json": `${JSON.stringify({ patients: matches.map(matchToJson) })}\n`,
    "growth.csv": growthTable(growths).toCsv(),
    "sequences.gexf": toGexf(matches.map(sequenceGraph)),
  };
  for (const [name, text] of Object.entries(files))
    await writeFileAtomic(join(output, name), [text]);
  printLine(`written to ${output}: ${Object.keys(files).join(", ")}`);
  printLine(`\nTo review the uncertain links: npx lesion-graph review ${shown(COHORT)}DL_info.csv`);
}

/** A patient's sequences of two studies and more, a line each: long axis in mm study by study. */
function overview({ patient, sequences, conflicts }: PatientMatch): string {
  const followed = sequences.filter(({ lesions }) => new Set(lesions.map(studyOf)).size > 1);
  const lines = followed.map(({ id, lesions }) => {
    const values = lesions.map(({ study, longAxisMm }) => `${study}: ${longAxisMm?.toFixed(1)}`);
    return `  sequence ${String(id).padStart(2)}   ${values.join("   ")}`;
  });
  const rest = sequences.length - followed.length;
  const single = rest > 0 ? [`  ${rest} in a single study`] : [];
  const conflict = conflicts.length > 0 ? [`  ${conflicts.length} conflicts`] : [];
  return [`patient ${patient} (study: long axis, mm)`, ...lines, ...single, ...conflict, ""].join(
    "\n",
  );
}

/** A path relative to the working directory. */
const shown = (path: string): string => `${relative(process.cwd(), path) || "."}/`;

const studyOf = ({ study }: Lesion): number => study;
