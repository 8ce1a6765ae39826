/**
 * `npm run accuracy:bodypart`: how well the body-part regressor does on patients it was not trained on. Nine
 * folds, each without one volume and a ninth of the patients of the scored slices and key slices.
 */
import { fork } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { defaultBodyPartModel, regionOf, sliceScore } from "lesion-graph/bodypart";
import { type BodyPartModel, ensembleScore, openedModel } from "../src/bodypart/model.js";
import { anchorSamples, type TrainingSamples, volumeSamples } from "../src/bodypart/samples.js";
import { smoothed } from "../src/bodypart/score.js";
import { TRAINING_OPTIONS, type TrainingOptions, trainOnSamples } from "../src/bodypart/train.js";
import { defaultsOf } from "../src/core/options.js";
import { hasData, keySlices, scoredSlices, volumes } from "./bodypart-data.js";
import { putBetween, stamp, table } from "./markdown.js";

/** Pairs of slices at least this far apart must be in order. */
const APART_MM = 20;
/** Networks of a fold's model: half of those of the shipped one, for time. */
const NETWORKS = 2;
/** DeepLesion's z by the original network's score. */
const zOf = (score: number): number => 0.61 + 0.023 * score;

interface Sample {
  readonly patient: string;
  readonly features: ArrayLike<number>;
  readonly truth: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const dot = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    x.reduce((sum, one, i) => sum + (one - mx) * (y[i]! - my), 0);
  return dot(a, ma, b, mb) / Math.sqrt(dot(a, ma, a, ma) * dot(b, mb, b, mb));
}

const ranks = (values: readonly number[]): number[] =>
  values.map((one) => values.filter((other) => other < one).length);
const spearman = (a: readonly number[], b: readonly number[]): number =>
  correlation(ranks(a), ranks(b));

/** What one fold says of slices it was not trained on. */
interface HeldOut {
  readonly scored: { readonly found: number; readonly truth: number }[];
  readonly keys: { readonly found: number; readonly truth: number }[];
  readonly volumes: {
    readonly name: string;
    readonly spacingMm: number;
    readonly scores: number[];
  }[];
}

async function measure(): Promise<void> {
  const options = defaultsOf(TRAINING_OPTIONS);
  const cts = await volumes();
  const samples: TrainingSamples = {
    volumes: cts.map((volume) => volumeSamples(volume, options)),
    anchors: scoredSlices().flatMap((anchor, i) => anchorSamples(anchor, i, options) ?? []),
  };
  const patients = scoredSlices().map(({ patient }) => patient);
  const keys = keySlices().flatMap(({ slice, pixelMm, patient, z }, i) => {
    const found = anchorSamples({ slice, pixelMm, score: z }, i, { variants: 0, seed: 1 });
    return found === undefined ? [] : [{ patient, features: found.variants[0]!, truth: z }];
  });
  const cached = { samples, patients, keys };
  const jobs: Job[] = [
    ...samples.volumes.map((_, fold) => ({ fold })),
    { loss: "spacing" },
    { loss: "paper" },
  ];
  const [done, alone] = split(await inProcesses(cached, jobs));
  const held = joined(done);
  const rows = [
    ...rowsOf(held),
    ["Spearman with the original scores, no anchors, spacing loss", "≥ .93", digits(alone[0]!)],
    ["the same, the paper's loss", "–", digits(alone[1]!)],
    ["one 512 × 512 slice, mask included", "≤ 10 ms", await timeOfSlice()],
  ];
  const text = `${table(["measure", "wanted", "measured"], rows)}\n\n${patients.length} scored slices, ${keys.length} key slices, ${cts.length} volumes; ${stamp()}, \`npm run accuracy:bodypart\`.`;
  putBetween(new URL("../docs/bodypart.md", import.meta.url), "accuracy-bodypart", text);
  console.log(text);
}

/** What every process needs. */
interface Cached {
  readonly samples: TrainingSamples;
  readonly patients: readonly string[];
  readonly keys: readonly Sample[];
}

/** A fold of the cross-validation, or a training without anchors. */
type Job = { readonly fold: number } | { readonly loss: TrainingOptions["loss"] };

const doJob = (cached: Cached, job: Job): HeldOut | number =>
  "fold" in job
    ? heldOut(cached, job.fold)
    : selfSupervised(cached.samples, { loss: job.loss }, cached.patients);

const PROCESSES = 4;

/** The results of jobs in their order. */
async function inProcesses(cached: Cached, jobs: readonly Job[]): Promise<(HeldOut | number)[]> {
  const file = join(tmpdir(), `lesion-graph-bodypart-${process.pid}`);
  writeFileSync(file, serialize(cached));
  const results: (HeldOut | number)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const child = fork(fileURLToPath(import.meta.url), [file]);
    for (let k = next++; k < jobs.length; k = next++) {
      const answer = new Promise<HeldOut | number>((resolve, reject) => {
        child.once("message", (found) => resolve(found as HeldOut | number));
        child.once("error", reject);
      });
      child.send(jobs[k]!);
      results[k] = await answer;
      console.error(`${JSON.stringify(jobs[k])} done`);
    }
    child.kill();
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
  rmSync(file);
  return results;
}

const split = (results: readonly (HeldOut | number)[]): [HeldOut[], number[]] => [
  results.filter((one) => typeof one !== "number"),
  results.filter((one) => typeof one === "number"),
];

const joined = (folds: readonly HeldOut[]): HeldOut => ({
  scored: folds.flatMap((one) => one.scored),
  keys: folds.flatMap((one) => one.keys),
  volumes: folds.flatMap((one) => one.volumes),
});

/** Folds by patient: each holds out one volume and every ninth patient of the slices. */
function heldOut({ samples, patients, keys }: Cached, fold: number): HeldOut {
  const folds = samples.volumes.length;
  const order = [...new Set([...patients, ...keys.map(({ patient }) => patient)])].sort();
  const foldOf = new Map(order.map((patient, i) => [patient, (i * 4) % folds]));
  const own = (i: number): boolean => foldOf.get(patients[i]!) === fold;
  const others = {
    volumes: samples.volumes.filter((_, i) => i !== fold),
    anchors: samples.anchors.filter((_, i) => !own(i)),
  };
  const score = scorer(trainOnSamples(others, { networks: NETWORKS }));
  const { name, spacingMm, slices } = samples.volumes[fold]!;
  return {
    scored: samples.anchors.flatMap(({ variants, score: truth }, i) =>
      own(i) ? [{ found: score(variants[0]!), truth }] : [],
    ),
    keys: keys.flatMap(({ patient, features, truth }) =>
      foldOf.get(patient) === fold ? [{ found: zOf(score(features)), truth }] : [],
    ),
    volumes: [{ name, spacingMm, scores: slices.map(([first]) => score(first!)) }],
  };
}

function scorer(model: BodyPartModel): (features: ArrayLike<number>) => number {
  const opened = openedModel(model);
  return (features) => ensembleScore(opened, features).score;
}

/** Trained on volumes only, so that every scored slice is unseen. */
function selfSupervised(
  samples: TrainingSamples,
  options: Partial<TrainingOptions>,
  patients: readonly string[],
): number {
  const score = scorer(trainOnSamples({ ...samples, anchors: [] }, { networks: 1, ...options }));
  const found = samples.anchors.map(({ variants }) => score(variants[0]!));
  if (found.length !== patients.length) throw new Error("a scored slice shows too little body");
  return spearman(
    found,
    samples.anchors.map(({ score: truth }) => truth),
  );
}

function rowsOf({ scored, keys, volumes: cts }: HeldOut): string[][] {
  const [found, truth] = [scored.map((one) => one.found), scored.map((one) => one.truth)];
  const [z, keyZ] = [keys.map((one) => one.found), keys.map((one) => one.truth)];
  const smooth = cts.map((ct) => ({
    ...ct,
    scores: smoothed(ct.scores.map((score, i) => ({ score, position: i * ct.spacingMm }))).map(
      (one) => one.score,
    ),
  }));
  const errors = [
    ...scored.map((one) => zOf(one.found) - zOf(one.truth)),
    ...keys.map((one) => one.found - one.truth),
  ];
  const same = scored.filter((one) => regionOf(one.found) === regionOf(one.truth)).length;
  const atLimits =
    ([low, high]: readonly [number, number]) =>
    (score: number) =>
      score < low ? 0 : score < high ? 1 : 2;
  const three = atLimits([-3.5, 4]);
  const sameOfThree = scored.filter((one) => three(one.found) === three(one.truth)).length;
  return [
    [
      "Spearman with the original network's scores, unseen patients",
      "≥ .97",
      digits(spearman(found, truth)),
    ],
    [
      "mean absolute error of the score",
      "–",
      mean(scored.map((one) => Math.abs(one.found - one.truth))).toFixed(2),
    ],
    [
      "order of slices ≥ 20 mm apart within held-out volumes, slice by slice",
      "≥ .975",
      digits(order(cts)),
    ],
    ["the same, smoothed along the volume", "–", digits(order(smooth))],
    ["linearity R² within held-out volumes, mean, slice by slice", "≥ .88", digits(linearity(cts))],
    ["the same, smoothed along the volume", "–", digits(linearity(smooth))],
    [
      "z of DeepLesion's key slices: mean absolute error",
      "≤ .024",
      digits(mean(keys.map((one) => Math.abs(one.found - one.truth)))),
    ],
    ["z of DeepLesion's key slices: Spearman", "≥ .87", digits(spearman(z, keyZ))],
    [
      "root mean square error of z, key slices and scored slices",
      "–",
      digits(Math.sqrt(mean(errors.map((one) => one * one)))),
    ],
    [
      "chest / abdomen / pelvis as by the original score",
      "≥ .95",
      digits(sameOfThree / scored.length),
    ],
    ["head and neck as a region of its own", "–", digits(same / scored.length)],
  ];
}

/** Share of pairs of slices in the right order, all volumes together. */
function order(cts: HeldOut["volumes"]): number {
  let [right, pairs] = [0, 0];
  for (const { spacingMm, scores } of cts) {
    for (let i = 0; i < scores.length; i++) {
      for (let j = i + 1; j < scores.length; j++) {
        if ((j - i) * spacingMm < APART_MM - 1e-6) continue;
        pairs++;
        if (scores[j]! > scores[i]!) right++;
      }
    }
  }
  return right / pairs;
}

/** Squared correlation of score and position, negative where the score falls. */
const linearity = (cts: HeldOut["volumes"]): number =>
  mean(
    cts.map(({ scores }) => {
      const r = correlation(
        scores,
        scores.map((_, i) => i),
      );
      return r * Math.abs(r);
    }),
  );

/** Processor time of one slice, median of 50. */
async function timeOfSlice(): Promise<string> {
  const model = await defaultBodyPartModel();
  const { slice, pixelMm } = keySlices()[0]!;
  const times = Array.from({ length: 60 }, () => {
    const start = performance.now();
    sliceScore(model, slice, pixelMm);
    return performance.now() - start;
  });
  return `${times
    .slice(10)
    .sort((a, b) => a - b)[25]!
    .toFixed(1)} ms`;
}

const digits = (value: number): string => value.toFixed(3).replace(/^(-?)0\./, "$1.");

const [, , cacheFile] = process.argv;
if (cacheFile !== undefined) {
  const cached = deserialize(readFileSync(cacheFile)) as Cached;
  process.on("message", (job: Job) => process.send!(doJob(cached, job)));
} else if (hasData()) await measure();
else console.log("../shared/data/bodypart is not here: the table is left as it is");
