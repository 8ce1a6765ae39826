/** Reads a CSV table into typed rows by the declaration of its columns. */
import { distance } from "fastest-levenshtein";
import { isoDay } from "../core/calendar.js";
import { composed } from "../core/composed.js";
import { fail, withPlace } from "../core/errors.js";
import type { Column, Columns, RowOf } from "./column.js";
import { type CellValue, uncsvCell } from "./csv-line.js";
import { columnsOf } from "./header.js";
import { toNumber, toWhole } from "./numbers.js";
import { readRecords } from "./records.js";

/**
 * Returns one typed row per data record, in input order. Columns may come in any order; header and cells are trimmed;
 * a byte order mark is skipped; texts lose the apostrophe that CSV output puts before a formula, and are composed. Optional columns may
 * be absent or have empty cells. Other columns are ignored, except those whose name is nearly that of an absent
 * optional column. O(cells).
 *
 * @throws LesionGraphError MISSING_COLUMN, REPEATED_COLUMN; UNKNOWN_FEATURE for a near miss; BAD_VALUE with line,
 * row and column; EMPTY_INPUT, NOT_CSV, FIELD_COUNT, RECORD_TOO_LONG.
 *
 * @example
 * const COLUMNS = { row: column.integer("Data row", undefined, { min: 1 }), note: optional(column.text("Remark")) };
 * readRows("row,note\n3,large\n", COLUMNS); // [{ row: 3, note: "large" }]
 */
export function readRows<C extends Columns>(
  source: string | Uint8Array,
  columns: C,
  onRow?: (row: RowOf<C>, index: number) => void,
): RowOf<C>[] {
  const rows: RowOf<C>[] = [];
  let positions: ReadonlyMap<string, number> = new Map();
  readRecords(source, {
    header(cells) {
      positions = columnPlaces(cells, columns);
    },
    record(cells, index) {
      const row: Record<string, CellValue> = {};
      for (const [name, one] of Object.entries(columns)) {
        const at = positions.get(name);
        row[name] = at === undefined ? undefined : parseCell(name, one, cells[at]!.trim());
      }
      rows.push(row as RowOf<C>);
      onRow?.(row as RowOf<C>, index);
    },
  });
  return rows;
}

/**
 * Returns where declared columns stand in a header.
 *
 * @throws LesionGraphError MISSING_COLUMN, REPEATED_COLUMN, UNKNOWN_FEATURE for a near miss.
 */
function columnPlaces(header: readonly string[], columns: Columns): ReadonlyMap<string, number> {
  const found = header.map((cell) => cell.trim());
  const names = Object.keys(columns).filter(
    (name) => columns[name]?.required || found.includes(name),
  );
  const places = columnsOf(found, names);
  assertNoNearMisses(found, Object.keys(columns));
  return new Map(names.map((name, i) => [name, places[i]!]));
}

/** Asserts that no column was very likely meant for a known one which is absent: its cells would be ignored. */
export function assertNoNearMisses(header: readonly string[], known: readonly string[]): void {
  const present = new Set(header);
  const absent = known.filter((name) => !present.has(name));
  const isKnown = new Set(known);
  for (const name of header) {
    if (isKnown.has(name)) continue;
    const meant = absent.find((one) => isNearMiss(name, one));
    if (meant === undefined) continue;
    fail("UNKNOWN_FEATURE", `the column ${meant}, or none of that kind`, name, {
      remedy: "rename the column, or leave it out",
      column: name,
    });
  }
}

/** At most one letter more, less or other than the name, whatever the case; two for names of five or more. */
const isNearMiss = (column: string, name: string): boolean => {
  const limit = name.length < 5 ? 1 : 2;
  if (Math.abs(column.length - name.length) > limit) return false;
  return distance(column.toLowerCase(), name.toLowerCase()) <= limit;
};

/**
 * Returns the value of a trimmed cell.
 *
 * @throws LesionGraphError BAD_VALUE with the column, for an empty cell of a required column too.
 */
function parseCell(name: string, one: Column, cell: string): CellValue {
  if (cell === "" && !one.required) return undefined;
  return withPlace({ column: name }, () => PARSERS[one.type](cell, one));
}

type CellParser = (cell: string, one: Column) => CellValue;

const PARSERS: Readonly<Record<Column["type"], CellParser>> = {
  text(cell, { choices, expected, isPath }) {
    if (choices?.includes(cell) || (choices === undefined && cell !== "")) {
      return isPath === true ? uncsvCell(cell) : composed(uncsvCell(cell));
    }
    fail("BAD_VALUE", expected, cell);
  },
  integer: (cell, { min, expected }) => toWhole(cell, min ?? Number.NEGATIVE_INFINITY, expected),
  number(cell, { min, expected }) {
    const value = toNumber(cell, expected);
    return value >= (min ?? -Infinity) ? value : fail("BAD_VALUE", expected, cell);
  },
  boolean(cell, { expected }) {
    if (/^(?:true|yes)$/i.test(cell)) return true;
    return /^(?:false|no)$/i.test(cell) ? false : fail("BAD_VALUE", expected, cell);
  },
  date: (cell) => isoDay(cell),
};
