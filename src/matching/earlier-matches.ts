/** Earlier results of a patient, and how they are read. */

import { fail, withPlace } from "../core/errors.js";
import { fnv1a } from "../core/group-by.js";
import { parseJson } from "../core/json.js";
import type { Lesion } from "../core/lesion.js";
import { type OptionSchema, value } from "../core/options.js";
import { textOf } from "../csv/text.js";

/** A lesion of an earlier result: by content where it has a fingerprint, else by study and id. */
export interface EarlierLesion {
  readonly study: number;
  readonly id: string;
  /** {@link fingerprint} of the lesion. */
  readonly fingerprint?: string | undefined;
}

/** An earlier result of a patient: which lesions made up which sequence. */
export interface EarlierMatch {
  readonly patient: string;
  readonly sequences: readonly {
    readonly id: number;
    readonly lesions: readonly (EarlierLesion | Lesion)[];
  }[];
  /** The largest id ever used, where it is larger than those of the sequences. */
  readonly lastId?: number | undefined;
}

/** Options that keep the sequence ids of earlier results. */
export interface ContinueOptions {
  /**
   * Earlier results, for example of the patient without its latest study: sequences that persist keep their ids,
   * new ones get numbers that were never used.
   * @defaultValue [] (numbered from 1 in the order of their first lesions)
   */
  readonly previous: readonly EarlierMatch[];
}

/** The options that keep ids, declared once. */
export const CONTINUE_OPTIONS: OptionSchema<ContinueOptions> = Object.freeze({
  previous: value<readonly EarlierMatch[]>(
    Object.freeze([]),
    "Earlier results whose sequence ids are kept",
    "a list of earlier results",
    Array.isArray,
  ),
});

/** What identifies a lesion beside its name: a hash of position, size and vector. */
export function fingerprint(lesion: Lesion): string {
  const { location, centreMm, longAxisMm, shortAxisMm, vector } = lesion;
  const content = [location, centreMm, longAxisMm, shortAxisMm, vector && Array.from(vector)];
  return fnv1a(JSON.stringify(content)).toString(16).padStart(8, "0");
}

/**
 * Earlier results from what `match --format json` or `jsonl` wrote.
 *
 * @throws LesionGraphError BAD_VALUE where the text is something else or has no patient.
 */
export function readMatches(source: string | Uint8Array): EarlierMatch[] {
  return withPlace({ option: "previous" }, () => {
    const text = textOf(source);
    try {
      const parsed = /^\s*\{\s*"patients"/.test(text)
        ? (parseJson(text) as { patients: unknown }).patients
        : text
            .split("\n")
            .filter((line) => line.trim() !== "")
            .map((line) => parseJson(line));
      const matches = parsed as JsonMatch[];
      if (matches.length === 0) throw new TypeError("a patient was expected");
      return matches.map(({ patient, sequences, lastId }) => ({
        patient: String(patient),
        ...(lastId === undefined ? {} : { lastId: whole(lastId) }),
        sequences: sequences.map(({ id, lesions }) => ({
          id: whole(id),
          lesions: lesions.map(({ study, lesion, fingerprint: print }) => ({
            study: whole(study),
            id: String(lesion),
            ...(print === undefined ? {} : { fingerprint: String(print) }),
          })),
        })),
      }));
    } catch {
      fail("BAD_VALUE", "what match --format json or jsonl writes", text);
    }
  });
}

interface JsonMatch {
  readonly patient: unknown;
  readonly lastId?: unknown;
  readonly sequences: readonly {
    readonly id: unknown;
    readonly lesions: readonly {
      readonly study: unknown;
      readonly lesion: unknown;
      readonly fingerprint?: unknown;
    }[];
  }[];
}

/** Ids and studies leave room for new ones that are still safe integers. */
const LARGEST = 2 ** 52;

function whole(value: unknown): number {
  if (Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= LARGEST)
    return Number(value);
  throw new TypeError("an integer was expected");
}
