/** Tables of docs/accuracy.md on probabilities: whether they hold, and how many errors a review by probability finds. */
import { writeFileSync } from "node:fs";
import { type Lesion, match, type PatientMatch } from "lesion-graph";
import {
  evaluate,
  type JudgedPair,
  judgedPairs,
  type Reliability,
  reliability,
} from "lesion-graph/evaluation";
import { DEEPLESION_COHORT, type SimulationOptions, simulateCohort } from "lesion-graph/simulation";
import { stamp, table } from "./markdown.js";
import { reliabilityFigure } from "./reliability-figure.js";

/** Cohorts that no number of the model was fitted on (the calibration used seed 501). */
const SEED = 777;
const PATIENTS = 100;
const HARD = { ...DEEPLESION_COHORT, meanStudies: 4, patients: PATIENTS, seed: SEED };
const COHORTS: Readonly<Record<string, Partial<SimulationOptions>>> = {
  "default options": { patients: PATIENTS, seed: SEED },
  "as DeepLesion": { ...HARD, meanStudies: 3 },
  "half unannotated": { ...HARD, unannotated: 0.5 },
  "shift × 3, 40 % unannotated, 10 lesions": {
    ...HARD,
    unannotated: 0.4,
    studyShift: 3,
    meanLesions: 10,
  },
  "shift × 6": { ...HARD, studyShift: 6 },
  "noise × 2": { ...HARD, positionNoise: 2 },
};

const figure = new URL("../docs/figures/reliability.svg", import.meta.url);

/**
 * What is shown of a cohort: pair F1, calibration error, and errors found by looking at the least certain links. The
 * bins of all cohorts are drawn as docs/figures/reliability.svg.
 */
export function reliabilityTables(): string {
  const all: JudgedPair[] = [];
  const rows = Object.entries(COHORTS).flatMap(([name, options]) => {
    const { lesions, truth } = simulateCohort(options);
    const physical = lesions.map((lesion) => ({ ...lesion, location: undefined }));
    const row = (kind: string, own: readonly Lesion[]) => {
      const matches: PatientMatch[] = match(own, { method: "joint" });
      const pairs = judgedPairs(matches, truth);
      all.push(...pairs);
      const { f1 } = evaluate(matches, truth, { resamples: 0 }).pairs;
      const { expectedCalibrationError } = reliability(pairs);
      const found = [0.05, 0.1, 0.2].map((share) => percent(errorsFound(pairs, share)));
      return [name, kind, f1.toFixed(3), expectedCalibrationError.toFixed(3), ...found];
    };
    return [row("combined", lesions), row("physical", physical)];
  });
  const overall = reliability(all);
  writeFileSync(figure, `${reliabilityFigure(overall.bins)}\n`);
  const head = ["cohort", "location", "pair F1", "calibration error"];
  const found = [5, 10, 20].map((share) => `errors found at ${share} %`);
  return [
    table([...head, ...found], rows),
    "",
    "![Observed share over predicted probability](figures/reliability.svg)",
    "",
    binTable(overall),
    "",
    `${PATIENTS} simulated patients a row, seed ${SEED}, never used for the fit. Calibration error: expected calibration error over links, duplicates and rejected pairs, ten bins. Errors found: share of wrong links among the least probable 5, 10 and 20 % of links. ${stamp()}, \`npm run accuracy\`.`,
  ].join("\n");
}

/** Share of the wrong links that are among the least probable ones. */
function errorsFound(pairs: readonly JudgedPair[], share: number): number {
  const links = pairs.filter(({ kind }) => kind === "link");
  const ranked = links.toSorted((a, b) => a.probability - b.probability);
  const wrong = (some: readonly JudgedPair[]): number => some.filter(({ same }) => !same).length;
  return wrong(ranked.slice(0, Math.ceil(share * links.length))) / wrong(links);
}

const binTable = ({ bins }: Reliability): string =>
  table(
    ["probability", "pairs", "mean probability", "observed share"],
    bins.map(({ from, to, pairs, predicted, observed }) => [
      `${from.toFixed(1)}–${to.toFixed(1)}`,
      pairs,
      predicted.toFixed(3),
      observed.toFixed(3),
    ]),
  );

const percent = (share: number): string =>
  Number.isNaN(share) ? "no error" : `${Math.round(100 * share)} %`;
