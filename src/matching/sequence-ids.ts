/** Ids of sequences that stay what they were when a study is added. */

import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { textOf } from "../csv/text.js";
import type { Conflict, Sequence } from "./result.js";

/** What an earlier result says of a patient: which lesions, by study and id, made up which sequence. */
export interface EarlierMatch {
  readonly patient: string;
  readonly sequences: readonly {
    readonly id: number;
    readonly lesions: readonly Pick<Lesion, "study" | "id">[];
  }[];
}

export interface ContinueOptions {
  /**
   * Earlier results, for example of the patient without its latest study: sequences that persist keep
   * their ids, new ones get numbers that were never used.
   * @defaultValue [] (numbered from 1 in the order of their first lesions)
   */
  readonly previous: readonly EarlierMatch[];
}

export const DEFAULT_CONTINUE_OPTIONS: ContinueOptions = Object.freeze({
  previous: Object.freeze([]),
});

interface Numbered {
  readonly sequences: readonly Sequence[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Gives sequences the ids of the earlier sequences they continue: each earlier id goes to the sequence
 * that holds most of its lesions (by study and id; of equals to the first), each sequence takes one id
 * at most, and new sequences get numbers above all that were ever used. O(lesions log lesions).
 */
export function keepIds<T extends Numbered>(
  numbered: T,
  patient: string,
  { previous }: ContinueOptions,
): T {
  const earlier = previous.find((match) => match.patient === patient)?.sequences ?? [];
  if (earlier.length === 0) return numbered;
  const newIds = continuedIds(numbered.sequences, earlier);
  let next = Math.max(0, ...earlier.map(({ id }) => id));
  for (const { id } of numbered.sequences) if (!newIds.has(id)) newIds.set(id, ++next);
  const idOf = (id: number): number => newIds.get(id) as number;
  return {
    ...numbered,
    sequences: numbered.sequences
      .map((sequence) => ({ ...sequence, id: idOf(sequence.id) }))
      .sort((a, b) => a.id - b.id),
    conflicts: numbered.conflicts.map((conflict) => ({
      ...conflict,
      sequence: idOf(conflict.sequence),
    })),
  };
}

/** For sequences that continue earlier ones, the id to take: the largest overlaps first. */
function continuedIds(
  sequences: readonly Sequence[],
  earlier: EarlierMatch["sequences"],
): Map<number, number> {
  const before = new Map(
    earlier.flatMap(({ id, lesions }) => lesions.map((lesion) => [keyOf(lesion), id] as const)),
  );
  const overlaps = sequences.flatMap(({ id, lesions }) => {
    const shared = new Map<number, number>();
    for (const lesion of lesions) {
      const old = before.get(keyOf(lesion));
      if (old !== undefined) shared.set(old, (shared.get(old) ?? 0) + 1);
    }
    return Array.from(shared, ([old, count]) => ({ id, old, count }));
  });
  overlaps.sort((a, b) => b.count - a.count || a.old - b.old || a.id - b.id);
  const taken = new Set<number>();
  const newIds = new Map<number, number>();
  for (const { id, old } of overlaps) {
    if (newIds.has(id) || taken.has(old)) continue;
    newIds.set(id, old);
    taken.add(old);
  }
  return newIds;
}

const keyOf = ({ study, id }: Pick<Lesion, "study" | "id">): string => `${study} ${id}`;

/**
 * Earlier results from what `match --format json` or `jsonl` wrote.
 *
 * @throws LesionGraphError BAD_VALUE where the text is something else.
 */
export function readMatches(source: string | Uint8Array): EarlierMatch[] {
  return withPlace({ option: "previous" }, () => {
    const text = textOf(source);
    try {
      const parsed = /^\s*\{\s*"patients"/.test(text)
        ? JSON.parse(text).patients
        : text
            .split("\n")
            .filter((line) => line.trim() !== "")
            .map((line) => JSON.parse(line));
      return (parsed as JsonMatch[]).map(({ patient, sequences }) => ({
        patient: String(patient),
        sequences: sequences.map(({ id, lesions }) => ({
          id: whole(id),
          lesions: lesions.map(({ study, lesion }) => ({
            study: whole(study),
            id: String(lesion),
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
  readonly sequences: readonly {
    readonly id: unknown;
    readonly lesions: readonly { readonly study: unknown; readonly lesion: unknown }[];
  }[];
}

function whole(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw new TypeError("an integer was expected");
}
