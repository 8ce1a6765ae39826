/** How a DL_info.csv is read: columns found by name, rows typed and checked, identities given. */

import { LesionGraphError } from "../core/errors.js";
import type { LesionTable, Warning } from "../core/lesion.js";
import type { FormatOf, ReadOptions } from "../csv/lesions.js";
import { columnsOf } from "../csv/records.js";
import { COLUMN_NAMES, COLUMNS, type ColumnName, type DlInfoRow } from "./columns.js";
import { inconsistencies } from "./consistency.js";
import { type DlInfoLesion, lesionFromRow } from "./lesion.js";

/** The reader of a DL_info.csv with this header. */
export const dlInfoFormat: FormatOf<DlInfoLesion> = (header, { noisy }: ReadOptions) => {
  const positions = columnPositions(header);
  return {
    read(cells, row, noticed) {
      const lesion = lesionFromRow(readRow(cells, positions), row);
      if (lesion.noisy && noisy === "drop") return undefined;
      noticed.push(...inconsistencies(lesion));
      return lesion;
    },
    complete: completePatient,
  };
};

/** True where a header means to be that of a DL_info.csv: it has one of the columns. */
export const isDlInfoHeader = (header: readonly string[]): boolean =>
  header.some((name) => Object.hasOwn(COLUMNS, name.trim()));

/**
 * Where each of the 18 columns stands. Others, in front, between or behind, are passed over.
 *
 * @throws LesionGraphError MISSING_COLUMN, REPEATED_COLUMN.
 */
export const columnPositions = (header: readonly string[]): ReadonlyMap<ColumnName, number> => {
  const positions = columnsOf(header, COLUMN_NAMES);
  return new Map(COLUMN_NAMES.map((name, i) => [name, positions[i]!]));
};

/** The typed values of a record; a bad cell is an error that names its column. */
export function readRow(
  cells: readonly string[],
  positions: ReadonlyMap<ColumnName, number>,
): DlInfoRow {
  const values: Partial<Record<ColumnName, unknown>> = {};
  let column: ColumnName = "File_name";
  try {
    for (const [name, at] of positions) {
      column = name;
      values[name] = COLUMNS[name].read(cells[at]!);
    }
  } catch (error) {
    throw error instanceof LesionGraphError ? error.at({ column }) : error;
  }
  return values as DlInfoRow;
}

/**
 * Gives every lesion of a patient its identity: the name of its slice, and where a slice carries
 * several lesions, `#2`, `#3`, … behind it in the order of their coordinates. Identical rows are
 * kept and noticed.
 */
export function completePatient(lesions: readonly DlInfoLesion[]): LesionTable<DlInfoLesion> {
  const onSlice = new Map<string, DlInfoLesion[]>();
  for (const lesion of lesions) {
    const others = onSlice.get(lesion.id);
    if (others === undefined) onSlice.set(lesion.id, [lesion]);
    else others.push(lesion);
  }
  const warnings: Warning[] = [];
  const completed: DlInfoLesion[] = [];
  for (const group of onSlice.values()) {
    group.sort(compareMarks);
    group.forEach((lesion, i) => {
      completed.push(i === 0 ? lesion : { ...lesion, id: `${lesion.id}#${i + 1}` });
      const before = group[i - 1];
      if (before !== undefined && sameMark(before, lesion)) {
        warnings.push({
          kind: "identical-rows",
          row: lesion.row,
          patient: lesion.patient,
          message: `the same marks as in row ${before.row}; both are kept`,
        });
      }
    });
  }
  return { lesions: completed.sort((a, b) => a.row - b.row), warnings };
}

const marks = (lesion: DlInfoLesion): number[] => [
  ...lesion.longAxisPx,
  ...lesion.shortAxisPx,
  ...lesion.boxPx,
  ...lesion.diametersPx,
];

function compareMarks(a: DlInfoLesion, b: DlInfoLesion): number {
  const [left, right] = [marks(a), marks(b)];
  const differing = left.findIndex((value, i) => value !== right[i]);
  if (differing < 0) return a.row - b.row;
  return left[differing]! - right[differing]!;
}

const sameMark = (a: DlInfoLesion, b: DlInfoLesion): boolean =>
  marks(a).every((value, i) => value === marks(b)[i]);
