/** Draws the pictures of docs/figures.md from the embedded cohort: `npm run gallery`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  annotatedSlice,
  annotationFigure,
  boardFigure,
  bodyMapFigure,
  type DlInfoLesion,
  type Figure,
  graphFigure,
  grow,
  match,
  type PatientGrowth,
  type PatientMatch,
  readDates,
  readDlInfo,
  respond,
  retrievalFigure,
  sequencesFigure,
  sizesFigure,
  spiderFigure,
  swimmerFigure,
  waterfallFigure,
} from "lesion-graph";
import { retrieve } from "lesion-graph/retrieval";
import { paintedTrunk } from "./painted.js";

const COHORT = new URL("../cohort/DL_info.csv", import.meta.url);
const DATES = new URL("../cohort/dates.csv", import.meta.url);
const PICTURES = new URL("../../docs/figures/", import.meta.url);

/** Every picture of the page by its file name. */
export function gallery(): Record<string, Figure> {
  const { lesions } = readDlInfo(readFileSync(COHORT, "utf8"));
  const of = (patient: string, method: "algorithm1" | "joint"): PatientMatch => {
    const [found] = match(
      lesions.filter((lesion) => lesion.patient === patient),
      { method },
    );
    return found as PatientMatch;
  };
  const dates = readDates(readFileSync(DATES, "utf8"));
  const growths = grow(match(lesions, { method: "joint" }), { dates });
  const growth = growths.find(({ patient }) => patient === "3") as PatientGrowth;
  const [response] = respond([growth], { unknownOrgan: "together" });
  const typed = lesions.filter(({ type }) => type !== undefined);
  const marked = lesions.find(({ row }) => row === 12) as DlInfoLesion;
  const convention = "anatomical";
  return {
    "annotation.svg": annotationFigure(
      annotatedSlice(paintedTrunk(marked), marked, { convention, window: "soft tissue" }),
      { convention },
    ),
    "retrieval.svg": retrievalFigure(retrieve(typed, 46, { features: ["location", "size"] })),
    "graph.svg": graphFigure(of("3", "joint")),
    "graph-dark.svg": graphFigure(of("3", "joint"), { theme: "dark" }),
    "graph-column.svg": graphFigure(of("3", "joint"), { widthMm: 85 }),
    "sequences.svg": sequencesFigure(of("3", "joint")),
    "sequences-algorithm1.svg": sequencesFigure(of("1", "algorithm1")),
    "board.svg": boardFigure(of("3", "joint")),
    "body-map.svg": bodyMapFigure(lesions, { widthMm: 120 }),
    "sizes.svg": sizesFigure(lesions),
    "spider.svg": spiderFigure(growth),
    "waterfall.svg": waterfallFigure(growths),
    "swimmer.svg": swimmerFigure(growth, { response }),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  mkdirSync(PICTURES, { recursive: true });
  for (const [name, figure] of Object.entries(gallery())) {
    writeFileSync(new URL(name, PICTURES), String(figure));
    console.log(`${fileURLToPath(new URL(name, PICTURES))}: ${figure.title}`);
  }
}
