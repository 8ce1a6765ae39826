/** Ids of sequences that persist when lesions and studies are added or removed. */

import { fault, type LesionGraphError } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import type { Lesion, Warning } from "../core/lesion.js";
import {
  type ContinueOptions,
  type EarlierLesion,
  type EarlierMatch,
  fingerprint,
} from "./earlier-matches.js";
import type { Conflict, Sequence } from "./result.js";

interface Numbered {
  readonly warnings: readonly Warning[];
  readonly sequences: readonly Sequence[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Gives sequences the ids of the earlier sequences they continue: each earlier id goes to the sequence that holds
 * most of its lesions (of equals to the first), each sequence takes one id at most, and new sequences get numbers
 * above all that were ever used. A lesion is the earlier one with the same content (position, size, vector), if
 * possible in the same study, or else the one with the same study and id that no other lesion equals. An earlier result of the patient without
 * any of the lesions is a warning of kind `"previous"`. O(lesions log lesions).
 */
export function keepIds<T extends Numbered>(
  numbered: T,
  patient: string,
  { previous }: ContinueOptions,
): T & { readonly lastId?: number } {
  const match = previous.find((one) => one.patient === patient);
  const earlier = match?.sequences ?? [];
  if (match === undefined || earlier.length === 0) return numbered;
  const newIds = continuedIds(numbered.sequences, earlier);
  const warnings = [...numbered.warnings];
  const row = numbered.sequences[0]?.lesions[0]?.row;
  if (newIds.size === 0 && row !== undefined) {
    const message = "the earlier result of the patient has none of the lesions; all ids are new";
    warnings.push({ kind: PREVIOUS, row, patient, message });
  }
  let last = earlier.reduce((most, { id }) => Math.max(most, id), match.lastId ?? 0);
  for (const { id } of numbered.sequences) if (!newIds.has(id)) newIds.set(id, ++last);
  const idOf = (id: number): number => newIds.get(id) ?? id;
  const sequences = numbered.sequences
    .map((sequence) => ({ ...sequence, id: idOf(sequence.id) }))
    .sort((a, b) => a.id - b.id);
  return {
    ...numbered,
    sequences,
    conflicts: numbered.conflicts.map((conflict) => ({
      ...conflict,
      sequence: idOf(conflict.sequence),
    })),
    warnings,
    ...(last > (sequences.at(-1)?.id ?? 0) && { lastId: last }),
  };
}

const PREVIOUS = "previous";

/**
 * How a matched patient stands to earlier results: `"new"` where they do not name it, `"foreign"` where they name it
 * with none of its lesions.
 */
export function continuation(
  { patient, warnings }: Pick<Numbered, "warnings"> & { readonly patient: string },
  previous: readonly EarlierMatch[],
): "continued" | "foreign" | "new" {
  if (!previous.some((one) => one.patient === patient)) return "new";
  return warnings.some(({ kind }) => kind === PREVIOUS) ? "foreign" : "continued";
}

/** What is said where a patient that was matched alone, or was selected, is not among the earlier results. */
export const NEW_PATIENT = "the earlier results do not name the patient; all ids are new";

/** The same match with a warning that the earlier results do not name the patient. */
export function withNewPatient<T extends Numbered & { readonly patient: string }>(match: T): T {
  const row = match.sequences[0]?.lesions[0]?.row;
  if (row === undefined) return match;
  const warning = { kind: PREVIOUS, row, patient: match.patient, message: NEW_PATIENT };
  return { ...match, warnings: [...match.warnings, warning] };
}

/**
 * The error for earlier results of another cohort: single patients may be new, but not all of them.
 */
export const foreignPrevious = (): LesionGraphError =>
  fault("BAD_VALUE", "earlier results of these lesions", "none of them", {
    remedy: "pass the result of an earlier version of the same input",
    option: "previous",
  });

/** For sequences that continue earlier ones, the id to take: the largest overlaps first. */
function continuedIds(
  sequences: readonly Sequence[],
  earlier: EarlierMatch["sequences"],
): Map<number, number> {
  const earlierIdOf = earlierSequences(sequences, earlier);
  const overlaps = sequences.flatMap(({ id, lesions }) => {
    const shared = new Map<number, number>();
    for (const { row } of lesions) {
      const old = earlierIdOf.get(row);
      if (old !== undefined) shared.set(old, (shared.get(old) ?? 0) + 1);
    }
    return Array.from(shared, ([old, count]) => ({ id, old, count }));
  });
  overlaps.sort((a, b) => b.count - a.count || a.old - b.old);
  const taken = new Set<number>();
  const newIds = new Map<number, number>();
  for (const { id, old } of overlaps) {
    if (newIds.has(id) || taken.has(old)) continue;
    newIds.set(id, old);
    taken.add(old);
  }
  return newIds;
}

/** For every row that an earlier sequence had, the id of that sequence. */
function earlierSequences(
  sequences: readonly Sequence[],
  earlier: EarlierMatch["sequences"],
): Map<number, number> {
  const before = earlier.flatMap(({ id, lesions }) =>
    lesions.map((lesion) => ({ sequence: id, lesion, taken: false })),
  );
  const earlierIdOf = new Map<number, number>();
  const now = sequences.flatMap(({ lesions }) => lesions);
  for (const keyOf of [studyContentKey, contentKey, nameKey]) {
    const open = groupBy(before, ({ lesion }) => keyOf(lesion));
    for (const lesion of now) {
      if (earlierIdOf.has(lesion.row)) continue;
      const candidates = (open.get(keyOf(lesion)) ?? []).filter(({ taken }) => !taken);
      const same = candidates.find(({ lesion: { id } }) => id === lesion.id) ?? candidates[0];
      if (same === undefined) continue;
      same.taken = true;
      earlierIdOf.set(lesion.row, same.sequence);
    }
  }
  return earlierIdOf;
}

const nameKey = ({ study, id }: EarlierLesion): string => `${study} ${id}`;

/** By content; without it, no two lesions are the same. An older study that is added renumbers the others. */
const contentKey = (lesion: EarlierLesion | Lesion): unknown =>
  "row" in lesion ? fingerprint(lesion) : (lesion.fingerprint ?? lesion);

const studyContentKey = (lesion: EarlierLesion | Lesion): string =>
  `${lesion.study} ${"row" in lesion ? fingerprint(lesion) : lesion.fingerprint}`;
