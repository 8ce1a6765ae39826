/** Notes of a reader: what is known about lesions beyond their diameters. */

import { didYouMean } from "../core/did-you-mean.js";
import { fail, fault, type LesionGraphError } from "../core/errors.js";
import { assertOneOf } from "../core/option-checks.js";
import { readRows } from "../csv/read-rows.js";
import { column, optional } from "../csv/table.js";

/** The role of a lesion; without a note the rules decide. */
const ROLES = Object.freeze(["target", "non-target", "new", "ignored"] as const);
/** Role of a lesion in RECIST 1.1, as a reader notes it. */
export type Role = (typeof ROLES)[number];

/** A note on a lesion; one row is enough for its sequence. */
export interface LesionNote {
  readonly row: number;
  /** Organ, for the limit of two targets per organ. Default: the coarse type. */
  readonly organ?: string | undefined;
  /** A lymph node, followed by its short axis. */
  readonly lymphNode?: boolean | undefined;
  readonly role?: Role | undefined;
  /** A row of the target that this lesion split from: its diameter is added to that of the target. */
  readonly partOf?: number | undefined;
}

/**
 * The status of a lesion in a study: `"absent"` (0 mm), `"too small"` to measure (5 mm), `"merged"` with a
 * lesion that carries the diameter of both, `"present"` without a measurement, `"progressed"` unequivocally
 * (non-target or new lesion), `"not evaluable"`.
 */
export const STATUSES = Object.freeze([
  "absent",
  "too small",
  "merged",
  "present",
  "progressed",
  "not evaluable",
] as const);
/** Status of a lesion in one study, as a reader notes it. */
export type Status = (typeof STATUSES)[number];

/** A note on a lesion in one study; the row is any row of its sequence. */
export interface StatusNote {
  readonly row: number;
  readonly study: number;
  readonly status: Status;
}

/** Columns of a CSV of notes on lesions. */
export const LESION_NOTE_COLUMNS = Object.freeze({
  row: column.integer("Data row of any annotation of the lesion", undefined, { min: 1 }),
  organ: optional(column.text("Organ, for the limit of two targets per organ")),
  lymphNode: optional(column.boolean("A lymph node, followed by its short axis")),
  role: optional(column.choice(ROLES, "Role of the lesion; by the rules where empty")),
  partOf: optional(
    column.integer("Row of the target that this lesion split from", undefined, { min: 1 }),
  ),
});

/** Columns of a CSV of notes on the status of lesions. */
export const STATUS_NOTE_COLUMNS = Object.freeze({
  row: column.integer("Data row of any annotation of the lesion", undefined, { min: 1 }),
  study: column.integer("Study in which the lesion was seen", undefined, { min: 1 }),
  status: column.choice(STATUSES, "Status of the lesion in this study"),
});

/**
 * Returns notes on lesions from a CSV: the column `row` and any of `organ`, `lymphNode` (yes or no), `role`,
 * `partOf`. Empty cells say nothing and other columns are ignored, except a column whose name is nearly that
 * of an absent one. O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; REPEATED_COLUMN; UNKNOWN_FEATURE for a misspelt column; BAD_VALUE;
 * BAD_RESPONSE for a row that occurs twice; and as every CSV reader.
 */
export function readLesionNotes(source: string | Uint8Array): LesionNote[] {
  const notes = readRows(source, LESION_NOTE_COLUMNS);
  assertUnique(notes.map(lesionKey));
  return notes;
}

/**
 * Returns notes on the status of lesions from a CSV with the columns `row`, `study` and `status`; other
 * columns are ignored. O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; BAD_VALUE; BAD_RESPONSE for a row and study that occur twice; and
 * as every CSV reader.
 */
export function readStatusNotes(source: string | Uint8Array): StatusNote[] {
  const notes = readRows(source, STATUS_NOTE_COLUMNS);
  assertUnique(notes.map(statusKey));
  return notes;
}

const lesionKey = ({ row }: LesionNote) => ({ key: String(row), row });
const statusKey = ({ row, study }: StatusNote) => ({ key: `${row} in study ${study}`, row });

function assertUnique(notes: readonly { readonly key: string; readonly row: number }[]): void {
  const keys = new Set<string>();
  for (const { key, row } of notes) {
    if (keys.has(key)) fail("BAD_RESPONSE", "every lesion once", `row ${key} again`, { row });
    keys.add(key);
  }
}

/** Asserts notes whose fields and values are known, as they may come from plain JavaScript. */
export function assertNotes(lesions: readonly LesionNote[], statuses: readonly StatusNote[]): void {
  for (const note of lesions) {
    assertFields(note, Object.keys(LESION_NOTE_COLUMNS));
    if (note.role !== undefined) assertOneOf("role", note.role, ROLES);
  }
  for (const note of statuses) {
    assertFields(note, Object.keys(STATUS_NOTE_COLUMNS));
    assertOneOf("status", note.status, STATUSES);
  }
  assertUnique(lesions.map(lesionKey));
  assertUnique(statuses.map(statusKey));
}

/** A note with a misspelt field would be ignored. */
function assertFields(note: LesionNote | StatusNote, known: readonly string[]): void {
  if (typeof note !== "object" || note === null) {
    fail("BAD_OPTION", `a note as an object with ${known.join(", ")}`, note ?? String(note));
  }
  for (const name of Object.keys(note)) {
    if (known.includes(name)) continue;
    const remedy = didYouMean(name, known);
    fail("UNKNOWN_OPTION", "a field of a note", name, { remedy, option: name, row: note.row });
  }
}

/** Returns the error for a note that does not fit the lesions. */
export const noteFault = (
  expected: string,
  received: string,
  patient: string,
  row: number,
  remedy?: string,
): LesionGraphError => fault("BAD_RESPONSE", expected, received, { remedy, patient, row });
