/** `lesion-graph bodypart score`: positions of slices along the body. */
import type { CtVolume } from "../bodypart/ct-volume.js";
import { onnxScores, type SizedSlice } from "../bodypart/onnx.js";
import { REGIONS } from "../bodypart/region.js";
import { isReversed, type SliceScore, scoreVolume, sliceScore } from "../bodypart/score.js";
import { fail } from "../core/errors.js";
import { choice, text } from "../core/options.js";
import { column, linesOf, optional, type RowOf } from "../csv/table.js";
import { readCt } from "../node/ct-volumes.js";
import { readRegularFile } from "../node/file-bytes.js";
import { loadOnnxRuntime } from "../node/load-onnx-runtime.js";
import { bodyPartModel, READING_FLAGS, readingOf, unreliable } from "./bodypart-flags.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { format, output } from "./common-flags.js";
import { type FlagValues, optionalFlag } from "./flags.js";
import { csvFrame, framedItems, jsonFrame } from "./framing.js";
import { progressLine, warn } from "./terminal.js";

/** Columns of `bodypart score`. */
const SCORE_COLUMNS = Object.freeze({
  file: column.text("File or folder as given"),
  slice: column.integer("Number of the slice in the file or folder, counted from 1"),
  score: optional(column.number("Rises from head to feet; smoothed along a volume")),
  z: optional(column.number("DeepLesion's z, 0 at the head and 1 at the feet")),
  zStandardError: optional(column.number("Standard error of z")),
  region: optional(column.choice(REGIONS, "Body region")),
});

type ScoreRow = RowOf<typeof SCORE_COLUMNS>;

const FLAGS = {
  model: optionalFlag(
    "--model <file>",
    text("", "Model of bodypart train, or an ONNX model; the shipped model where absent"),
  ),
  risesTowards: optionalFlag(
    "--rises-towards <end>",
    choice(["feet", "head"], "feet", "ONNX model: where its score is highest"),
  ),
  ...READING_FLAGS,
  format: format(["csv", "json"], "csv"),
  output,
};

type ScoreFlags = FlagValues<typeof FLAGS>;

export const bodypartScore = defineCommand({
  description: "Writes one line per slice, from head to feet: score, z of DeepLesion and region.",
  arguments: [
    { syntax: "<input...>", help: "NIfTI volumes, folders of PNG slices, or PNG slices" },
  ],
  flags: FLAGS,
  run,
});

async function run(flags: ScoreFlags, inputs: readonly string[]): Promise<void> {
  const rows = scoredRows(inputs, flags);
  const chunks =
    flags.format === "json"
      ? framedItems(rows, jsonFrame("slices"), (row) => JSON.stringify(row))
      : framedItems(rows, csvFrame(Object.keys(SCORE_COLUMNS)), (row) =>
          linesOf(SCORE_COLUMNS, [row]),
        );
  await writeResult(chunks, inputs, flags);
}

async function* scoredRows(inputs: readonly string[], flags: ScoreFlags): AsyncGenerator<ScoreRow> {
  const reading = readingOf(flags);
  const scorer = await scorerOf(flags);
  const progress = progressLine();
  let done = 0;
  for (const file of inputs) {
    const input = await readCt(file, reading);
    const rows =
      "single" in input
        ? [await singleRow(file, input.single, scorer)]
        : (
            await Promise.all(input.volumes.map((volume) => volumeRows(file, volume, scorer)))
          ).flat();
    progress.onProgress({ done: ++done, total: inputs.length, unit: "files" });
    if (rows.every((row) => row.score === undefined)) {
      progress.clear();
      warn(`${file}: no slice shows enough body to be scored`);
    }
    yield* rows;
  }
  progress.clear();
}

async function singleRow(
  file: string,
  single: Parameters<Scorer["single"]>[0] & { readonly number: number },
  scorer: Scorer,
): Promise<ScoreRow> {
  const found = await scorer.single(single);
  warnOfUnreliable(file, [found]);
  return rowOf(file, single.number, found);
}

function warnOfUnreliable(file: string, slices: readonly (Found | undefined)[]): void {
  const count = slices.filter((one) => one?.reliable === false).length;
  if (count > 0) warn(`${file}: ${unreliable(count, slices.length)}`);
}

async function volumeRows(file: string, volume: CtVolume, scorer: Scorer): Promise<ScoreRow[]> {
  const { numbers, slices } = volume;
  if (slices.length === 1) warn(`${file}: a single slice; its score is not smoothed`);
  const found = await scorer.volume(volume);
  warnOfUnreliable(file, found.slices);
  const rows = slices.map((_, i) => rowOf(file, numbers?.[i] ?? i + 1, found.slices[i]));
  if (!found.reversed) return rows;
  warn(`${file}: ${scorer.reversed}`);
  return rows.reverse();
}

/** The row of a slice. */
type Found = Pick<SliceScore, "score"> &
  Partial<Pick<SliceScore, "z" | "zStandardError" | "region" | "reliable">>;

function rowOf(file: string, slice: number, found: Found | undefined): ScoreRow {
  return {
    file,
    slice,
    score: rounded(found?.score),
    z: rounded(found?.z),
    zStandardError: rounded(found?.zStandardError),
    region: found?.region,
  };
}

/** Six decimals. Adding 0 makes -0 a 0. */
const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(6)) + 0;

/** The scoring functions of slices and volumes. */
interface Scorer {
  /** What a warning says of a volume whose scores fall along its slices. */
  readonly reversed: string;
  single(slice: { slice: CtVolume["slices"][number]; pixelMm: number }): Promise<Found | undefined>;
  volume(volume: CtVolume): Promise<{ slices: readonly (Found | undefined)[]; reversed: boolean }>;
}

async function scorerOf(flags: ScoreFlags): Promise<Scorer> {
  const { model: file, risesTowards } = flags;
  if (file !== undefined && /\.onnx$/i.test(file)) return onnxScorer(file, flags);
  if (risesTowards !== undefined) {
    fail("BAD_CALL", "--rises-towards with an ONNX model only", file ?? "the shipped model", {
      option: "--rises-towards",
    });
  }
  const model = await bodyPartModel(file);
  return {
    reversed: "slices run from feet to head; lines are written from head to feet",
    single: async ({ slice, pixelMm }) => sliceScore(model, slice, pixelMm),
    volume: async (volume) => scoreVolume(model, volume),
  };
}

/** An ONNX model's scores have a scale of their own: no z, no region. */
async function onnxScorer(file: string, { risesTowards = "feet" }: ScoreFlags): Promise<Scorer> {
  const options = { risesTowards };
  const [runtime, bytes] = await Promise.all([loadOnnxRuntime(), readRegularFile(file)]);
  const scores = (slices: Iterable<SizedSlice>): ReturnType<typeof onnxScores> =>
    onnxScores(runtime, bytes, slices, options);
  const foundOf = (score: number | undefined): Found | undefined =>
    score === undefined ? undefined : { score };
  const otherEnd = risesTowards === "feet" ? "head" : "feet";
  return {
    reversed: `scores fall along the slices, and lines are written in reverse order: slices run from feet to head, or the model's score rises towards the ${otherEnd} (then use --rises-towards ${otherEnd})`,
    single: async (one) => foundOf((await scores([one]))[0]),
    volume: async ({ slices, spacingMm: [sx, sy, sz] }) => {
      const found = await scores(slices.map((slice) => ({ slice, pixelMm: [sx, sy] })));
      const known = found.flatMap((score, i) =>
        score === undefined ? [] : [{ score, position: i * sz }],
      );
      return { slices: found.map(foundOf), reversed: isReversed(known) };
    },
  };
}
