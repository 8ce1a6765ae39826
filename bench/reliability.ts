/** Tables of docs/accuracy.md on probabilities: whether they hold, and how many errors a review by probability finds. */
import { writeFileSync } from "node:fs";
import { match, type PatientMatch } from "lesion-graph";
import {
  evaluate,
  type JudgedPair,
  judgedPairs,
  type Reliability,
  reliability,
} from "lesion-graph/evaluation";
import { simulateCohort } from "lesion-graph/simulation";
import { cohorts } from "./cohorts.js";
import { stamp, table } from "./markdown.js";
import { type JudgedQuestion, judgedQuestions, questionTable } from "./question-kinds.js";
import { reliabilityFigure } from "./reliability-figure.js";
import { reviewCoverage } from "./review-coverage.js";

/** No number of the model was fitted on this seed, or chosen by it. */
export const SEED = 777;
const PATIENTS = 300;
const SHARES = [0.05, 0.1, 0.2] as const;

const figure = new URL("../docs/figures/reliability.svg", import.meta.url);

/**
 * Tables of accuracy-reliability, accuracy-questions and accuracy-review in docs/accuracy.md: pair F1, calibration
 * error and wrong links among the least certain ones; errors among review questions of each kind; and the errors that
 * answers to them correct. The bins of all cohorts are drawn as docs/figures/reliability.svg.
 */
export function reliabilityTables(seed: number): {
  readonly reliability: string;
  readonly questions: string;
  readonly review: string;
} {
  const all: JudgedPair[] = [];
  const questions: JudgedQuestion[] = [];
  const rows: (string | number)[][] = [];
  const reviewRows: (string | number)[][] = [];
  for (const [name, options] of Object.entries(cohorts(seed, PATIENTS))) {
    const { lesions, truth } = simulateCohort(options);
    const physical = lesions.map((lesion) => ({ ...lesion, location: undefined }));
    for (const [kind, own] of [
      ["combined", lesions],
      ["physical", physical],
    ] as const) {
      const matches: PatientMatch[] = match(own, { method: "joint" });
      const pairs = judgedPairs(matches, truth);
      all.push(...pairs);
      questions.push(...judgedQuestions(matches, truth));
      const { f1 } = evaluate(matches, truth, { resamples: 0 }).pairs;
      const { expectedCalibrationError } = reliability(pairs);
      const links = pairs.filter((pair) => pair.kind === "link");
      rows.push([
        name,
        kind,
        f1.toFixed(3),
        expectedCalibrationError.toFixed(3),
        `${links.filter(({ same }) => !same).length} of ${links.length}`,
        ...SHARES.map((share) => percent(errorsFound(links, share))),
      ]);
      const counts = SHARES.map((share) => Math.ceil(share * links.length));
      const { errors, once, again } = reviewCoverage(matches, truth, counts);
      reviewRows.push([name, kind, errors, ...once.map(percent), ...again.map(percent)]);
    }
  }
  const overall = reliability(all);
  if (seed === SEED) writeFileSync(figure, `${reliabilityFigure(overall.bins)}\n`);
  const source = `${PATIENTS} simulated patients a row, seed ${seed}, never used for the fit.`;
  const made = `${stamp()}, \`npm run accuracy\`.`;
  const head = ["cohort", "location", "pair F1", "calibration error", "wrong links"];
  const of = (what: string) => SHARES.map((share) => `${what} ${100 * share} %`);
  return {
    reliability: [
      table([...head, ...of("found at")], rows),
      "",
      "![Observed share over predicted probability](figures/reliability.svg)",
      "",
      binTable(overall),
      "",
      `${source} Calibration error: expected calibration error over links, duplicates and rejected pairs, ten bins. Found: share of wrong links among the least probable 5, 10 and 20 % of links. ${made}`,
    ].join("\n"),
    questions: [
      questionTable(questions),
      "",
      `All cohorts together. Wrong: questions whose right answer is not the result as it is. Expected: sum of their probabilities of an error. The last columns divide the questions by that probability: wrong (expected) of asked. ${made}`,
    ].join("\n"),
    review: [
      table(
        [
          "cohort",
          "location",
          "wrong and missed pairs",
          ...of("left, list of"),
          ...of("left, in turn"),
        ],
        reviewRows,
      ),
      "",
      `${source} Left: share of wrong and missed pairs of lesions after as many answers as 5, 10 and 20 % of the links. ${made}`,
    ].join("\n"),
  };
}

/** Share of the wrong links that are among the least probable ones. */
function errorsFound(links: readonly JudgedPair[], share: number): number {
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
