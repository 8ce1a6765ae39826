/** `lesion-graph bodypart train`: a body-part regressor from volumes. */
import { dirname, resolve } from "node:path";
import { writeBodyPartModel } from "../bodypart/read-model.js";
import { type Anchor, anchorSamples, volumeSamples } from "../bodypart/samples.js";
import { trainOnSamples } from "../bodypart/train.js";
import { TRAINING_OPTIONS, type TrainingOptions } from "../bodypart/training-options.js";
import { fail } from "../core/errors.js";
import { resolveOptions, text } from "../core/options.js";
import { readRows } from "../csv/read-rows.js";
import { column, optional } from "../csv/table.js";
import { type CtReading, readCt, readVolumes } from "../node/ct-volumes.js";
import { readWith } from "../node/file-bytes.js";
import { READING_FLAGS, readingOf } from "./bodypart-flags.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { output } from "./common-flags.js";
import { type FlagValues, given, optionalFlag, repeatableFlag, schemaFlags } from "./flags.js";
import { progressLine } from "./terminal.js";

const TRAINING_FLAGS = schemaFlags(TRAINING_OPTIONS, [
  "loss",
  "steps",
  "networks",
  "variants",
  "seed",
  "name",
  "date",
]);

const FLAGS = {
  anchors: optionalFlag(
    "--anchors <file>",
    text("", "CSV with file,score[,pixelMm]: slices of known score"),
  ),
  ...TRAINING_FLAGS,
  attribution: repeatableFlag("--attribution <text>", text("", "Source and terms of the volumes")),
  ...READING_FLAGS,
  output,
};

type TrainFlags = FlagValues<typeof FLAGS>;

export const bodypartTrain = defineCommand({
  description: "Trains the body-part regressor on CT volumes and writes it as JSON.",
  arguments: [{ syntax: "<volume...>", help: "NIfTI volumes or folders of PNG slices" }],
  flags: FLAGS,
  run,
});

/** Reads one volume at a time, and keeps its features only. */
async function run(flags: TrainFlags, inputs: readonly string[]): Promise<void> {
  const reading = readingOf(flags);
  const progress = progressLine();
  const options = trainingOptions(flags, progress.onProgress);
  const { anchors: file } = flags;
  const known = file === undefined ? [] : await readAnchors(file, reading);
  const volumes = [];
  for await (const volume of readVolumes(inputs, reading)) {
    volumes.push(volumeSamples(volume, options));
    progress.onProgress({ done: volumes.length, total: undefined, unit: "volumes" });
  }
  const samples = {
    volumes,
    anchors: known.flatMap((anchor, i) => anchorSamples(anchor, i, options) ?? []),
  };
  const model = trainOnSamples(samples, options);
  progress.clear();
  const anchorFiles = file === undefined ? [] : [file, ...known.map(({ path }) => path)];
  await writeResult([writeBodyPartModel(model)], [...inputs, ...anchorFiles], flags);
}

function trainingOptions(
  { loss, steps, networks, variants, seed, name, date, attribution }: TrainFlags,
  onProgress: TrainingOptions["onProgress"],
): TrainingOptions {
  return resolveOptions<TrainingOptions>("bodypart train", TRAINING_OPTIONS, {
    ...given({ loss, steps, networks, variants, seed, name, date, attribution }),
    onProgress,
  });
}

/** Columns of an anchors file. */
const ANCHOR_COLUMNS = Object.freeze({
  file: column.text("PNG slice; a relative name begins at the folder of this file"),
  score: column.number("Known score"),
  pixelMm: optional(column.number("Side of a pixel", "mm")),
});

/** An anchor and the path of its slice. */
type AnchorFile = Anchor & { readonly path: string };

async function readAnchors(file: string, reading: CtReading): Promise<AnchorFile[]> {
  const rows = await readWith(file, (bytes) => readRows(bytes, ANCHOR_COLUMNS));
  const anchors: AnchorFile[] = [];
  for (const { file: name, score, pixelMm } of rows) {
    const path = resolve(dirname(file), name);
    const found = await readCt(path, { ...reading, pixelMm: pixelMm ?? reading.pixelMm });
    if (!("single" in found)) fail("BAD_IMAGE", "a PNG slice", "a volume", { file: path });
    anchors.push({ ...found.single, score, path });
  }
  return anchors;
}
