/** Three figures of one patient: run with `npx tsx examples/figures.ts [FOLDER]`; SVG files go into FOLDER. */
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { graphFigure, grow, match, sequencesFigure, spiderFigure } from "lesion-graph";
import { readDatesFile, readLesionsFile } from "lesion-graph/node";

const folder = process.argv[2] ?? join(tmpdir(), "lesion-graph-figures");
const { lesions } = await readLesionsFile("examples/cohort/DL_info.csv");
const dates = await readDatesFile("examples/cohort/dates.csv");
const matches = match(lesions);
const patient = matches.find((one) => one.patient === "3");
if (patient === undefined) throw new Error("patient 3 is not in the cohort");
const [growth] = grow([patient], { dates });

const figures = [graphFigure(patient), sequencesFigure(patient), growth && spiderFigure(growth)];
await mkdir(folder, { recursive: true });
for (const figure of figures.filter((one) => one !== undefined)) {
  const file = join(folder, `${figure.title.toLowerCase().replaceAll(" ", "-")}.svg`);
  await writeFile(file, String(figure));
  console.log(`${file}: ${figure.widthMm} x ${figure.heightMm} mm. ${figure.notes.join(" ")}`);
}
