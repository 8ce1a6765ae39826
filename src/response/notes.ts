/** What a reader knows of lesions beyond their diameters. */
import { distance } from "fastest-levenshtein";
import { fail, fault, type LesionGraphError, withPlace } from "../core/errors.js";
import { assertOneOf, didYouMean } from "../core/options.js";
import { DEFAULT_READ_OPTIONS } from "../csv/lesions.js";
import { toWhole } from "../csv/numbers.js";
import { columnsOf, RecordReader } from "../csv/records.js";
import { textOf } from "../csv/text.js";

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

/** What notes are made of: their columns in a CSV. */
const LESION_COLUMNS = ["row", "organ", "node", "role", "partOf"] as const;
const STATUS_COLUMNS = ["row", "study", "status"] as const;

/**
 * Reads notes on lesions: the column `row` and any of `organ`, `node` (yes or no), `role`, `partOf`; empty
 * cells say nothing, other columns are passed over, but not one whose name is nearly that of a column which is
 * not there. O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; REPEATED_COLUMN; UNKNOWN_FEATURE for "roles"; BAD_VALUE; BAD_RESPONSE for a row that comes
 * twice; and as every CSV reader.
 */
export function readLesionNotes(source: string | Uint8Array): LesionNote[] {
  const [row, ...others] = LESION_COLUMNS;
  const notes = readNamed(source, [row], others, (cell) => ({
    row: wholeOf("row", cell("row")),
    organ: cell("organ"),
    node: yesOrNo(cell("node")),
    role: oneOf("role", cell("role"), ROLES),
    partOf: cell("partOf") === undefined ? undefined : wholeOf("partOf", cell("partOf")),
  }));
  assertNotRepeated(notes.map(({ row }) => ({ key: String(row), row })));
  return notes;
}

/**
 * Reads what was seen of lesions: the columns `row`, `study` and `status`; other columns are passed over.
 * O(n).
 *
 * @throws LesionGraphError MISSING_COLUMN; BAD_VALUE; BAD_RESPONSE for a row and study that come twice; and
 * as every CSV reader.
 */
export function readStatusNotes(source: string | Uint8Array): StatusNote[] {
  const notes = readNamed(source, STATUS_COLUMNS, [], (cell) => ({
    row: wholeOf("row", cell("row")),
    study: wholeOf("study", cell("study")),
    status: oneOf("status", cell("status") ?? "", STATUSES) as Status,
  }));
  assertNotRepeated(notes.map(({ row, study }) => ({ key: `${row} in study ${study}`, row })));
  return notes;
}

/** The trimmed text of a column; none where it is empty or the column is not there. */
type Cell = (column: string) => string | undefined;

function readNamed<T>(
  source: string | Uint8Array,
  required: readonly string[],
  optional: readonly string[],
  read: (cell: Cell) => T,
): T[] {
  const notes: T[] = [];
  let header: readonly string[] = [];
  const reader = new RecordReader(
    {
      header(cells) {
        header = cells.map((cell) => cell.trim());
        columnsOf(header, [...required, ...optional.filter((name) => header.includes(name))]);
        assertNoNearMisses(header, optional);
      },
      record(cells) {
        notes.push(read((column) => cells[header.indexOf(column)]?.trim() || undefined));
      },
    },
    DEFAULT_READ_OPTIONS,
  );
  reader.push(textOf(source));
  reader.end();
  return notes;
}

/** Refuses a column that was very likely meant for a known one which is not there. */
function assertNoNearMisses(header: readonly string[], known: readonly string[]): void {
  const missing = known.filter((name) => !header.includes(name));
  for (const column of header) {
    if (known.includes(column)) continue;
    const meant = missing.find((name) => isNearMiss(column, name));
    if (meant === undefined) continue;
    fail("UNKNOWN_FEATURE", `the column ${meant}, or none of that kind`, column, {
      remedy: "rename the column, or leave it out",
      column,
    });
  }
}

/** One letter more, less or other than the name, whatever the case; two letters for names of five and more. */
const isNearMiss = (column: string, name: string): boolean =>
  distance(column.toLowerCase(), name.toLowerCase()) <= (name.length < 5 ? 1 : 2);

const wholeOf = (column: string, text: string | undefined): number =>
  withPlace({ column }, () => toWhole(text ?? "", 1));

function yesOrNo(text: string | undefined): boolean | undefined {
  const word = oneOf("node", text?.toLowerCase(), ["yes", "no", "true", "false"]);
  return word === undefined ? undefined : word === "yes" || word === "true";
}

function oneOf<T extends string>(
  column: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  const choice = choices.find((one) => one === text);
  if (text === undefined || choice !== undefined) return choice;
  fail("BAD_VALUE", `one of ${choices.join(", ")}`, text, { column });
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
    assertParts(note, LESION_COLUMNS);
    if (note.role !== undefined) assertOneOf("role", note.role, ROLES);
  }
  for (const note of statuses) {
    assertParts(note, STATUS_COLUMNS);
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
