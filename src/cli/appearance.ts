/** `lesion-graph appearance`: what lesions look like, as vectors for --embeddings. */
import { readFile } from "node:fs/promises";
import { fail, type LesionGraphError } from "../core/errors.js";
import { assertOneOf } from "../core/options.js";
import { csvLine } from "../csv/write.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { APPEARANCE_COLUMNS } from "../images/appearance-vector.js";
import { limitsOf, type Window, type WindowName } from "../images/window.js";
import {
  type EmbedLesionsOptions,
  embedLesions,
  type MeasureOptions,
  measureAppearance,
} from "../node/appearance.js";
import { readDlInfoFile, readFault } from "../node/files.js";
import { progressLine } from "./progress.js";
import { writeResult } from "./result.js";
import { say } from "./say.js";
import { numberOf } from "./values.js";

/** Flags that say how lesions are measured, and what they are to the library. */
const MEASURING = { ring: "ringMm", bin: "binHu", marginPoints: "marginPoints" } as const;

/** Flags that say how a model is run. */
const NUMBERS_OF_MODEL = {
  field: "fieldMm",
  size: "sizePx",
  channels: "channels",
  batch: "batch",
  mean: "mean",
  standardDeviation: "standardDeviation",
} as const;
const OF_MODEL = [...Object.keys(NUMBERS_OF_MODEL), "window", "outputName"] as const;

type NumberFlag = keyof typeof MEASURING | keyof typeof NUMBERS_OF_MODEL;

export interface AppearanceFlags extends Partial<Readonly<Record<NumberFlag, string>>> {
  readonly info: string;
  readonly model?: string;
  readonly window?: string;
  readonly outputName?: string;
  readonly missing: string;
  readonly output?: string;
}

export async function run(images: string, flags: AppearanceFlags): Promise<void> {
  assertOneOf("--missing", flags.missing, ["error", "skip"]);
  assertFlagsApply(flags);
  const leftOut: LesionGraphError[] = [];
  const onMissing =
    flags.missing === "skip"
      ? (reason: LesionGraphError): void => void leftOut.push(reason)
      : undefined;
  const measuring = { ...numbers(MEASURING, flags), onMissing };
  const embedding = { ...modelOptions(flags), onMissing };
  const { lesions } = await readDlInfoFile(flags.info);
  const pieces =
    flags.model === undefined
      ? measured(images, lesions, measuring)
      : embedded(images, lesions, flags.model, embedding);
  await writeResult(pieces, [], flags);
  const [first] = leftOut;
  if (first === undefined) return;
  say(`warning: ${leftOut.length} of ${lesions.length} rows left out; the first: ${first.message}`);
}

async function* measured(
  images: string,
  lesions: readonly DlInfoLesion[],
  options: Partial<MeasureOptions>,
): AsyncGenerator<string> {
  const progress = progressLine();
  const vectors = await measureAppearance(images, lesions, {
    ...options,
    onProgress: (done, of) => progress.show(`${done} of ${of} slices`),
  });
  progress.clear();
  yield csvLine(["row", ...APPEARANCE_COLUMNS]);
  for (const { row, vector } of vectors) yield csvLine([row, ...vector]);
}

async function* embedded(
  images: string,
  lesions: readonly DlInfoLesion[],
  file: string,
  options: Partial<EmbedLesionsOptions>,
): AsyncGenerator<string> {
  const bytes = await readFile(file).catch((error) => {
    throw readFault(error, file);
  });
  const progress = progressLine();
  const vectors = embedLesions(images, lesions, bytes, {
    ...options,
    onProgress: (done) => progress.show(`${done} of ${lesions.length} lesions`),
  });
  let first = true;
  for await (const { row, vector } of vectors) {
    if (first) yield csvLine(["row", ...Array.from(vector, (_, k) => `v${k + 1}`)]);
    first = false;
    yield csvLine([row, ...vector]);
  }
  progress.clear();
}

/** @throws LesionGraphError BAD_CALL for a flag that says nothing about this way of measuring. */
function assertFlagsApply(flags: AppearanceFlags): void {
  const withModel = flags.model !== undefined;
  const others = withModel ? Object.keys(MEASURING) : OF_MODEL;
  const flag = others.find((name) => flags[name as NumberFlag] !== undefined);
  if (flag === undefined) return;
  fail(
    "BAD_CALL",
    `${typed(flag)} ${withModel ? "without" : "with"} --model only`,
    withModel ? "a model" : "no model",
  );
}

/** What the flags ask of a model. @throws LesionGraphError BAD_OPTION. */
function modelOptions(flags: AppearanceFlags): Partial<EmbedLesionsOptions> {
  const { window, outputName } = flags;
  return {
    ...numbers(NUMBERS_OF_MODEL, flags),
    ...(window === undefined ? {} : { window: windowOf(window) }),
    ...(outputName === undefined ? {} : { output: outputName }),
  };
}

/** A window's name, or `lower,upper`. */
function windowOf(text: string): Window | WindowName {
  const window = text.includes(",")
    ? text.split(",").map((part) => numberOf("--window", part))
    : text;
  if (typeof window !== "string" && window.length !== 2) {
    fail("BAD_OPTION", "--window as a name or as lower,upper in HU", text, { option: "--window" });
  }
  return limitsOf(window as unknown as Window | WindowName);
}

/** Those of the flags that are given, as numbers under the library's names. */
function numbers<T extends Readonly<Partial<Record<NumberFlag, string>>>>(
  names: T,
  flags: AppearanceFlags,
): Partial<Record<T[keyof T] & string, number>> {
  const given = Object.entries(names).flatMap(([flag, name]) => {
    const text = flags[flag as NumberFlag];
    return text === undefined ? [] : [[name, numberOf(typed(flag), text)]];
  });
  return Object.fromEntries(given) as Partial<Record<T[keyof T] & string, number>>;
}

/** A flag as it is typed: `--margin-points`. */
const typed = (flag: string): string =>
  `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
