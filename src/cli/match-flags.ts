/** The flags of all commands that match lesions, and their options of the library. */

import { fail } from "../core/errors.js";
import { boolean, choice, list, type Option, text, value } from "../core/options.js";
import { defaultFeatures, FEATURE_OPTIONS, FEATURES } from "../features/feature-options.js";
import { ALGORITHM1_OPTIONS } from "../matching/algorithm1/algorithm1-options.js";
import type { RowPair } from "../matching/constraints.js";
import type { Constraint } from "../matching/constraints-file.js";
import { JOINT_OPTIONS } from "../matching/joint/joint-options.js";
import { type MatchOptions, METHOD_OPTIONS } from "../matching/match.js";
import { DEFAULT_METHOD, METHODS, type Method } from "../matching/result.js";
import type { OnBytes } from "../node/file-bytes.js";
import { readConstraintsFile, readMatchesFile, readModelFile } from "../node/files.js";
import {
  assignmentsFlag,
  type FlagValues,
  given,
  grouped,
  longName,
  optionalFlag,
  repeatableFlag,
} from "./flags.js";
import { READER_FLAGS, type ReaderFlags } from "./reader-flags.js";

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
  location: optionalFlag("--location <kind>", FEATURE_OPTIONS.location),
  unitAppearance: optionalFlag("--unit-appearance", {
    ...FEATURE_OPTIONS.unitAppearance,
    help: "Algorithm 1 and retrieval: scale appearance vectors to length 1",
  }),
};

const rowPair = (help: string) =>
  value<RowPair>([0, 0], help, "two different rows such as 12-34", (given) => given !== undefined);
const rowPairOf = (given: string): RowPair | undefined => {
  const [, a, b] = /^(\d{1,15})-(\d{1,15})$/.exec(given.trim()) ?? [];
  return a === undefined || Number(a) === Number(b) ? undefined : [Number(a), Number(b)];
};

/** An option of one method: its name comes first in the help. */
const ofMethod = <T>(method: Method, option: Option<T>): Option<T> => ({
  ...option,
  help: `${method === "joint" ? "Joint" : "Algorithm 1"}: ${option.help.charAt(0).toLowerCase()}${option.help.slice(1)}`,
});

const MATCHING_FLAGS = grouped("Matching options:", {
  method: optionalFlag("--method <name>", choice(METHODS, DEFAULT_METHOD, "Matching method")),
  ...FEATURE_FLAGS,
  location: optionalFlag("--location <kind>", {
    ...JOINT_OPTIONS.location,
    help: `${JOINT_OPTIONS.location.help}; Algorithm 1 does not combine`,
  }),
  t1: optionalFlag("--t1 <n>", ofMethod("algorithm1", ALGORITHM1_OPTIONS.t1)),
  t2: optionalFlag("--t2 <n>", ofMethod("algorithm1", ALGORITHM1_OPTIONS.t2)),
  exclusion: optionalFlag(
    "--exclusion <rule>",
    ofMethod("algorithm1", ALGORITHM1_OPTIONS.exclusion),
  ),
  missingSeries: optionalFlag("--missing-series <rule>", JOINT_OPTIONS.missingSeries),
  uncertainBelow: optionalFlag(
    "--uncertain-below <p>",
    ofMethod("joint", JOINT_OPTIONS.uncertainBelow),
  ),
  searchLimit: optionalFlag("--search-limit <n>", ofMethod("joint", JOINT_OPTIONS.searchLimit)),
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
});

export const MATCH_FLAGS = {
  ...MATCHING_FLAGS,
  ...READER_FLAGS,
  ...grouped("Input options:", {
    unsorted: optionalFlag(
      "--unsorted",
      boolean(false, "Read the complete input first: rows of a patient may be anywhere"),
    ),
  }),
};

const { uncertainBelow, ...SEQUENCE_FLAGS } = MATCH_FLAGS;

/** Flags that mark links, for results that show them. */
export const LINK_FLAGS = { uncertainBelow };

/** Flags that decide which sequences there are. */
export { SEQUENCE_FLAGS };

export type MatchFlags = FlagValues<typeof SEQUENCE_FLAGS> & Partial<FlagValues<typeof LINK_FLAGS>>;

/** The options of the matcher from the flags, with the constraints of a file. */
export interface Matcher {
  readonly options: MatchOptions;
  readonly constraints: readonly Constraint[];
}

/** The options of the matcher from the flags. @throws LesionGraphError BAD_CALL, and as the readers of the files. */
export async function matcherOf(flags: MatchFlags, onBytes?: OnBytes): Promise<Matcher> {
  const { method = DEFAULT_METHOD } = flags;
  const read = <T>(
    file: string | undefined,
    reader: (path: string, onBytes?: OnBytes) => Promise<T>,
  ) => (file === undefined ? undefined : reader(file, onBytes));
  const constraints = (await read(flags.constraints, readConstraintsFile)) ?? [];
  const pairs = (kind: Constraint["kind"], typed: readonly RowPair[] | undefined) => {
    const all = [...(typed ?? []), ...constraints.flatMap((one) => rowsOf(one, kind))];
    return all.length === 0 ? undefined : all;
  };
  const named = Object.entries(flags).filter(([name]) =>
    Object.hasOwn(METHOD_OPTIONS[method], name),
  );
  const options = given({
    ...Object.fromEntries(named),
    method: flags.method,
    mustLink: pairs("must-link", flags.mustLink),
    cannotLink: pairs("cannot-link", flags.cannotLink),
    model: await read(flags.model, readModelFile),
    previous: await read(flags.previous, readMatchesFile),
  });
  assertForMethod(flags);
  assertVectorsUsed(flags, flags.features ?? DEFAULT_FEATURES[method]);
  return { options: options as MatchOptions, constraints };
}

/** The features of lesions with a position. */
const DEFAULT_FEATURES: Readonly<Record<Method, readonly string[]>> = {
  joint: JOINT_OPTIONS.features.default,
  algorithm1: defaultFeatures([]),
};

const rowsOf = ({ kind, row, row2 }: Constraint, wanted: Constraint["kind"]): RowPair[] =>
  kind === wanted ? [[row, row2]] : [];

/** Asserts that vectors are given only where they are compared. @throws LesionGraphError BAD_CALL. */
export function assertVectorsUsed(
  { embeddings }: Pick<ReaderFlags, "embeddings">,
  features: readonly string[],
): void {
  if (embeddings === undefined || features.includes("appearance")) return;
  fail("BAD_CALL", "--embeddings with appearance among --features", features.join(","), {
    remedy: `--features ${[...features, "appearance"].join(",")} uses the vectors too`,
    option: "--embeddings",
  });
}

/** Asserts that no flag of the other method is given. */
function assertForMethod(flags: MatchFlags): void {
  const { method = DEFAULT_METHOD } = flags;
  for (const [name, value] of Object.entries(flags)) {
    const owners = METHODS.filter((one) => Object.hasOwn(METHOD_OPTIONS[one], name));
    if (value === undefined || owners.length !== 1 || owners[0] === method) continue;
    const option = longName(MATCH_FLAGS[name as keyof MatchFlags].syntax);
    fail("BAD_CALL", `${option} with --method ${owners[0]}`, `--method ${method}`, { option });
  }
}
