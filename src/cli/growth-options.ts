/** The flags of commands on growth and response, and their options of the library. */
import { fail } from "../core/errors.js";
import { text } from "../core/options.js";
import { GROWTH_OPTIONS, type GrowthOptions } from "../growth/growth-schema.js";
import {
  readBaselinesFile,
  readDatesFile,
  readLesionNotesFile,
  readStatusNotesFile,
} from "../node/files.js";
import { RESPONSE_OPTIONS, type ResponseOptions } from "../response/response-schema.js";
import { BaselinePatients, type CohortCheck, UndatedStudies } from "./cohort-checks.js";
import { assertFlagsUsed, pickFlags } from "./flag-use.js";
import { type FlagValues, grouped, numberOf, optionalFlag } from "./flags.js";
import type { MatchFlags } from "./match-flags.js";

export const GROWTH_FLAGS = {
  dates: optionalFlag(
    "--dates <file>",
    text("", "Dates of studies: CSV patient,study,date; gives time in days"),
  ),
  ...grouped("Growth and response options:", {
    annotationCompleteness: optionalFlag(
      "--annotation-completeness <name>",
      GROWTH_OPTIONS.annotationCompleteness,
    ),
    duplicates: optionalFlag("--duplicates <rule>", GROWTH_OPTIONS.duplicates),
    relativeLimit: optionalFlag("--relative-limit <n>", GROWTH_OPTIONS.relativeLimit),
    errorMm: optionalFlag("--error-mm <mm>", GROWTH_OPTIONS.errorMm),
    lesionNotes: optionalFlag(
      "--lesion-notes <file>",
      text("", "Notes on lesions: CSV row,organ,lymphNode,role,partOf"),
    ),
    statusNotes: optionalFlag(
      "--status-notes <file>",
      text("", "Status of lesions in studies: CSV row,study,status"),
    ),
    unknownOrgan: optionalFlag("--unknown-organ <rule>", RESPONSE_OPTIONS.unknownOrgan),
    baseline: optionalFlag(
      "--baseline <study|file>",
      text("", "Baseline study, or CSV patient,baseline (default: the first study)"),
    ),
    confirm: optionalFlag("--confirm", RESPONSE_OPTIONS.confirm),
    confirmDays: optionalFlag("--confirm-days <n>", RESPONSE_OPTIONS.confirmDays),
    stableDays: optionalFlag("--stable-days <n>", RESPONSE_OPTIONS.stableDays),
  }),
};

/** The least change that counts: trends of sequences. */
export const LIMIT_FLAGS = pickFlags(GROWTH_FLAGS, ["relativeLimit", "errorMm"]);

/** The best overall response. */
export const BEST_FLAGS = pickFlags(GROWTH_FLAGS, ["confirm", "confirmDays", "stableDays"]);

/** The response in studies. */
export const RESPONSE_FLAGS = pickFlags(GROWTH_FLAGS, ["statusNotes", "unknownOrgan", "baseline"]);

const CONFIRMATION = [{ flags: pickFlags(GROWTH_FLAGS, ["confirmDays"]), usedBy: ["--confirm"] }];

export type GrowthFlags = FlagValues<typeof GROWTH_FLAGS>;

/** The options of growth and response. */
export interface Reading {
  readonly growth: Partial<GrowthOptions>;
  readonly response: Partial<ResponseOptions>;
  /** Patients of a baseline file; studies without a date where the table has the only dates. */
  readonly checks: readonly CohortCheck[];
}

/**
 * The options from the flags. The library checks names and ranges.
 *
 * @throws LesionGraphError BAD_CALL where annotations are dropped although annotation is complete, and for a flag that
 * needs another.
 */
export async function readingOf(flags: GrowthFlags & Pick<MatchFlags, "noisy">): Promise<Reading> {
  if (flags.annotationCompleteness === "complete" && flags.noisy === "drop") {
    fail(
      "BAD_CALL",
      "all annotations where annotation is complete (--annotation-completeness complete)",
      "--noisy drop",
    );
  }
  assertFlagsUsed(flags, CONFIRMATION, flags.confirm ? ["--confirm"] : ["no --confirm"]);
  const { annotationCompleteness, duplicates, relativeLimit, errorMm } = flags;
  const { unknownOrgan, confirm, confirmDays, stableDays, baseline } = flags;
  const dates = flags.dates === undefined ? undefined : await readDatesFile(flags.dates);
  const lesionNotes =
    flags.lesionNotes === undefined ? [] : await readLesionNotesFile(flags.lesionNotes);
  const statusNotes =
    flags.statusNotes === undefined ? [] : await readStatusNotesFile(flags.statusNotes);
  const lymphNodeRows = lesionNotes.filter(({ lymphNode }) => lymphNode).map(({ row }) => row);
  const isStudy = baseline !== undefined && /^\s*-?[\d.]*\s*$/.test(baseline);
  const baselines =
    baseline === undefined || isStudy ? undefined : await readBaselinesFile(baseline);
  return {
    growth: {
      dates,
      annotationCompleteness,
      duplicates,
      relativeLimit,
      errorMm,
      lymphNodeRows,
    } as Partial<GrowthOptions>,
    response: {
      lesionNotes,
      statusNotes,
      unknownOrgan,
      confirm,
      confirmDays,
      stableDays,
      baseline: isStudy ? numberOf("--baseline", baseline) : baselines,
      faults: "report",
    } as Partial<ResponseOptions>,
    checks: [
      ...(baselines === undefined ? [] : [new BaselinePatients(baseline!, baselines)]),
      ...(dates === undefined ? [new UndatedStudies()] : []),
    ],
  };
}
