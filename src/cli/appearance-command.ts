/** `lesion-graph appearance`: the appearance of lesions as vectors for --embeddings. */
import { fail, type LesionGraphError } from "../core/errors.js";
import { choice, text } from "../core/options.js";
import { csvLine } from "../csv/csv-line.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { APPEARANCE_SCHEMA } from "../images/appearance-features.js";
import { APPEARANCE_COLUMNS } from "../images/appearance-vector.js";
import { EMBED_SCHEMA } from "../images/embed.js";
import { PATCH_SCHEMA } from "../images/patch.js";
import { readRegularFile } from "../node/file-bytes.js";
import { readDlInfoFile } from "../node/files.js";
import {
  type EmbedLesionsOptions,
  embedLesions,
  type MeasureOptions,
  measureAppearance,
} from "../node/measure-appearance.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { IMAGES, output, windowOf } from "./common-flags.js";
import {
  type Flags,
  type FlagValues,
  flag,
  given,
  longName,
  mandatoryFlag,
  optionalFlag,
  schemaFlags,
} from "./flags.js";
import { progressLine, warn } from "./terminal.js";

/** Flags of appearance features. */
const MEASURE_FLAGS = schemaFlags(APPEARANCE_SCHEMA, ["ringMm", "binHu", "marginPoints"]);

/** Flags of a model. */
const MODEL_FLAGS = {
  ...schemaFlags(PATCH_SCHEMA, ["fieldMm", "sizePx"]),
  ...schemaFlags(EMBED_SCHEMA, ["channels", "batch"]),
  window: optionalFlag("--window <name|lower,upper>", EMBED_SCHEMA.window, windowOf),
  ...schemaFlags(EMBED_SCHEMA, ["mean", "standardDeviation"]),
  outputName: optionalFlag("--output-name <name>", EMBED_SCHEMA.output),
};

const FLAGS = {
  info: mandatoryFlag("--info <file>", text("", "DL_info.csv of the slices")),
  ...MEASURE_FLAGS,
  model: optionalFlag(
    "--model <file>",
    text("", "ONNX model of patches; needs onnxruntime-web or onnxruntime-node"),
  ),
  ...MODEL_FLAGS,
  missing: flag(
    "--missing <rule>",
    choice(["error", "skip"], "error", "Rows without a slice or that cannot be measured"),
  ),
  output,
};

type Values = FlagValues<typeof FLAGS>;

export const appearance = defineCommand({
  description: "Measures lesions on their key slices, or embeds them by an ONNX model.",
  arguments: [IMAGES],
  flags: FLAGS,
  run,
});

async function run(flags: Values, images: string): Promise<void> {
  assertFlagsApply(flags);
  const skipped: LesionGraphError[] = [];
  const onMissing =
    flags.missing === "skip"
      ? (reason: LesionGraphError): void => void skipped.push(reason)
      : undefined;
  const { lesions } = await readDlInfoFile(flags.info);
  const chunks =
    flags.model === undefined
      ? measured(images, lesions, { ...valuesOf(MEASURE_FLAGS, flags), onMissing })
      : embeddings(images, lesions, flags.model, { ...modelOptions(flags), onMissing });
  await writeResult(chunks, [images], flags);
  const [first] = skipped;
  if (first === undefined) return;
  warn(`${skipped.length} of ${lesions.length} rows skipped; the first: ${first.message}`);
}

async function* measured(
  images: string,
  lesions: readonly DlInfoLesion[],
  options: Partial<MeasureOptions>,
): AsyncGenerator<string> {
  const progress = progressLine();
  const vectors = await measureAppearance(images, lesions, {
    ...options,
    onProgress: progress.onProgress,
  });
  progress.clear();
  yield csvLine(["row", ...APPEARANCE_COLUMNS]);
  for (const { row, vector } of vectors) yield csvLine([row, ...vector]);
}

async function* embeddings(
  images: string,
  lesions: readonly DlInfoLesion[],
  file: string,
  options: Partial<EmbedLesionsOptions>,
): AsyncGenerator<string> {
  const bytes = await readRegularFile(file);
  const progress = progressLine();
  const vectors = embedLesions(images, lesions, bytes, {
    ...options,
    onProgress: progress.onProgress,
  });
  let first = true;
  for await (const { row, vector } of vectors) {
    if (first) yield csvLine(["row", ...Array.from(vector, (_, k) => `v${k + 1}`)]);
    first = false;
    yield csvLine([row, ...vector]);
  }
  progress.clear();
}

/** Asserts that every flag given belongs to the method: features or model. */
function assertFlagsApply(flags: Values): void {
  const withModel = flags.model !== undefined;
  const others: Flags = withModel ? MEASURE_FLAGS : MODEL_FLAGS;
  const name = Object.keys(others).find((one) => flags[one as keyof Values] !== undefined);
  const other = name === undefined ? undefined : others[name];
  if (other === undefined) return;
  fail(
    "BAD_CALL",
    `${longName(other.syntax)} only ${withModel ? "without" : "with"} --model`,
    withModel ? "a model" : "no model",
  );
}

function modelOptions(flags: Values): Partial<EmbedLesionsOptions> {
  const { outputName, ...options } = valuesOf(MODEL_FLAGS, flags);
  return { ...options, ...given({ output: outputName }) };
}

/** The values of the given flags among these. */
const valuesOf = <F extends Flags>(flags: F, values: FlagValues<F>) =>
  given(
    Object.fromEntries(Object.keys(flags).map((name) => [name, values[name]])) as FlagValues<F>,
  );
