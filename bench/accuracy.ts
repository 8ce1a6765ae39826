/**
 * `npm run accuracy`: the tables of docs/accuracy.md and README.md; `-- --only probabilities` those of one section,
 * with `--seed 614` of other patients, printed only.
 *
 * On real lesions (the validation part of DLS, which lies beside the project and is skipped where it is
 * not there) and on simulated cohorts with full truth.
 */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { groupByPatient, type Lesion, match, readDlInfo } from "lesion-graph";
import {
  crossValidate,
  type Evaluation,
  evaluate,
  fitJointModel,
  type Grid,
  readTruth,
  selectSettings,
  type Truth,
} from "lesion-graph/evaluation";
import { type SimulationOptions, simulateCohort } from "lesion-graph/simulation";
import { manyLesionsTable } from "./many-lesions.js";
import { marginals } from "./marginals.js";
import { putBetween, stamp, table } from "./markdown.js";
import { reliabilityTables, SEED } from "./reliability.js";
import { type SingleLinkageOptions, singleLinkage } from "./single-linkage.js";
import { withoutSeries } from "./without-series.js";

const SEEDS = [1, 2, 3, 4, 5];
const FOLDS = 5;
const quick = { partial: true, resamples: 0 } as const;

const docs = new URL("../docs/accuracy.md", import.meta.url);
const ownData = new URL("../docs/own-data.md", import.meta.url);
const simulation = new URL("../docs/simulation.md", import.meta.url);
const readme = new URL("../README.md", import.meta.url);
const dls = new URL("../../shared/data/dls/", import.meta.url);

const sections: Readonly<Record<string, () => void>> = {
  real() {
    if (!existsSync(dls)) {
      console.log("../shared/data/dls is not here: the table on real lesions is left as it is\n");
      return;
    }
    const { lesions } = readDlInfo(readFileSync(new URL("valid_lesions.csv", dls), "utf8"));
    const truth = readTruth(readFileSync(new URL("valid_truth.csv", dls), "utf8"));
    const text = realTable(lesions, truth);
    putBetween(docs, "accuracy-dls", text);
    putBetween(readme, "accuracy-dls", text);
    putBetween(ownData, "accuracy-series", withoutSeries(lesions, truth));
    console.log(`${text}\n`);
  },
  simulated() {
    const text = simulatedTables();
    putBetween(docs, "accuracy-simulated", text);
    console.log(text);
  },
  manyLesions() {
    const text = manyLesionsTable();
    putBetween(docs, "accuracy-many-lesions", text);
    console.log(`${text}\n`);
  },
  probabilities() {
    const seed = Number(values.seed ?? SEED);
    const { reliability, questions, review } = reliabilityTables(seed);
    if (seed === SEED) {
      putBetween(docs, "accuracy-reliability", reliability);
      putBetween(docs, "accuracy-questions", questions);
      putBetween(docs, "accuracy-review", review);
    }
    console.log([reliability, questions, review].join("\n\n"));
  },
  marginals() {
    const compared = marginals();
    if (compared !== undefined) putBetween(simulation, "simulation-marginals", compared);
  },
};
const { values } = parseArgs({ options: { only: { type: "string" }, seed: { type: "string" } } });
for (const [name, section] of Object.entries(sections)) {
  if (values.only === undefined || values.only === name) section();
}

/** Methods on real lesions: settings chosen on all patients, and on other patients than those judged. */
function realTable(lesions: readonly Lesion[], truth: Truth): string {
  const fine: Grid = {
    t1: [0.01, 0.015, 0.02, 0.025],
    t2: Array.from({ length: 19 }, (_, k) => 0.04 + k / 100),
    weights: [0, 0.0125, 0.025, 0.05].flatMap((size) =>
      [600, 900, 1200].map((mm) => ({ size, zMm: 1 / mm })),
    ),
  };
  const placeOnly = { ...fine, weights: fine.weights.filter(({ size }) => size === 0) };
  const algorithm1 = (grid: Grid) => ({
    all: evaluate(
      match(lesions, selectSettings(lesions, truth, { ...quick, method: "algorithm1", grid })),
      truth,
      quick,
    ),
    held: SEEDS.map(
      (seed) =>
        crossValidate(lesions, truth, FOLDS, { ...quick, method: "algorithm1", grid, seed })
          .evaluation,
    ),
  });
  const model = fitJointModel(lesions, truth, { partial: true });
  const joint = {
    all: evaluate(match(lesions, { method: "joint", model }), truth, quick),
    held: SEEDS.map(
      (seed) =>
        crossValidate(lesions, truth, FOLDS, { ...quick, method: "joint", seed }).evaluation,
    ),
  };
  const shipped = evaluate(match(lesions, { method: "joint" }), truth, { partial: true });
  const rows = [
    ["Algorithm 1, location only", algorithm1(placeOnly)],
    ["Algorithm 1, location and size", algorithm1(fine)],
    ["conflict-free single linkage, fixed T1", linkage(lesions, truth)],
    ["**joint**", joint],
  ] as const;
  const interval = shipped.intervals?.f1;
  return [
    table(
      [
        "method",
        "pair F1, settings chosen on all patients",
        "precision",
        "recall",
        `**pair F1, ${FOLDS}-fold by patient**`,
        "exact sequences, 5-fold",
      ],
      rows.map(([name, { all, held }]) => [
        name,
        all.pairs.f1.toFixed(3),
        all.pairs.precision.toFixed(3),
        all.pairs.recall.toFixed(3),
        spread(held, ({ pairs }) => pairs.f1),
        spread(held, ({ exact }) => exact.share),
      ]),
    ),
    "",
    `711 lesions of 105 patients, partial truth. 5-fold: median of ${SEEDS.length} divisions into folds, lowest and highest in brackets. The shipped model, rounded, has ${shipped.pairs.f1.toFixed(3)} on all patients (95 % of resampled cohorts: ${interval?.low.toFixed(3)}-${interval?.high.toFixed(3)}). ${stamp()}, \`npm run accuracy\`.`,
  ].join("\n");
}

/** The yardstick, tuned as Algorithm 1 is. */
function linkage(
  lesions: readonly Lesion[],
  truth: Truth,
): { all: Evaluation; held: Evaluation[] } {
  const patients = groupByPatient(lesions);
  const settings = [30, 40, 50, 60, 75, 90, 110].flatMap((t2) =>
    [0, 10, 20, 30].map((size): SingleLinkageOptions => ({ t1: 13, t2, size })),
  );
  const matched = settings.map(
    (one) => new Map(patients.map(({ id, lesions: own }) => [id, singleLinkage(own, one)])),
  );
  const judge = (at: number, ids: readonly string[]): Evaluation => {
    const chosen = new Set(ids);
    const rows = new Set(
      lesions.filter(({ patient }) => chosen.has(patient)).map(({ row }) => row),
    );
    const matches = ids.map((id) => matched[at]?.get(id) as ReturnType<typeof singleLinkage>);
    return evaluate(matches, new Map([...truth].filter(([row]) => rows.has(row))), quick);
  };
  const best = (ids: readonly string[]): number => {
    const scores = settings.map((_, at) => judge(at, ids).pairs.f1);
    return scores.indexOf(Math.max(...scores));
  };
  const everybody = patients.map(({ id }) => id);
  return {
    all: judge(best(everybody), everybody),
    held: SEEDS.map((seed) => {
      // The same folds as the others: they depend on the seed and the patients only.
      const grid = { t1: [0.02], t2: [0.1], weights: [{}] };
      const options = { ...quick, method: "algorithm1", grid, seed } as const;
      const { folds } = crossValidate(lesions, truth, FOLDS, options);
      const matches = folds.flatMap(({ patients: held }) => {
        const at = best(everybody.filter((id) => !held.includes(id)));
        return held.map((id) => matched[at]?.get(id) as ReturnType<typeof singleLinkage>);
      });
      return evaluate(matches, truth, quick);
    }),
  };
}

function spread(evaluations: readonly Evaluation[], of: (one: Evaluation) => number): string {
  const values = evaluations.map(of).sort((a, b) => a - b);
  const [low, middle, high] = [values[0], values[values.length >> 1], values.at(-1)];
  return `${middle?.toFixed(3)} (${low?.toFixed(3)}-${high?.toFixed(3)})`;
}

/** Joint beside Algorithm 1 as cohorts get harder. */
function simulatedTables(): string {
  const sweeps: readonly (readonly [
    string,
    readonly (readonly [string, Partial<SimulationOptions>])[],
  ])[] = [
    [
      "mean number of lesions a patient has",
      [2, 4.5, 9, 18].map((n) => [String(n), { meanLesions: n }]),
    ],
    [
      "share of lesions not annotated",
      [0, 0.25, 0.5, 0.7].map((n) => [String(n), { unannotated: n }]),
    ],
    [
      "positional noise (1 as in DLS)",
      [0.5, 1, 2, 3].map((n) => [String(n), { positionNoise: n }]),
    ],
    [
      "shift of studies (1 as in DLS)",
      [
        ...[0, 1, 3, 6, 10].map((n) => [String(n), { studyShift: n }] as const),
        ["10, mean of 9 lesions", { studyShift: 10, meanLesions: 9 }],
      ],
    ],
  ];
  const parts = sweeps.map(([name, cohorts]) => {
    const rows = cohorts.map(([label, options]) => {
      const { lesions, truth } = simulateCohort({
        patients: 400,
        meanStudies: 4,
        seed: 2024,
        ...options,
      });
      const physical = lesions.map((lesion) => ({ ...lesion, location: undefined }));
      const f1 = (own: readonly Lesion[], method: "algorithm1" | "joint"): string =>
        evaluate(match(own, { method, rejectedPairs: "none" }), truth, {
          resamples: 0,
        }).pairs.f1.toFixed(3);
      return [
        label,
        lesions.length,
        f1(lesions, "algorithm1"),
        `**${f1(lesions, "joint")}**`,
        f1(physical, "algorithm1"),
        `**${f1(physical, "joint")}**`,
      ];
    });
    const head = [
      name,
      "annotations",
      "Algorithm 1, normalised",
      "joint, both locations",
      "Algorithm 1, physical",
      "joint, physical",
    ];
    return table(head, rows);
  });
  return [
    ...parts.flatMap((part) => [part, ""]),
    `Pair F1 with full truth; 400 simulated patients a row, four studies on average, seed 2024, default settings of both methods. ${stamp()}, \`npm run accuracy\`.`,
  ].join("\n");
}
