/** The options of commands that follow sequences over time, and what they mean to the library. */
import type { Command } from "commander";
import { fail } from "../core/errors.js";
import type { GrowthOptions } from "../growth/growth-schema.js";
import type { ResponseOptions } from "../response/response-schema.js";
import type { MatchFlags } from "./match-options.js";
import { numberOf } from "./values.js";

/** As commander hands them on: texts, or absent. */
export interface GrowthFlags {
  readonly dates?: string;
  readonly annotationCompleteness?: string;
  readonly duplicates?: string;
  readonly lesionNotes?: string;
  readonly statusNotes?: string;
  readonly unknownOrgan?: string;
  readonly baseline?: string;
  readonly confirm?: true;
}

/** Declares the options on a command. */
export const addGrowthOptions = (command: Command): Command =>
  command
    .option("--dates <file>", "CSV patient,study,date: time in days instead of studies")
    .option(
      "--annotation-completeness <name>",
      "unannotated lesions: complete (absent) or partial (not measured) (default: partial)",
    )
    .option("--duplicates <rule>", "annotation of a study that counts: largest or first (largest)")
    .option("--lesion-notes <file>", "CSV row,organ,lymphNode,role,partOf: notes on lesions")
    .option("--status-notes <file>", "CSV row,study,status: status of lesions in studies")
    .option("--unknown-organ <how>", "lesions of unknown organ: error or together (error)")
    .option("--baseline <study|file>", "baseline study, or CSV patient,baseline (the first study)")
    .option("--confirm", "responses count when confirmed 28 days later; needs dates");

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
