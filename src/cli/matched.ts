/** The patients of the inputs, matched as the flags ask. */
import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { DEFAULT_CONSTRAINT_OPTIONS } from "../matching/constraints.js";
import { type MatchOptions, matchPatient } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { constraintsWithin } from "./constrained-rows.js";
import { type InputChoice, type inputPatients, lesionPatients } from "./input.js";
import { constraintsOf, type MatchFlags, readerOptions } from "./match-options.js";

/** A patient's sequences, with the lesions and the input they came from. */
export interface Matched {
  readonly file: string;
  readonly lesions: readonly Lesion[];
  readonly match: PatientMatch;
}

/**
 * Matches every chosen patient of every input, as it is read; `read` is {@link inputPatients} where all of
 * a row is wanted; `noteRows` is told the rows of all patients, chosen or not.
 *
 * @throws LesionGraphError as the readers and matchers; bad options before anything is read; BAD_CALL
 * for pins or embeddings with several inputs, each of which counts its rows from 1.
 */
export async function* matchInputs(
  inputs: readonly string[],
  flags: MatchFlags,
  options: MatchOptions,
  patients: readonly string[] | undefined,
  read: typeof inputPatients = lesionPatients,
  noteRows?: InputChoice["noteRows"],
): AsyncGenerator<Matched> {
  assertOneInputForRows(inputs, flags);
  matchPatient([], { ...options, ...DEFAULT_CONSTRAINT_OPTIONS });

  const constraints = constraintsOf(options);
  const reader = await readerOptions(flags);
  const whole = flags.whole === true;
  const choice = { inputs, reader, whole, patients, constraints, noteRows };
  for await (const { file, patient } of read(choice)) {
    const own = { ...options, ...constraintsWithin(patient.lesions, constraints) };
    const match = withPlace({ file }, () => matchPatient(patient.lesions, own));
    yield { file, lesions: patient.lesions, match };
  }
}

/** Rows count from 1 in every input, so options that name rows take one input. @throws BAD_CALL. */
export function assertOneInputForRows(inputs: readonly string[], flags: MatchFlags): void {
  const { mustLink, cannotLink, embeddings } = flags;
  if (inputs.length === 1 || (mustLink ?? cannotLink ?? embeddings) === undefined) return;
  fail(
    "BAD_CALL",
    "one input with --must-link, --cannot-link and --embeddings, which go by row",
    `${inputs.length} inputs`,
    { remedy: "match them one by one" },
  );
}
