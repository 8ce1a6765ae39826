/** The options that `retrieve` and `draw retrieval` share, and what they ask of retrieval. */
import type { Command } from "commander";
import { fail } from "../core/errors.js";
import { LESION_TYPES, type LesionType } from "../core/lesion.js";
import { assertOneOf } from "../core/options.js";
import type { Sex, Split } from "../deeplesion/columns.js";
import { SPLITS } from "../deeplesion/columns.js";
import type { Feature } from "../features/matrix.js";
import type { RetrieveOptions } from "../retrieval/retrieve.js";
import type { MatchFlags } from "./match-options.js";
import { say } from "./say.js";
import { assignmentsOf, listOf, numberOf } from "./values.js";

export interface RetrievalFlags {
  readonly top?: string;
  readonly type?: string;
  readonly split?: string;
  readonly sex?: string;
}

/** By what lesions are compared. */
export type FeatureFlags = Pick<MatchFlags, "features" | "weights" | "location" | "unitAppearance">;

/** How many are found, and among which; `of` stands in front where a command does other things too. */
export const addRetrievalOptions = (command: Command, of = ""): Command =>
  command
    .option("--top <n>", `${of}how many lesions (9)`)
    .option("--type <type>", `${of}find only this type, e.g. liver`)
    .option("--split <part>", `${of}find only in train, validation or test`)
    .option("--sex <sex>", `${of}find only F or M`);

/** What the flags ask of retrieval. */
export function retrieveOptions(flags: RetrievalFlags & FeatureFlags): Partial<RetrieveOptions> {
  if (flags.type !== undefined) assertOneOf("--type", flags.type, LESION_TYPES);
  if (flags.split !== undefined) assertOneOf("--split", flags.split, SPLITS);
  if (flags.sex !== undefined) assertOneOf("--sex", flags.sex, ["F", "M"]);
  const options = {
    top: flags.top === undefined ? undefined : numberOf("--top", flags.top),
    type: flags.type as LesionType | undefined,
    split: flags.split as Split | undefined,
    sex: flags.sex as Sex | undefined,
    features: flags.features === undefined ? undefined : listOf(flags.features),
    weights: flags.weights === undefined ? undefined : assignmentsOf("--weights", flags.weights),
    location: flags.location,
    unitAppearance: flags.unitAppearance,
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<RetrieveOptions>;
}

/** @throws LesionGraphError BAD_CALL for vectors that no chosen feature looks at. */
export function assertVectorsUsed(
  { embeddings }: Pick<MatchFlags, "embeddings">,
  features: readonly Feature[],
): void {
  if (embeddings === undefined || features.includes("appearance")) return;
  fail("BAD_CALL", "--embeddings with appearance among --features", features.join(","), {
    remedy: `--features ${[...features, "appearance"].join(",")} uses the vectors too`,
  });
}

/** One line about lesions that could not be compared. */
export function warnOfLeftOut(leftOut: number, of: number): void {
  if (leftOut === 0) return;
  say(
    `warning: ${leftOut} of ${of} lesions left out, without a normalised location; --location physical compares all of them`,
  );
}
