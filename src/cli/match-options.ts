/** The options that every command which matches lesions shares, and what they mean to the library. */
import type { Command } from "commander";
import { DATE_FORMATS } from "../core/calendar.js";
import { fail } from "../core/errors.js";
import { type ReadOptions, readOptions } from "../csv/lesions.js";
import {
  type ConstraintOptions,
  DEFAULT_CONSTRAINT_OPTIONS,
  type RowPair,
} from "../matching/constraints.js";
import type { MatchOptions } from "../matching/match.js";
import type { OnBytes } from "../node/files.js";
import { assignmentsOf, collect, listOf, numberOf, rowPairOf } from "./values.js";

/** As commander hands them on: texts, or absent. */
export interface MatchFlags {
  readonly method: string;
  readonly t1?: string;
  readonly t2?: string;
  readonly exclusion?: string;
  readonly features?: string;
  readonly weights?: readonly string[];
  readonly location?: string;
  readonly unitAppearance?: true;
  readonly mustLink?: readonly string[];
  readonly cannotLink?: readonly string[];
  readonly model?: string;
  readonly previous?: string;
  readonly noisy?: string;
  readonly embeddings?: string;
  readonly map?: readonly string[];
  readonly units?: string;
  readonly dateFormat?: string;
  readonly studyDates?: string;
  readonly missingSeries?: string;
  readonly missingPosition?: string;
  readonly whole?: true;
}

/** Declares the shared options on a command. */
export const addMatchOptions = (command: Command): Command =>
  command
    .option("--method <method>", "algorithm1 or joint", "algorithm1")
    .option("--features <list>", "of location,size,type,appearance")
    .option("--location <kind>", "auto, normalised or physical")
    .option("--must-link <row-row>", "these rows are the same lesion", collect)
    .option("--cannot-link <row-row>", "these rows are different lesions", collect)
    .option("--previous <file>", "keep the sequence ids of this earlier JSON result")
    .option("--t1 <n>", "algorithm1: nearer marks of a study are one lesion (0.02)")
    .option("--t2 <n>", "algorithm1: nearer lesions of two studies may be one (0.1)")
    .option("--exclusion <how>", "algorithm1: mutual or one-sided (mutual)")
    .option("--weights <name=n,...>", "algorithm1: factors, e.g. size=0.05,z=2", collect)
    .option("--unit-appearance", "algorithm1: scale appearance vectors to length 1")
    .option("--model <file>", "joint: a model that fit wrote")
    .option("--noisy <what>", "keep or drop rows marked Possibly_noisy (keep)")
    .option("--embeddings <file>", ".npy or CSV with a vector for every data row")
    .option("--map <field=column,...>", "measurement CSV: columns by field, e.g. x=CoordX", collect)
    .option("--units <unit>", "measurement CSV: mm or cm, where columns name no unit (mm)")
    .option("--date-format <format>", `measurement CSV: ${DATE_FORMATS.join(", ")} (iso)`)
    .option("--study-dates <file>", "measurement CSV: CSV with the columns studyUid and date")
    .option("--missing-series <how>", "measurement CSV: unknown, or one series per study (unknown)")
    .option("--missing-position <how>", "measurement CSV: reject or keep such lesions (reject)")
    .option("--whole", "read whole: the rows of a patient may stand anywhere");

/** What the flags ask of the matcher. Names and ranges are checked by the library. */
export async function matcherOptions(flags: MatchFlags, onBytes?: OnBytes): Promise<MatchOptions> {
  const { readModelFile, readMatchesFile } = await import("../node/files.js");
  const pairs = (texts: readonly string[] | undefined): RowPair[] | undefined =>
    texts?.map((text) => rowPairOf(text));
  const options = {
    method: flags.method,
    t1: flags.t1 === undefined ? undefined : numberOf("--t1", flags.t1),
    t2: flags.t2 === undefined ? undefined : numberOf("--t2", flags.t2),
    exclusion: flags.exclusion,
    features: flags.features === undefined ? undefined : listOf(flags.features),
    weights: flags.weights === undefined ? undefined : assignmentsOf("--weights", flags.weights),
    location: flags.location,
    unitAppearance: flags.unitAppearance,
    mustLink: pairs(flags.mustLink),
    cannotLink: pairs(flags.cannotLink),
    model: flags.model === undefined ? undefined : await readModelFile(flags.model, onBytes),
    previous:
      flags.previous === undefined ? undefined : await readMatchesFile(flags.previous, onBytes),
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as MatchOptions;
}

/** The pins and forbids among the options. */
export const constraintsOf = ({ mustLink, cannotLink }: MatchOptions): ConstraintOptions => ({
  mustLink: mustLink ?? DEFAULT_CONSTRAINT_OPTIONS.mustLink,
  cannotLink: cannotLink ?? DEFAULT_CONSTRAINT_OPTIONS.cannotLink,
});

/** What the flags ask of the reader, checked before anything is read or written. */
export async function readerOptions(
  flags: MatchFlags,
  onBytes?: OnBytes,
): Promise<Partial<ReadOptions>> {
  const { readStudyDatesFile, readVectorsFile } = await import("../node/files.js");
  const { noisy, embeddings, map, units, dateFormat, studyDates } = flags;
  const { missingSeries, missingPosition } = flags;
  const given: Readonly<Record<string, unknown>> = {
    noisy,
    columns: map && columnsOf(map),
    units,
    dateFormat,
    missingSeries,
    missingPosition,
    studyDates: studyDates && (await readStudyDatesFile(studyDates)),
    vectors: embeddings && (await readVectorsFile(embeddings, onBytes)),
  };
  const options: Partial<ReadOptions> = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  readOptions(options);
  return options;
}

/** `x=CoordX,y=CoordY` as columns by field. */
function columnsOf(texts: readonly string[]): Record<string, string> {
  const columns: Record<string, string> = {};
  for (const pair of texts.flatMap((text) => text.split(","))) {
    const at = pair.indexOf("=");
    if (at < 1) fail("BAD_OPTION", "field=column", pair, { option: "--map" });
    columns[pair.slice(0, at).trim()] = pair.slice(at + 1).trim();
  }
  return columns;
}
