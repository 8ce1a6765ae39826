/** The patients of the inputs, matched as the flags ask. */
import { LesionGraphError } from "../errors.js";
import type { Lesion } from "../lesion.js";
import { type MatchOptions, matchPatient } from "../matching/match.js";
import {
  DEFAULT_PIN_OPTIONS,
  type PinOptions,
  pinsOf,
  refuseUnknownRows,
} from "../matching/pins.js";
import type { PatientMatch } from "../matching/result.js";
import { type inputPatients, lesionPatients } from "./input.js";
import { type MatchFlags, readerOptions } from "./match-options.js";

/** A patient's sequences, with the lesions and the input they came from. */
export interface Matched {
  readonly file: string;
  readonly lesions: readonly Lesion[];
  readonly match: PatientMatch;
}

/**
 * Matches every chosen patient of every input, as it is read; `read` is {@link inputPatients} where all of
 * a row is wanted.
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
): AsyncGenerator<Matched> {
  const pins: PinOptions = {
    mustLink: options.mustLink ?? DEFAULT_PIN_OPTIONS.mustLink,
    cannotLink: options.cannotLink ?? DEFAULT_PIN_OPTIONS.cannotLink,
  };
  const pinned = new Set([...pins.mustLink, ...pins.cannotLink].flat());
  const seen = new Set<number>();
  requireOneInputForRows(inputs, flags);
  matchPatient([], { ...options, ...DEFAULT_PIN_OPTIONS });

  const reader = await readerOptions(flags);
  const whole = flags.whole === true;
  for await (const { file, patient } of read({ inputs, reader, whole, patients })) {
    for (const { row } of patient.lesions) if (pinned.has(row)) seen.add(row);
    const own = pinned.size > 0 ? pinsOf(patient, pins) : pins;
    const match = matchPatient(patient.lesions, { ...options, ...own });
    yield { file, lesions: patient.lesions, match };
  }
  refuseUnknownRows(pins, seen);
}

/** Rows count from 1 in every input, so options that name rows take one input. @throws BAD_CALL. */
export function requireOneInputForRows(inputs: readonly string[], flags: MatchFlags): void {
  const { mustLink, cannotLink, embeddings } = flags;
  if (inputs.length === 1 || (mustLink ?? cannotLink ?? embeddings) === undefined) return;
  throw new LesionGraphError("BAD_CALL", {
    expected: "one input with --must-link, --cannot-link and --embeddings, which go by row",
    received: `${inputs.length} inputs`,
    remedy: "match them one by one",
  });
}
