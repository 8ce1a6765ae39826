/** Growth of lesion sequences: from matches to measurements, changes, rates, trends and flags. */
import { groupBy } from "../core/group-by.js";
import { lazyFields } from "../core/lazy-fields.js";
import type { Lesion } from "../core/lesion.js";
import { resolveOptions } from "../core/options.js";
import { assertPatient, assertPatientList } from "../core/patient-list.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import { implausibleSpacings } from "../core/spacing.js";
import { MATCH_KIND, type PatientMatch } from "../matching/result.js";
import type { PatientGrowth, SequenceGrowth } from "./growth-result.js";
import { GROWTH_OPTIONS, type GrowthOptions } from "./growth-schema.js";
import { assertDatesOfLesions, datesOf, lesionDates, studyTimes } from "./patient-dates.js";
import { type CheckedOptions, growSequence, type PatientContext } from "./sequence-growth.js";
import { NamedRows } from "./sequence-rows.js";
import { splitMergeCandidates } from "./split-merge.js";

/**
 * Returns the growth of every sequence of every patient, in the order of the matches. The patient's studies
 * are those with an annotation, and those that the dates name.
 *
 * A patient without lesions has no sequences. A sequence with one measurement has no changes, no rates and
 * the trend `"single"`. Two studies of one day give changes but no rates. Rates, trends, flags and split and merge
 * candidates are computed when they are first read. `onProgress` counts patients. O(lesions x studies of a patient).
 *
 * @example
 * const growths = grow(match(lesions), { dates });
 * growths[0]?.sequences[0]?.trend.class; // "growing"
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for matches, dates or axes that are not
 * valid; MISSING_FEATURE where a lesion lacks the axis by which it is followed; BAD_DATES where a study has
 * no date, an earlier one than the study before it, or another one than its lesions carry; UNKNOWN_ROW for a lymph
 * node row that is not there.
 */
export function grow(
  matches: readonly PatientMatch[],
  given: Partial<GrowthOptions & ProgressOptions> = {},
): PatientGrowth[] {
  assertPatientList(matches, MATCH_KIND, "call growPatient for the match of one patient");
  const [progress, own] = splitProgress("grow", given);
  const options = growthOptions("grow", own);
  const named = new NamedRows("lymphNodeRows to be rows of lesions", options.lymphNodeRows);
  const count = progressCounter(progress, "patients", matches.length);
  const growths: PatientGrowth[] = [];
  for (const match of matches) {
    growths.push(growOne(match, options));
    count();
  }
  for (const { sequences } of matches) {
    for (const { lesions } of sequences) named.found(lesions.map(({ row }) => row));
  }
  named.assertAllFound();
  return growths;
}

/**
 * Returns the growth of one patient's sequences. As {@link grow}, but `lymphNodeRows` may name rows of other
 * patients, and only the patient's own dates are checked.
 */
export function growPatient(match: PatientMatch, given?: Partial<GrowthOptions>): PatientGrowth {
  assertPatient(match, MATCH_KIND, "call grow for a list of matches");
  return growOne(match, growthOptions("growPatient", given, match.patient));
}

/**
 * Returns checked options for {@link growOne}; of the dates only those of `patient`, or all.
 *
 * @throws LesionGraphError as {@link grow} for options.
 */
export function growthOptions(
  caller: string,
  given: Partial<GrowthOptions> | undefined,
  patient?: string,
): CheckedOptions {
  const { dates, lymphNodeRows, ...options } = resolveOptions(caller, GROWTH_OPTIONS, given);
  return {
    ...options,
    lymphNodeRows: new Set(lymphNodeRows),
    dates: dates === undefined ? undefined : datesOf(dates, patient),
  };
}

/** As {@link growPatient}, by options that were checked once for all patients. */
export function growOne(match: PatientMatch, options: CheckedOptions): PatientGrowth {
  const { patient } = match;
  const lesions = lesionsOf(match);
  if (options.dates !== undefined) assertDatesOfLesions(lesions, options.dates);
  const dates = options.dates ?? lesionDates(lesions);
  const studies = studyTimes(patient, new Set(lesions.map(({ study }) => study)), dates);
  let spacings: ReadonlyMap<number, string> | undefined;
  const context: PatientContext = {
    match,
    times: studies,
    options,
    unit: dates === undefined ? "study" : "day",
    spacings: () => {
      spacings ??= implausibleSpacings(lesions);
      return spacings;
    },
    linksTo: groupBy(match.links, ({ to }) => to),
  };
  const sequences: SequenceGrowth[] = [];
  for (const sequence of match.sequences) sequences.push(growSequence(sequence, context));
  const { unit } = context;
  const { annotationCompleteness } = options;
  return withCandidates({ patient, studies, unit, annotationCompleteness, sequences }, context);
}

function lesionsOf({ sequences }: PatientMatch): Lesion[] {
  const all: Lesion[] = [];
  for (const { lesions } of sequences) for (const lesion of lesions) all.push(lesion);
  return all;
}

const withCandidates = lazyFields({
  splitMergeCandidates: ({ match, options }: PatientContext) =>
    splitMergeCandidates(match, options.splitMergeRadiusMm),
});
