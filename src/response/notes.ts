/** What a reader knows of lesions beyond their diameters. */
import { fail, fault, type LesionGraphError } from "../core/errors.js";
import { assertOneOf, didYouMean } from "../core/options.js";
import { readRows } from "../csv/read-rows.js";
import { column, optional } from "../csv/table.js";

/** What a lesion is taken for; where it is not given the rules decide. */
export const ROLES = Object.freeze(["target", "non-target", "new", "ignored"] as const);
export type Role = (typeof ROLES)[number];

/** About a lesion; one mark speaks for its sequence. */
export interface LesionNote {
  readonly row: number;
  /** Where it is, for the rule of two per organ; the coarse type where it is not given. */
  readonly organ?: string | undefined;
  /** A lymph node, followed by its short axis. */
  readonly node?: boolean | undefined;
  readonly role?: Role | undefined;
  /** A row of the target that this lesion split off: its diameter is added to that of the target. */
  readonly partOf?: number | undefined;
}

/**
 * What was seen of a lesion in a study: `"absent"` (0 mm), `"too small"` to measure (5 mm), `"merged"` with
 * another one that carries the diameter of both, `"present"` without a figure, `"progressed"`
 * unequivocally (a non-target), `"not evaluable"`.
 */
export const STATUSES = Object.freeze([
  "absent",
  "too small",
  "merged",
  "present",
  "progressed",
  "not evaluable",
] as const);
export type Status = (typeof STATUSES)[number];

/** About a lesion in one study; the row is any mark of its sequence. */
export interface StatusNote {
  readonly row: number;
  readonly study: number;
  readonly status: Status;
}

/** Columns of a CSV of notes on lesions. */
export const LESION_NOTE_COLUMNS = Object.freeze({
  row: column.integer("Data row of any annotation of the lesion", undefined, { min: 1 }),
  organ: optional(column.text("Organ, for the limit of two targets per organ")),
  node: optional(column.boolean("A lymph node, followed by its short axis")),
  role: optional(column.choice(ROLES, "What the lesion is taken for")),
  partOf: optional(
    column.integer("Row of the target that this lesion split off", undefined, { min: 1 }),
  ),
});

/** Columns of a CSV of what was seen of lesions in a study. */
export const STATUS_NOTE_COLUMNS = Object.freeze({
  row: column.integer("Data row of any annotation of the lesion", undefined, { min: 1 }),
  study: column.integer("Study in which it was seen", undefined, { min: 1 }),
  status: column.choice(STATUSES, "What was seen"),
});

/**
 * Reads notes on lesions: the column `row` and any of `organ`, `node` (yes or no), `role`, `partOf`. Empty cells
 * say nothing. Other columns are passed over, except near misses of an absent one. O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; REPEATED_COLUMN; UNKNOWN_FEATURE for a near miss ("roles"); BAD_VALUE;
 * BAD_RESPONSE for a row that comes twice; and as every CSV reader.
 */
export function readLesionNotes(source: string | Uint8Array): LesionNote[] {
  const notes = readRows(source, LESION_NOTE_COLUMNS);
  assertNotRepeated(notes.map(({ row }) => ({ key: String(row), row })));
  return notes;
}

/**
 * Reads what was seen of lesions: the columns `row`, `study` and `status`. Other columns are passed over. O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; BAD_VALUE; BAD_RESPONSE for a row and study that come twice; and as
 * every CSV reader.
 */
export function readStatusNotes(source: string | Uint8Array): StatusNote[] {
  const notes = readRows(source, STATUS_NOTE_COLUMNS);
  assertNotRepeated(notes.map(({ row, study }) => ({ key: `${row} in study ${study}`, row })));
  return notes;
}

function assertNotRepeated(notes: readonly { readonly key: string; readonly row: number }[]): void {
  const seen = new Set<string>();
  for (const { key, row } of notes) {
    if (seen.has(key)) {
      fail("BAD_RESPONSE", "every lesion once", `row ${key} again`, { row });
    }
    seen.add(key);
  }
}

/** Refuses notes whose parts or words are not known, as they may come from plain JavaScript. */
export function assertNotes(lesions: readonly LesionNote[], statuses: readonly StatusNote[]): void {
  for (const note of lesions) {
    assertParts(note, Object.keys(LESION_NOTE_COLUMNS));
    if (note.role !== undefined) assertOneOf("role", note.role, ROLES);
  }
  for (const note of statuses) {
    assertParts(note, Object.keys(STATUS_NOTE_COLUMNS));
    assertOneOf("status", note.status, STATUSES);
  }
  assertNotRepeated(lesions.map(({ row }) => ({ key: String(row), row })));
  assertNotRepeated(statuses.map(({ row, study }) => ({ key: `${row} in study ${study}`, row })));
}

/** A note with a misspelt part would say nothing, as if nobody had noted anything. */
function assertParts(note: LesionNote | StatusNote, known: readonly string[]): void {
  for (const name of Object.keys(note)) {
    if (known.includes(name)) continue;
    fail("UNKNOWN_OPTION", "a part of a note", name, {
      remedy: didYouMean(name, known),
      option: name,
      row: note.row,
    });
  }
}

/** A note that does not fit the lesions. */
export const unfit = (
  expected: string,
  received: string,
  patient: string,
  row: number,
  remedy?: string,
): LesionGraphError =>
  fault("BAD_RESPONSE", expected, received, {
    ...(remedy === undefined ? {} : { remedy }),
    patient,
    row,
  });
