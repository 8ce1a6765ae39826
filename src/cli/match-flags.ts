/** The flags of all commands that match lesions, and their options of the library. */

import { fail } from "../core/errors.js";
import { boolean, choice, list, number, text, value } from "../core/options.js";
import { READ_SCHEMA, type ReadOptions, readOptions } from "../csv/read-options.js";
import { DEFAULT_FEATURE_OPTIONS, FEATURES } from "../features/matrix.js";
import { DEFAULT_ALGORITHM1_OPTIONS } from "../matching/algorithm1/algorithm1.js";
import type { RowPair } from "../matching/constraints.js";
import type { Constraint } from "../matching/constraints-file.js";
import type { MatchOptions } from "../matching/match.js";
import { DEFAULT_METHOD, METHODS } from "../matching/result.js";
import type { OnBytes } from "../node/files.js";
import {
  assignmentsFlag,
  type FlagValues,
  longName,
  optionalFlag,
  repeatableFlag,
} from "./flags.js";

/** The features to compare. */
export const FEATURE_FLAGS = {
  // The library checks the names and suggests the nearest.
  features: optionalFlag("--features <list>", {
    ...list(FEATURES, [], "Features to compare, any of"),
    accepts: () => true,
  }),
  weights: assignmentsFlag(
    "--weights <name=n,...>",
    "Algorithm 1 and retrieval: weights of features or of columns, such as size=0.05,z=2",
  ),
  location: optionalFlag(
    "--location <kind>",
    choice(["auto", "normalised", "physical"], DEFAULT_FEATURE_OPTIONS.location, "Location to use"),
  ),
  unitAppearance: optionalFlag(
    "--unit-appearance",
    boolean(false, "Algorithm 1 and retrieval: scale appearance vectors to length 1"),
  ),
};

/** Options of reading. */
export const READER_FLAGS = {
  noisy: optionalFlag("--noisy <rule>", {
    ...READ_SCHEMA.noisy,
    help: "Rows marked Possibly_noisy",
  }),
  embeddings: optionalFlag(
    "--embeddings <file>",
    text("", "Appearance vectors, one for each data row: .npy or CSV"),
  ),
  columns: optionalFlag(
    "--map <field=column,...>",
    value<Readonly<Record<string, string>> | undefined>(
      undefined,
      "Measurement CSV: names of its columns by field, such as x=CoordX",
    ),
    columnNames,
  ),
  units: optionalFlag("--units <unit>", {
    ...choice(["mm", "cm"], "mm", "Measurement CSV: unit where the columns name none"),
  }),
  dateFormat: optionalFlag("--date-format <name>", {
    ...READ_SCHEMA.dateFormat,
    help: "Measurement CSV: notation of dates",
  }),
  studyDates: optionalFlag(
    "--study-dates <file>",
    text("", "Measurement CSV: CSV with the columns studyUid and date"),
  ),
  missingPosition: optionalFlag("--missing-position <rule>", {
    ...READ_SCHEMA.missingPosition,
    help: "Measurement CSV: lesions without a position",
  }),
};

/** `x=CoordX,y=CoordY` as columns by field. */
function columnNames(typed: string, name: string): Readonly<Record<string, string>> {
  const pairs = typed.split(",").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) fail("BAD_OPTION", `${name} as field=column`, pair, { option: name });
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}

const { t1, t2, exclusion } = DEFAULT_ALGORITHM1_OPTIONS;
const rowPair = (help: string) =>
  value<RowPair>([0, 0], help, "two rows such as 12-34", (given) => given !== undefined);
const rowPairOf = (given: string): RowPair | undefined => {
  const [, a, b] = /^(\d{1,15})-(\d{1,15})$/.exec(given.trim()) ?? [];
  return a === undefined ? undefined : [Number(a), Number(b)];
};

export const MATCH_FLAGS = {
  method: optionalFlag("--method <name>", choice(METHODS, DEFAULT_METHOD, "Matching method")),
  ...FEATURE_FLAGS,
  t1: optionalFlag(
    "--t1 <n>",
    number(t1, "Algorithm 1: lesions of one study below this distance are duplicates", { min: 0 }),
  ),
  t2: optionalFlag(
    "--t2 <n>",
    number(t2, "Algorithm 1: lesions of two studies below this distance may be linked", { min: 0 }),
  ),
  exclusion: optionalFlag(
    "--exclusion <rule>",
    choice(["mutual", "one-sided"], exclusion, "Algorithm 1: exclusion rule"),
  ),
  missingSeries: optionalFlag(
    "--missing-series <rule>",
    choice(
      ["different", "any"],
      "different",
      "Whether lesions of one study without series may be duplicates; Algorithm 1: default any",
    ),
  ),
  model: optionalFlag("--model <file>", text("", "Joint: model written by fit")),
  mustLink: repeatableFlag(
    "--must-link <row-row>",
    rowPair("Two rows that are the same lesion"),
    rowPairOf,
  ),
  cannotLink: repeatableFlag(
    "--cannot-link <row-row>",
    rowPair("Two rows that are different lesions"),
    rowPairOf,
  ),
  constraints: optionalFlag(
    "--constraints <file>",
    text("", "CSV of must-link and cannot-link pairs, as the review application writes it"),
  ),
  previous: optionalFlag(
    "--previous <file>",
    text("", "Earlier JSON result whose sequence ids are kept"),
  ),
  ...READER_FLAGS,
  unsorted: optionalFlag(
    "--unsorted",
    boolean(false, "Read the complete input first: rows of a patient may be anywhere"),
  ),
};

export type MatchFlags = FlagValues<typeof MATCH_FLAGS>;
export type ReaderFlags = FlagValues<typeof READER_FLAGS>;

/** The options of the matcher from the flags, with the constraints of a file. */
export interface Matcher {
  readonly options: MatchOptions;
  readonly constraints: readonly Constraint[];
}

/** The options of the matcher from the flags. @throws LesionGraphError as the readers of the files. */
export async function matcherOf(flags: MatchFlags, onBytes?: OnBytes): Promise<Matcher> {
  const { readConstraintsFile, readModelFile, readMatchesFile } = await import("../node/files.js");
  const { method, features, weights, location, unitAppearance, t1, t2, exclusion, missingSeries } =
    flags;
  const read = <T>(
    file: string | undefined,
    reader: (path: string, onBytes?: OnBytes) => Promise<T>,
  ) => (file === undefined ? undefined : reader(file, onBytes));
  const constraints = (await read(flags.constraints, readConstraintsFile)) ?? [];
  const pairs = (kind: Constraint["kind"], typed: readonly RowPair[] | undefined) => {
    const all = [...(typed ?? []), ...constraints.flatMap((one) => rowsOf(one, kind))];
    return all.length === 0 ? undefined : all;
  };
  const options = given({
    method,
    features,
    weights,
    location,
    unitAppearance,
    t1,
    t2,
    exclusion,
    missingSeries,
    mustLink: pairs("must-link", flags.mustLink),
    cannotLink: pairs("cannot-link", flags.cannotLink),
    model: await read(flags.model, readModelFile),
    previous: await read(flags.previous, readMatchesFile),
  });
  assertForMethod(flags);
  return { options: options as MatchOptions, constraints };
}

const rowsOf = ({ kind, row, row2 }: Constraint, wanted: Constraint["kind"]): RowPair[] =>
  kind === wanted ? [[row, row2]] : [];

/** The entries that have a value. */
export const given = <T extends object>(options: T): Given<T> =>
  Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Given<T>;

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Flags that only one method has. */
const ONLY: Readonly<Record<string, readonly (keyof MatchFlags)[]>> = {
  algorithm1: ["t1", "t2", "exclusion", "weights", "unitAppearance"],
  joint: ["model"],
};

/** Asserts that no flag of the other method is given. */
function assertForMethod(flags: MatchFlags): void {
  const usual = flags.method ?? DEFAULT_METHOD;
  for (const [method, names] of Object.entries(ONLY)) {
    const name = names.find((one) => flags[one] !== undefined);
    if (name === undefined || method === usual) continue;
    const option = longName(MATCH_FLAGS[name].syntax);
    fail("BAD_CALL", `${option} with --method ${method}`, `--method ${usual}`, { option });
  }
}

/** The options of the reader from the flags, checked before anything is read or written. */
export async function readerOptions(
  { embeddings, studyDates, ...others }: ReaderFlags,
  onBytes?: OnBytes,
): Promise<Partial<ReadOptions>> {
  const { readStudyDatesFile, readVectorsFile } = await import("../node/files.js");
  const { noisy, columns, units, dateFormat, missingPosition } = others;
  const options = given({
    noisy,
    columns,
    units,
    dateFormat,
    missingPosition,
    studyDates: studyDates === undefined ? undefined : await readStudyDatesFile(studyDates),
    vectors: embeddings === undefined ? undefined : await readVectorsFile(embeddings, onBytes),
  });
  readOptions(options);
  return options;
}
