/**
 * `npm run accuracy:bodypart`: accuracy of the body-part regressor on patients it was not trained on. The scored
 * slices and key slices are scored in nine folds by patient, each volume by a training without it.
 * JOBS=n sets the number of processes.
 */
import { fork } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { defaultBodyPartModel, sliceFeatures, sliceScore, zOfScore } from "lesion-graph/bodypart";
import type { CtSlice } from "lesion-graph/images";
import { DEEPLESION_Z, ensembleScore, openedModel } from "../src/bodypart/model.js";
import { anchorSamples, type TrainingSamples, volumeSamples } from "../src/bodypart/samples.js";
import { smoothed } from "../src/bodypart/score.js";
import { trainOnSamples } from "../src/bodypart/train.js";
import { TRAINING_OPTIONS, type TrainingOptions } from "../src/bodypart/training-options.js";
import { defaultsOf } from "../src/core/options.js";
import { randomSource } from "../src/core/random.js";
import { hasData, keySlices, scoredSlices, volumes } from "./bodypart-data.js";
import {
  APART_MM,
  agreement,
  digits,
  linearity,
  mean,
  order,
  rootMeanSquare,
  type ScoredVolume,
  spearman,
} from "./bodypart-measures.js";
import { putBetween, stamp, table } from "./markdown.js";

const FOLDS = 9;
/** Networks of a fold's model: half of those of the shipped one, for time. */
const NETWORKS = 2;
const zOf = (score: number): number => zOfScore(DEEPLESION_Z, score).z;

type Features = ArrayLike<number>;

/** What every process needs. */
interface Cached {
  readonly samples: TrainingSamples;
  /** Slices to be scored. */
  readonly tests: readonly Features[];
}

/** Trains on some volumes and anchors, and scores some slices: all by index. */
interface Job {
  readonly volumes: readonly number[];
  readonly anchors: readonly number[];
  readonly tests: readonly number[];
  readonly loss?: TrainingOptions["loss"];
}

/** Scores of a job's slices, their model's score per mm, and the processor time that they took. */
interface Result {
  readonly scores: number[];
  readonly scorePerMm: number;
  readonly seconds: number;
}

function resultOf({ samples, tests }: Cached, job: Job): Result {
  const before = processorSeconds();
  const model = trainOnSamples(
    {
      volumes: job.volumes.map((i) => samples.volumes[i]!),
      anchors: job.anchors.map((i) => samples.anchors[i]!),
    },
    { networks: NETWORKS, loss: job.loss ?? "spacing" },
  );
  const opened = openedModel(model);
  const scores = job.tests.map((i) => ensembleScore(opened, tests[i]!));
  return { scores, scorePerMm: model.scorePerMm, seconds: processorSeconds() - before };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The results of the jobs, in their order. */
async function inProcesses(cached: Cached, jobs: readonly Job[]): Promise<Result[]> {
  const file = join(tmpdir(), `lesion-graph-bodypart-${process.pid}`);
  writeFileSync(file, serialize(cached));
  const results: Result[] = [];
  const queue = [...jobs.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    const child = fork(fileURLToPath(import.meta.url), [file]);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [k, job] = next;
      results[k] = await new Promise<Result>((resolve, reject) => {
        child.once("message", (found) => resolve(found as Result));
        child.once("error", reject);
        child.send(job);
      });
      done++;
      console.error(`${done} of ${jobs.length} trainings`);
    }
    child.kill();
  };
  const processes = Number(process.env["JOBS"] ?? availableParallelism());
  await Promise.all(Array.from({ length: processes }, work));
  rmSync(file);
  return results;
}

/** Changes that a slice of other equipment may show; the score should stay. */
const CHANGES: Readonly<Record<string, (slice: CtSlice, pixelMm: number) => [CtSlice, number]>> = {
  "as it is": (slice, mm) => [slice, mm],
  "pixel size 10 % too large": (slice, mm) => [slice, mm * 1.1],
  "pixel size 10 % too small": (slice, mm) => [slice, mm * 0.9],
  "noise of 40 HU": (slice, mm) => [noisy(slice), mm],
  "field of view cut by 12 % left and right": (slice, mm) => [cut(slice), mm],
};

function noisy({ width, height, hu }: CtSlice): CtSlice {
  const random = randomSource(1, 1);
  return { width, height, hu: hu.map((value) => value + Math.round(random.normal(0, 40))) };
}

/** The middle 76 % of the columns. */
function cut({ width, height, hu }: CtSlice): CtSlice {
  const [from, to] = [Math.round(0.12 * width), Math.round(0.88 * width)];
  return {
    width: to - from,
    height,
    hu: hu.filter((_, i) => i % width >= from && i % width < to),
  };
}

const indices = (list: readonly unknown[]): number[] => list.map((_, i) => i);

async function measure(): Promise<void> {
  const options = defaultsOf(TRAINING_OPTIONS);
  const cts = await volumes();
  const scored = scoredSlices();
  const keys = keySlices();
  const samples: TrainingSamples = {
    volumes: cts.map((volume) => volumeSamples(volume, options)),
    anchors: scored.map((anchor, i) => anchorSamples(anchor, i, options)!),
  };
  const tests: Features[] = [];
  const test = (features: Features): number => tests.push(features) - 1;
  const inVolumes = samples.volumes.map(({ slices }) => slices.map(([own]) => test(own!)));
  const changes = Object.values(CHANGES).map((change) =>
    scored.map(({ slice, pixelMm }) => test(sliceFeatures(...change(slice, pixelMm))!.values)),
  );
  const inKeys = keys.map(({ slice, pixelMm }) => test(sliceFeatures(slice, pixelMm)!.values));

  const patients = [...new Set([...scored, ...keys].map(({ patient }) => patient))].sort();
  const foldOf = ({ patient }: { readonly patient: string }): number =>
    (patients.indexOf(patient) * 4) % FOLDS;
  const all = { volumes: indices(cts), anchors: indices(scored) };
  const folds: Job[] = Array.from({ length: FOLDS }, (_, fold) => ({
    volumes: all.volumes,
    anchors: all.anchors.filter((i) => foldOf(scored[i]!) !== fold),
    tests: [
      ...changes.flatMap((one) => one.filter((_, i) => foldOf(scored[i]!) === fold)),
      ...inKeys.filter((_, i) => foldOf(keys[i]!) === fold),
    ],
  }));
  const heldOut: Job[] = inVolumes.map((own, out) => ({
    volumes: all.volumes.filter((i) => i !== out),
    anchors: all.anchors,
    tests: own,
  }));
  const alone = (["spacing", "paper"] as const).map((loss): Job => {
    return { volumes: all.volumes, anchors: [], tests: changes[0]!, loss };
  });
  const jobs = [...folds, ...heldOut, ...alone];
  const results = await inProcesses({ samples, tests }, jobs);
  const found: number[] = [];
  for (const [k, { tests }] of [...folds, ...heldOut].entries()) {
    tests.forEach((at, i) => {
      found[at] = results[k]!.scores[i]!;
    });
  }
  const scores = (at: readonly number[]): number[] => at.map((i) => found[i]!);
  const truth = scored.map(({ score }) => score);
  const rows = [
    ...slicesRows(scores(changes[0]!), truth),
    ...results
      .slice(-2)
      .map(({ scores: own }, i) => [
        ["Spearman without anchors", "the same, the paper's losses"][i]!,
        ["≥ .93", "–"][i]!,
        digits(spearman(own, truth)),
      ]),
    ...volumesRows(
      samples.volumes.map(({ spacingMm }, v) => ({
        spacingMm,
        scores: scores(inVolumes[v]!),
        scorePerMm: results[FOLDS + v]!.scorePerMm,
      })),
    ),
    ...keysRows(
      scores(inKeys).map(zOf),
      keys.map(({ z }) => z),
    ),
    [
      "root mean square error of z, key slices and scored slices",
      "–",
      digits(
        rootMeanSquare([
          ...scores(changes[0]!).map((score, i) => zOf(score) - zOf(truth[i]!)),
          ...scores(inKeys).map((score, i) => zOf(score) - keys[i]!.z),
        ]),
      ),
    ],
    ["processor time of one 512 × 512 slice, mask included", "≤ 10 ms", await timeOfSlice()],
  ];
  const changed = Object.keys(CHANGES).map((name, k) => {
    const own = scores(changes[k]!);
    const off = own.map((score, i) => Math.abs(score - truth[i]!));
    return [name, digits(spearman(own, truth)), mean(off).toFixed(2)];
  });
  const seconds = results.reduce((sum, one) => sum + one.seconds, processorSeconds());
  const text = [
    table(["measure", "wanted", "measured"], rows),
    `${scored.length} scored slices, ${keys.length} key slices, ${cts.length} volumes, ${NETWORKS} networks per training; ${stamp()}, \`npm run accuracy:bodypart\`, ${Math.ceil(seconds / 60)} minutes of processor time.`,
    "The scored slices again, changed after training:",
    table(["scored slices", "Spearman", "mean absolute error of the score"], changed),
  ].join("\n\n");
  putBetween(new URL("../docs/bodypart.md", import.meta.url), "accuracy-bodypart", text);
  console.log(text);
}

function slicesRows(found: readonly number[], truth: readonly number[]): string[][] {
  return [
    [
      "Spearman with the original network's scores, unseen patients",
      "≥ .97",
      digits(spearman(found, truth)),
    ],
    [
      "mean absolute error of the score",
      "–",
      mean(found.map((score, i) => Math.abs(score - truth[i]!))).toFixed(2),
    ],
    ["chest / abdomen / pelvis as by the original score", "≥ .95", digits(agreement(found, truth))],
  ];
}

function volumesRows(cts: readonly (ScoredVolume & { readonly scorePerMm: number })[]): string[][] {
  const smooth = cts.map(({ spacingMm, scores, scorePerMm }) => {
    const known = scores.map((score, i) => ({ score, position: i * spacingMm }));
    return { spacingMm, scores: smoothed(known, scorePerMm).map(({ score }) => score) };
  });
  return [
    [
      `order of slices ≥ ${APART_MM} mm apart within held-out volumes, slice by slice`,
      "≥ .975",
      digits(order(cts)),
    ],
    ["the same, smoothed along the volume", "–", digits(order(smooth))],
    ["linearity R² within held-out volumes, mean, slice by slice", "≥ .88", digits(linearity(cts))],
    ["the same, smoothed along the volume", "–", digits(linearity(smooth))],
  ];
}

const keysRows = (found: readonly number[], truth: readonly number[]): string[][] => [
  [
    "z of DeepLesion's key slices: mean absolute error",
    "≤ .024",
    digits(mean(found.map((z, i) => Math.abs(z - truth[i]!)))),
  ],
  ["z of DeepLesion's key slices: Spearman", "≥ .87", digits(spearman(found, truth))],
];

/** Processor time of one slice, mean of 100. */
async function timeOfSlice(): Promise<string> {
  const model = await defaultBodyPartModel();
  const { slice, pixelMm } = keySlices()[0]!;
  const score = (times: number): void => {
    for (let i = 0; i < times; i++) sliceScore(model, slice, pixelMm);
  };
  score(20);
  const before = processorSeconds();
  score(100);
  return `${((processorSeconds() - before) * 10).toFixed(1)} ms`;
}

const [, , cacheFile] = process.argv;
if (cacheFile !== undefined) {
  const cached = deserialize(readFileSync(cacheFile)) as Cached;
  process.on("message", (job: Job) => process.send!(resultOf(cached, job)));
} else if (hasData()) await measure();
else console.log("../shared/data/bodypart is not here: the table is left as it is");
