/** Rows of single pieces of work on the command line: start, evaluation, drawings. */
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { cli, MAIN, small } from "./cohorts.js";
import { largePatient, makeCohort, shared } from "./patients.js";
import { inTurn, usageOf } from "./processes.js";
import type { Row } from "./report.js";

/** Ten lesions: what remains is the start of Node and of the command. */
export function* startRows(folder: string): Iterable<Row> {
  const input = join(folder, "ten.csv");
  const { lesions } = simulateCohort({ patients: 10, seed: 1 });
  writeFileSync(input, writeDlInfo(lesions.slice(0, 10)));
  const out = ["-o", join(folder, "out")];
  const taken = inTurn(3, {
    node: () => small("-e", "0"),
    help: () => small(MAIN, "--help"),
    match: () => small(MAIN, "match", input, "--method", "joint", ...out),
    draw: () => small(MAIN, "draw", "sizes", input, ...out.slice(0, 1), `${out[1]}.svg`),
  });
  const beside = { beside: ["`node -e 0`", taken.node] } as const;
  yield { work: "`lesion-graph --help`", ...beside, usage: taken.help };
  yield {
    work: "`match --method joint` of ten lesions",
    ...beside,
    usage: taken.match,
    goal: { ratio: 1.6 },
  };
  yield { work: "`draw sizes` of ten lesions", ...beside, usage: taken.draw };
}

/** Scores with intervals and the curve over T2. */
export function* evaluationRows(folder: string): Iterable<Row> {
  const { input, truth } = makeCohort(folder, 1);
  const taken = inTurn(1, {
    algorithm1: () => cli(folder, "evaluate", input, "--truth", truth, "--method", "algorithm1"),
    joint: () => cli(folder, "evaluate", input, "--truth", truth, "--method", "joint"),
    scores: () => cli(folder, "retrieve", input, "--scores", "--features", "location,size,type"),
  });
  yield {
    work: "30,000 lesions, `evaluate --method algorithm1`",
    usage: taken.algorithm1,
    goal: { seconds: 4 },
  };
  yield { work: "30,000 lesions, `evaluate --method joint`", usage: taken.joint };
  yield {
    work: "30,000 lesions, `retrieve --scores --features location,size,type`",
    usage: taken.scores,
    goal: { seconds: 13 },
  };
}

/** Figures that `draw --all` makes for one patient after the other. */
const PATIENT_FIGURES = ["graph", "sequences", "board", "sequence-map", "growth"];

/** Drawings: all patients of a real data set, one patient of a cohort, and a very large one. */
export function* drawingRows(folder: string): Iterable<Row | string> {
  const dls = shared("data/dls/valid_lesions.csv");
  if (existsSync(dls)) {
    const drawings = mkdtempSync(join(folder, "drawings-"));
    const one = { cpu: 0, peak: 0 };
    for (const figure of PATIENT_FIGURES) {
      const usage = cli(drawings, "draw", figure, dls, "--method", "joint", "--all", "svg");
      one.cpu += usage.cpu;
      one.peak = Math.max(one.peak, usage.peak);
    }
    yield {
      work: `105 patients of the DLS validation set, \`draw --all\` of ${PATIENT_FIGURES.join(", ")}`,
      usage: one,
      goal: { seconds: 20 },
    };
  } else yield "the DLS validation set (../shared/data)";
  const { input } = makeCohort(folder, 1);
  const file = ["-o", join(folder, "one.svg")];
  const draw = inTurn(3, {
    one: () =>
      usageOf(process.execPath, [
        MAIN,
        "draw",
        "graph",
        input,
        "--patient",
        "17",
        "--method",
        "joint",
        ...file,
      ]),
  });
  yield {
    work: "`draw graph --patient` out of 30,000 lesions",
    usage: draw.one,
    goal: { seconds: 1 },
  };
  const large = join(folder, "large.csv");
  const rows = largePatient(27, 140).map(
    ({ row, study, longAxisMm, shortAxisMm, location = [] }) =>
      `1,${study},${row},${location.map((value) => (value * 400).toFixed(2)).join(",")},${longAxisMm},${shortAxisMm}\n`,
  );
  writeFileSync(large, `patient,study,id,x,y,z,longAxisMm,shortAxisMm\n${rows.join("")}`);
  yield {
    work: "`draw sequences` of one patient with 3,780 lesions, Algorithm 1",
    usage: inTurn(1, {
      one: () =>
        usageOf(process.execPath, [
          MAIN,
          "draw",
          "sequences",
          large,
          "--method",
          "algorithm1",
          ...file,
        ]),
    }).one,
    goal: { seconds: 5 },
  };
}
