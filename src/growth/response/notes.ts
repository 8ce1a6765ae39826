/** What a reader knows of lesions beyond their diameters. */
import { distance } from "fastest-levenshtein";
import { DEFAULT_READ_OPTIONS } from "../../csv/lesions.js";
import { toWhole } from "../../csv/numbers.js";
import { columnsOf, RecordReader } from "../../csv/records.js";
import { textOf } from "../../csv/text.js";
import { LesionGraphError, placed } from "../../errors.js";
import { didYouMean, requireOneOf } from "../../options.js";

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
  refuseRepeated(notes.map(({ row }) => ({ key: String(row), row })));
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
  refuseRepeated(notes.map(({ row, study }) => ({ key: `${row} in study ${study}`, row })));
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
        refuseNearMisses(header, optional);
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
function refuseNearMisses(header: readonly string[], known: readonly string[]): void {
  const missing = known.filter((name) => !header.includes(name));
  for (const column of header) {
    if (known.includes(column)) continue;
    const meant = missing.find((name) => isNearMiss(column, name));
    if (meant === undefined) continue;
    throw new LesionGraphError(
      "UNKNOWN_FEATURE",
      {
        expected: `the column ${meant}, or none of that kind`,
        received: column,
        remedy: "rename the column, or leave it out",
      },
      { column },
    );
  }
}

/** One letter more, less or other than the name, whatever the case; two letters for names of five and more. */
const isNearMiss = (column: string, name: string): boolean =>
  distance(column.toLowerCase(), name.toLowerCase()) <= (name.length < 5 ? 1 : 2);

const wholeOf = (column: string, text: string | undefined): number =>
  placed({ column }, () => toWhole(text ?? "", 1));

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
  throw new LesionGraphError(
    "BAD_VALUE",
    { expected: `one of ${choices.join(", ")}`, received: text },
    { column },
  );
}

function refuseRepeated(notes: readonly { readonly key: string; readonly row: number }[]): void {
  const seen = new Set<string>();
  for (const { key, row } of notes) {
    if (seen.has(key)) {
      throw new LesionGraphError(
        "BAD_RESPONSE",
        { expected: "every lesion once", received: `row ${key} again` },
        { row },
      );
    }
    seen.add(key);
  }
}

/** Refuses notes whose parts or words are not known, as they may come from plain JavaScript. */
export function requireNotes(
  lesions: readonly LesionNote[],
  statuses: readonly StatusNote[],
): void {
  for (const note of lesions) {
    requireParts(note, LESION_COLUMNS);
    if (note.role !== undefined) requireOneOf("role", note.role, ROLES);
  }
  for (const note of statuses) {
    requireParts(note, STATUS_COLUMNS);
    requireOneOf("status", note.status, STATUSES);
  }
  refuseRepeated(lesions.map(({ row }) => ({ key: String(row), row })));
  refuseRepeated(statuses.map(({ row, study }) => ({ key: `${row} in study ${study}`, row })));
}

/** A note with a misspelt part would say nothing, as if nobody had noted anything. */
function requireParts(note: LesionNote | StatusNote, known: readonly string[]): void {
  for (const name of Object.keys(note)) {
    if (known.includes(name)) continue;
    throw new LesionGraphError(
      "UNKNOWN_OPTION",
      { expected: "a part of a note", received: name, remedy: didYouMean(name, known) },
      { option: name, row: note.row },
    );
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
  new LesionGraphError(
    "BAD_RESPONSE",
    { expected, received, ...(remedy === undefined ? {} : { remedy }) },
    { patient, row },
  );
