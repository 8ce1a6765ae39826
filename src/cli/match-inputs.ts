/** Matches the patients of the inputs by the flags. */
import { fail, withPlace } from "../core/errors.js";
import type { Lesion, Patient } from "../core/lesion.js";
import { isColumnar, type ReadablePatient } from "../deeplesion/columnar-reader.js";
import { columnMatcher, fitsColumns } from "../matching/column-matcher.js";
import { type ConstraintOptions, DEFAULT_CONSTRAINT_OPTIONS } from "../matching/constraints.js";
import type { EarlierMatch } from "../matching/earlier-matches.js";
import { assertMatchOptions, type MatchOptions, matchAlone } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { continuation, foreignPrevious, NEW_PATIENT } from "../matching/sequence-ids.js";
import type { CohortCheck } from "./cohort-checks.js";
import { constraintsWithin } from "./constrained-rows.js";
import { columnarPatients, type InputPatient } from "./input.js";
import type { InputChoice } from "./input-choice.js";
import type { Matcher, MatchFlags } from "./match-flags.js";
import { readerOptions } from "./reader-flags.js";
import { warn } from "./terminal.js";
import { WarningSummary } from "./warning-summary.js";

/** A patient's sequences with its lesions and its input. */
export interface Matched {
  readonly file: string;
  readonly lesions: readonly Lesion[];
  readonly match: PatientMatch;
}

/** Differences between the commands that match. */
export interface MatchInputs {
  readonly inputs: readonly string[];
  readonly flags: MatchFlags;
  readonly matcher: Matcher;
  readonly patients?: readonly string[] | undefined;
  /** `inputPatients` if a command needs all columns. @defaultValue columnarPatients */
  readonly read?: (
    choice: InputChoice,
  ) => AsyncIterable<readonly InputPatient<Patient | ReadablePatient>[]>;
  readonly noteRows?: InputChoice["noteRows"];
  /** Of commands on growth and response. @defaultValue [] */
  readonly checks?: readonly CohortCheck[];
}

/** As {@link matchBatches}, patient by patient. */
export async function* matchInputs(call: MatchInputs): AsyncGenerator<Matched> {
  for await (const batch of matchBatches(call)) yield* batch;
}

/**
 * Matches every selected patient of every input as it is read, in batches.
 *
 * @throws LesionGraphError as the readers and matchers; errors of options come before anything is read; BAD_CALL
 * for options that name rows with several inputs, each of which counts its rows from 1.
 */
export async function* matchBatches(call: MatchInputs): AsyncGenerator<readonly Matched[]> {
  const { inputs, flags, matcher, patients, read = columnarPatients, noteRows } = call;
  const { checks = [] } = call;
  assertOneInputForRows(inputs, flags);
  assertMatchOptions(matcher.options);
  const reader = await readerOptions(flags);
  const noted = checks.filter((one) => one.note !== undefined);
  const notePatient: InputChoice["notePatient"] =
    noted.length === 0
      ? undefined
      : (patient, isSelected) => {
          for (const one of noted) one.note?.(patient, isSelected);
        };
  const choice = {
    inputs,
    reader,
    ...matcherChoice(flags, matcher),
    patients,
    noteRows,
    notePatient,
  };
  const matchOf = patientMatcher(matcher.options);
  const matched = async function* (): AsyncGenerator<readonly Matched[]> {
    for await (const patients of read(choice)) {
      const batch: Matched[] = [];
      try {
        for (const { file, patient } of patients) {
          const { lesions, match } = withPlace({ file }, () => matchOf(patient));
          for (const one of checks) one.add?.(match);
          batch.push({ file, lesions, match });
        }
      } finally {
        // Patients before an error are passed on before it.
        yield batch;
      }
    }
  };
  const earlier = { previous: matcher.options.previous ?? [], isSelection: patients !== undefined };
  yield* summarised(matched(), earlier, (batch) =>
    batch.map(({ file, match: { patient, warnings } }) => ({ file, patient, warnings })),
  );
  for (const one of checks) one.end();
}

/** What a command reports of a matched patient beside its result. */
export type MatchReport = Pick<PatientMatch, "patient" | "warnings"> & { readonly file: string };

/** The earlier results that a command was given. */
export interface Earlier {
  readonly previous: readonly EarlierMatch[];
  /** Whether only some patients are matched, so that the others may be those of the earlier results. */
  readonly isSelection: boolean;
}

/**
 * The same items; at the end one line for the warnings of all matches. Items are held back until a patient continues
 * its earlier result, so that results of another cohort are an error before anything is written.
 *
 * @throws LesionGraphError BAD_VALUE where `previous` has none of the lesions of any patient; of patients that were
 * selected it has to name one for that.
 */
export async function* summarised<T>(
  items: AsyncIterable<T>,
  { previous, isSelection }: Earlier,
  reportsOf: (item: T) => readonly MatchReport[],
): AsyncGenerator<T> {
  const summary = new WarningSummary();
  const held: T[] = [];
  const found = new Set<ReturnType<typeof continuation>>();
  for await (const item of items) {
    for (const report of reportsOf(item)) {
      if (previous.length > 0) found.add(continuation(report, previous));
      for (const warning of report.warnings) summary.add(report.file, warning);
    }
    held.push(item);
    if (previous.length === 0 || found.has("continued")) yield* held.splice(0);
  }
  if (found.size > 0 && !found.has("continued")) noteNewPatients(found, isSelection);
  yield* held;
  const line = summary.line("warning of matching", "warnings of matching");
  if (line !== undefined) warn(line);
}

/** Selected patients may all be new. @throws LesionGraphError BAD_VALUE for other patients. */
function noteNewPatients(found: ReadonlySet<string>, isSelection: boolean): void {
  if (found.has("foreign") || !isSelection) throw foreignPrevious();
  warn(NEW_PATIENT);
}

/** The input choice from the flags and options of matching. */
export const matcherChoice = (
  { unsorted }: Pick<MatchFlags, "unsorted">,
  { options, constraints }: Matcher,
) => ({
  unsorted: unsorted === true,
  constraints: constraintsOf(options),
  constraintsFile: constraints,
});

/** A function that matches a patient, in columns where the options allow it, with the constraints on its lesions. */
export function patientMatcher(
  options: MatchOptions,
): (patient: Patient | ReadablePatient) => Pick<Matched, "lesions" | "match"> {
  const columns = fitsColumns(options) ? columnMatcher(options) : undefined;
  return (patient) => {
    const lesions = isColumnar(patient) ? patient.lesions() : patient.lesions;
    const match = isColumnar(patient) ? columns?.result(patient, lesions) : undefined;
    return { lesions, match: match ?? matchWithin(lesions, options) };
  };
}

const matchWithin = (lesions: readonly Lesion[], options: MatchOptions): PatientMatch =>
  matchAlone(lesions, { ...options, ...constraintsWithin(lesions, constraintsOf(options)) });

/** The constraints among the options. */
export const constraintsOf = ({ mustLink, cannotLink }: MatchOptions): ConstraintOptions => ({
  mustLink: mustLink ?? DEFAULT_CONSTRAINT_OPTIONS.mustLink,
  cannotLink: cannotLink ?? DEFAULT_CONSTRAINT_OPTIONS.cannotLink,
});

/** Rows count from 1 in every input, so options that name rows take one input. @throws BAD_CALL. */
export function assertOneInputForRows(inputs: readonly string[], flags: MatchFlags): void {
  const names = ["mustLink", "cannotLink", "constraints", "embeddings"] as const;
  const option = names.find((name) => flags[name] !== undefined);
  if (inputs.length === 1 || option === undefined) return;
  fail(
    "BAD_CALL",
    "one input with --must-link, --cannot-link, --constraints and --embeddings, which name rows",
    `${inputs.length} inputs`,
    { remedy: "match the inputs one by one", option },
  );
}
