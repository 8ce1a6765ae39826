/** The options of commands that follow sequences over time, and what they mean to the library. */
import type { Command } from "commander";
import { fail } from "../core/errors.js";
import type { GrowthOptions } from "../growth/grow.js";
import type { ResponseOptions } from "../response/respond.js";
import type { MatchFlags } from "./match-options.js";
import { numberOf } from "./values.js";

/** As commander hands them on: texts, or absent. */
export interface GrowthFlags {
  readonly dates?: string;
  readonly annotation?: string;
  readonly duplicates?: string;
  readonly lesions?: string;
  readonly statuses?: string;
  readonly unknownOrgan?: string;
  readonly baseline?: string;
  readonly confirm?: true;
}

/** Declares the options on a command. */
export const addGrowthOptions = (command: Command): Command =>
  command
    .option("--dates <file>", "CSV patient,study,date: time in days instead of studies")
    .option("--annotation <which>", "complete: an unmarked lesion is gone; partial: not measured")
    .option("--duplicates <rule>", "the mark of a study that counts: largest or first (largest)")
    .option("--lesions <file>", "CSV row,organ,node,role,partOf: what is known of lesions")
    .option("--statuses <file>", "CSV row,study,status: what was seen beyond the marks")
    .option("--unknown-organ <how>", "refuse, or take them together as one organ (refuse)")
    .option("--baseline <study>", "the study that is the baseline (the first)")
    .option("--confirm", "responses count when confirmed 28 days later; needs dates");

/** What is asked of growth and of response. */
export interface Reading {
  readonly growth: Partial<GrowthOptions>;
  readonly response: Partial<ResponseOptions>;
}

/**
 * What the flags ask for. Names and ranges are checked by the library.
 *
 * @throws LesionGraphError BAD_CALL where marks are dropped and an absent lesion is to be gone.
 */
export async function readingOf(flags: GrowthFlags & Pick<MatchFlags, "noisy">): Promise<Reading> {
  if (flags.annotation === "complete" && flags.noisy === "drop") {
    fail(
      "BAD_CALL",
      "all marks where a lesion without one is gone (--annotation complete)",
      "--noisy drop",
    );
  }
  const { readDatesFile, readLesionNotesFile, readStatusNotesFile } = await import(
    "../node/files.js"
  );
  const { annotation, duplicates, unknownOrgan, confirm, baseline } = flags;
  const dates = flags.dates === undefined ? undefined : await readDatesFile(flags.dates);
  const lesions = flags.lesions === undefined ? [] : await readLesionNotesFile(flags.lesions);
  const statuses = flags.statuses === undefined ? [] : await readStatusNotesFile(flags.statuses);
  const nodes = lesions.filter(({ node }) => node === true).map(({ row }) => row);
  return {
    growth: { dates, annotation, duplicates, nodes } as Partial<GrowthOptions>,
    response: {
      lesions,
      statuses,
      unknownOrgan,
      confirm,
      baseline: baseline === undefined ? undefined : numberOf("--baseline", baseline),
    } as Partial<ResponseOptions>,
  };
}
