/** The flags of commands that search for similar lesions. */
import { RETRIEVE_SCHEMA, type RetrieveOptions } from "../retrieval/retrieve.js";
import { type FlagValues, given, schemaFlags } from "./flags.js";
import type { FEATURE_FLAGS } from "./match-flags.js";
import { warn } from "./terminal.js";

/** Number of results and filter. */
export const RETRIEVAL_FLAGS = schemaFlags(RETRIEVE_SCHEMA, ["top", "type", "split", "sex"]);

export type RetrievalFlags = FlagValues<typeof RETRIEVAL_FLAGS>;

/** The options of retrieval from the flags. */
export function retrieveOptions(
  flags: RetrievalFlags & FlagValues<typeof FEATURE_FLAGS>,
): Partial<RetrieveOptions> {
  const { top, type, split, sex, features, weights, location, unitAppearance } = flags;
  const options = { top, type, split, sex, features, weights, location, unitAppearance };
  return given(options) as Partial<RetrieveOptions>;
}

/** Warns of lesions that could not be compared. */
export function warnOfLeftOut(leftOut: number, of: number): void {
  if (leftOut === 0) return;
  warn(
    `${leftOut} of ${of} lesions skipped, without the normalised location or the short axis that others have; --location physical and --features without size compare them`,
  );
}
