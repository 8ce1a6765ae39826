/** The flags of commands that follow sequences over time, and the options of the library that they give. */
import { fail } from "../core/errors.js";
import { boolean, choice, text } from "../core/options.js";
import type { GrowthOptions } from "../growth/growth-schema.js";
import type { ResponseOptions } from "../response/response-schema.js";
import { type FlagValues, numberOf, optionalFlag } from "./flags.js";
import type { MatchFlags } from "./match-flags.js";

export const GROWTH_FLAGS = {
  dates: optionalFlag(
    "--dates <file>",
    text("", "Dates of studies: CSV patient,study,date; gives time in days"),
  ),
  annotationCompleteness: optionalFlag(
    "--annotation-completeness <name>",
    choice(
      ["partial", "complete"],
      "partial",
      "Unannotated lesions are not measured (partial) or absent (complete)",
    ),
  ),
  duplicates: optionalFlag(
    "--duplicates <rule>",
    choice(["largest", "first"], "largest", "Annotation of a study that counts"),
  ),
  lesionNotes: optionalFlag(
    "--lesion-notes <file>",
    text("", "Notes on lesions: CSV row,organ,lymphNode,role,partOf"),
  ),
  statusNotes: optionalFlag(
    "--status-notes <file>",
    text("", "Status of lesions in studies: CSV row,study,status"),
  ),
  unknownOrgan: optionalFlag(
    "--unknown-organ <rule>",
    choice(["error", "together"], "error", "Lesions of unknown organ"),
  ),
  baseline: optionalFlag(
    "--baseline <study|file>",
    text("", "Baseline study, or CSV patient,baseline (default: the first study)"),
  ),
  confirm: optionalFlag(
    "--confirm",
    boolean(false, "Count responses only when confirmed 28 days later; needs --dates"),
  ),
};

export type GrowthFlags = FlagValues<typeof GROWTH_FLAGS>;

/** What is asked of growth and of response. */
export interface Reading {
  readonly growth: Partial<GrowthOptions>;
  readonly response: Partial<ResponseOptions>;
}

/**
 * What the flags ask for. Names and ranges are checked by the library.
 *
 * @throws LesionGraphError BAD_CALL where annotations are dropped although annotation is complete.
 */
export async function readingOf(flags: GrowthFlags & Pick<MatchFlags, "noisy">): Promise<Reading> {
  if (flags.annotationCompleteness === "complete" && flags.noisy === "drop") {
    fail(
      "BAD_CALL",
      "all annotations where annotation is complete (--annotation-completeness complete)",
      "--noisy drop",
    );
  }
  const { readBaselinesFile, readDatesFile, readLesionNotesFile, readStatusNotesFile } =
    await import("../node/files.js");
  const { annotationCompleteness, duplicates, unknownOrgan, confirm, baseline } = flags;
  const dates = flags.dates === undefined ? undefined : await readDatesFile(flags.dates);
  const lesionNotes =
    flags.lesionNotes === undefined ? [] : await readLesionNotesFile(flags.lesionNotes);
  const statusNotes =
    flags.statusNotes === undefined ? [] : await readStatusNotesFile(flags.statusNotes);
  const lymphNodeRows = lesionNotes.filter(({ lymphNode }) => lymphNode).map(({ row }) => row);
  const isStudy = baseline !== undefined && /^\s*-?[\d.]*\s*$/.test(baseline);
  return {
    growth: { dates, annotationCompleteness, duplicates, lymphNodeRows } as Partial<GrowthOptions>,
    response: {
      lesionNotes,
      statusNotes,
      unknownOrgan,
      confirm,
      baseline:
        baseline === undefined
          ? undefined
          : isStudy
            ? numberOf("--baseline", baseline)
            : await readBaselinesFile(baseline),
      faults: "report",
    } as Partial<ResponseOptions>,
  };
}
