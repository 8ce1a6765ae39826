/** Draws the pictures of docs/figures.md from the example cohort: `npm run gallery`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  annotatedSlice,
  annotationFigure,
  boardFigure,
  bodyMapFigure,
  cohortOverviewFigure,
  type DlInfoLesion,
  type Figure,
  graphFigure,
  grow,
  growthChartFigure,
  match,
  type PatientGrowth,
  type PatientMatch,
  type PatientResponse,
  readDates,
  readDlInfo,
  respond,
  retrievalFigure,
  sequencesFigure,
  sizesFigure,
  spiderFigure,
  sumOfDiametersFigure,
  swimmerFigure,
  timelineFigure,
  waterfallFigure,
} from "lesion-graph";
import { retrieve } from "lesion-graph/retrieval";
import { type SimulationOptions, simulateCohort } from "lesion-graph/simulation";
import { withOptionTables } from "./option-tables.js";
import { paintedTrunk } from "./painted.js";

const COHORT = new URL("../cohort/DL_info.csv", import.meta.url);
const DATES = new URL("../cohort/dates.csv", import.meta.url);
const PICTURES = new URL("../../docs/figures/", import.meta.url);

/** A trial: all lesions annotated in all studies, some of which respond. */
const TRIAL: Partial<SimulationOptions> = {
  patients: 24,
  seed: 268,
  meanStudies: 6,
  maxStudies: 12,
  meanLesions: 4,
  maxLesions: 9,
  typed: 1,
  unannotated: 0,
  partialScan: 0,
  duplicated: 0.03,
  growth: 0.17,
  appearing: 0.12,
  disappearing: 0.1,
  meanIntervalDays: 60,
};

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
  const matches = match(lesions);
  const growths = grow(matches, { dates });
  const panels = growths.find(({ patient }) => patient === "3") as PatientGrowth;
  const trial = simulateCohort(TRIAL);
  const trialGrowths = grow(match(trial.lesions), {
    dates: trial.dates,
    annotationCompleteness: "complete",
  });
  const growth = trialGrowths.find(({ patient }) => patient === "19") as PatientGrowth;
  const responses = respond(trialGrowths);
  const response = responses.find(({ patient }) => patient === "19") as PatientResponse;
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
    "sequences-algorithm1.svg": sequencesFigure(of("10", "algorithm1")),
    "board.svg": boardFigure(of("3", "joint")),
    "body-map.svg": bodyMapFigure(lesions),
    "sequence-map.svg": bodyMapFigure(of("3", "joint")),
    "graph-paper.svg": graphFigure(of("3", "joint"), { theme: "paper", colourBy: "none" }),
    "sizes.svg": sizesFigure(lesions),
    "spider.svg": spiderFigure(growth),
    "waterfall.svg": waterfallFigure(growths),
    "growth-chart.svg": growthChartFigure(growth),
    "growth-chart-column.svg": growthChartFigure(panels, { widthMm: 85, maxTogether: 0 }),
    "sum-of-diameters.svg": sumOfDiametersFigure(response),
    "timeline.svg": timelineFigure(growth, { response }),
    "swimmer.svg": swimmerFigure(responses),
    "waterfall-patients.svg": waterfallFigure(responses),
    "cohort-overview.svg": cohortOverviewFigure(matches),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const page = new URL("../figures.md", PICTURES);
  writeFileSync(page, withOptionTables(readFileSync(page, "utf8")));
  mkdirSync(PICTURES, { recursive: true });
  for (const [name, figure] of Object.entries(gallery())) {
    writeFileSync(new URL(name, PICTURES), String(figure));
    console.log(`${fileURLToPath(new URL(name, PICTURES))}: ${figure.title}`);
  }
}
