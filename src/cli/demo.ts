/** `lesion-graph demo`: the whole way on the embedded cohort. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lesion } from "../core/lesion.js";
import { csvLine } from "../csv/write.js";
import { toGexf } from "../graph/gexf.js";
import { grow } from "../growth/grow.js";
import { growthTable } from "../growth/growth-table.js";
import { match } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { sequenceGraph } from "../matching/sequence-graph.js";
import { matchToJson, SEQUENCE_COLUMNS, sequenceRows } from "../matching/table.js";
import { readDatesFile, readLesionsFile } from "../node/files.js";
import { makeFolder, writeFileAtomic } from "../node/output.js";

/** A few simulated patients, their lesions and their dates; they come with the package. */
const COHORT = fileURLToPath(new URL("../../examples/cohort/", import.meta.url));

export async function run({ output }: { readonly output: string }): Promise<void> {
  const { lesions } = await readLesionsFile(join(COHORT, "DL_info.csv"));
  const matches = match(lesions, { rejectedPairs: "none" });
  console.log(`${lesions.length} lesions of ${matches.length} simulated patients\n`);
  for (const patient of matches) console.log(overview(patient));

  const growths = grow(matches, { dates: await readDatesFile(join(COHORT, "dates.csv")) });
  await makeFolder(output);
  const files: Record<string, string> = {
    "sequences.csv": [
      csvLine(SEQUENCE_COLUMNS),
      ...matches.flatMap(sequenceRows).map((row) => csvLine(SEQUENCE_COLUMNS.map((c) => row[c]))),
    ].join(""),
    "sequences.json": `${JSON.stringify({ patients: matches.map(matchToJson) })}\n`,
    "growth.csv": growthTable(growths).toCsv(),
    "sequences.gexf": toGexf(matches.map(sequenceGraph)),
  };
  for (const [name, text] of Object.entries(files))
    await writeFileAtomic(join(output, name), [text]);
  console.log(`written to ${output}: ${Object.keys(files).join(", ")}`);
}

/** A patient's sequences of two studies and more, a line each: long axis in mm study by study. */
function overview({ patient, sequences, conflicts }: PatientMatch): string {
  const followed = sequences.filter(({ lesions }) => new Set(lesions.map(studyOf)).size > 1);
  const lines = followed.map(({ id, lesions }) => {
    const marks = lesions.map(({ study, longAxisMm }) => `${study}: ${longAxisMm?.toFixed(1)}`);
    return `  sequence ${String(id).padStart(2)}   ${marks.join("   ")}`;
  });
  const rest = sequences.length - followed.length;
  const alone = rest > 0 ? [`  ${rest} in one study only`] : [];
  const doubt = conflicts.length > 0 ? [`  ${conflicts.length} conflicts`] : [];
  return [`patient ${patient} (study: long axis, mm)`, ...lines, ...alone, ...doubt, ""].join("\n");
}

const studyOf = ({ study }: Lesion): number => study;
