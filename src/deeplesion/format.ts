/** How a DL_info.csv is read: columns found by name, rows checked, ids assigned. */
import { extent } from "d3-array";
import { withPlace } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import type { LesionTable, Warning } from "../core/lesion.js";
import { byRow } from "../core/lesion-order.js";
import { implausibleSpacings, spacingsDiffer } from "../core/spacing.js";
import { columnsOf } from "../csv/header.js";
import type { FormatOf } from "../csv/lesion-format.js";
import { assertNoMeasurementOption, type ReadOptions } from "../csv/read-options.js";
import { inconsistencies } from "./consistency.js";
import { COLUMN_NAMES, type ColumnName, ROW_LENGTH, readCell } from "./dl-info-columns.js";
import { type DlInfoLesion, lesionFromValues } from "./dl-info-lesion.js";
import { deriveMillimetres } from "./geometry.js";

/** The reader of a DL_info.csv with this header. */
export const dlInfoFormat: FormatOf<DlInfoLesion> = (header, options: ReadOptions) => {
  assertNoMeasurementOption(options, "a DL_info.csv");
  const { noisy } = options;
  const positions = columnPositions(header);
  const values = new Float64Array(ROW_LENGTH);
  return {
    read(cells, row, warnings) {
      for (const [name, at] of positions) {
        withPlace({ column: name }, () => readCell(name, cells[at]!, values));
      }
      deriveMillimetres(values);
      const fileName = cells[positions.get("File_name")!]!;
      const lesion = lesionFromValues(values, fileName, row);
      if (lesion.noisy && noisy === "drop") return undefined;
      warnings.push(...inconsistencies(values, fileName, row));
      return lesion;
    },
    complete: completePatient,
  };
};

/** True where a header has a column of DL_info.csv. */
export const isDlInfoHeader = (header: readonly string[]): boolean =>
  header.some((name) => (COLUMN_NAMES as readonly string[]).includes(name.trim()));

/**
 * Returns where each of the 18 columns stands. Other columns are ignored.
 *
 * @throws LesionGraphError MISSING_COLUMN, REPEATED_COLUMN.
 */
export const columnPositions = (header: readonly string[]): ReadonlyMap<ColumnName, number> => {
  const positions = columnsOf(header, COLUMN_NAMES);
  return new Map(COLUMN_NAMES.map((name, i) => [name, positions[i]!]));
};

/**
 * Completes a patient: gives every lesion its id, the name of its slice, followed by `#2`, `#3`, … in the order of
 * coordinates where a slice has several lesions. Warns of identical rows, which are kept, and of spacings that
 * differ so much between studies that one is probably in another unit.
 */
export function completePatient(lesions: readonly DlInfoLesion[]): LesionTable<DlInfoLesion> {
  const warnings: Warning[] = [];
  const completed: DlInfoLesion[] = [];
  for (const group of groupBy(lesions, ({ id }) => id).values()) {
    group.sort(compareAnnotations);
    group.forEach((lesion, i) => {
      completed.push(i === 0 ? lesion : { ...lesion, id: `${lesion.id}#${i + 1}` });
      const before = group[i - 1];
      if (before === undefined || !sameAnnotation(before, lesion)) return;
      const message = `the same annotation as in row ${before.row}; both are kept`;
      warnings.push({ kind: "identical-rows", row: lesion.row, patient: lesion.patient, message });
    });
  }
  completed.sort(byRow);
  return { lesions: completed, warnings: [...warnings, ...spacingJumps(completed)] };
}

/** One warning for a patient whose plausible spacings differ too much; others have a warning of their own row. */
function spacingJumps(lesions: readonly DlInfoLesion[]): Warning[] {
  const [least = 0, greatest = 0] = extent(lesions, ({ spacingMm }) => spacingMm[0]);
  if (!spacingsDiffer(least, greatest)) return [];
  for (const [row, message] of implausibleSpacings(lesions)) {
    return [{ kind: "spacing-jump", row, patient: lesions[0]!.patient, message }];
  }
  return [];
}

/** The numbers that tell the lesions of a slice apart. */
const annotation = (lesion: DlInfoLesion): number[] => [
  ...lesion.longAxisPx,
  ...lesion.shortAxisPx,
  ...lesion.boxPx,
  ...lesion.diametersPx,
];

function compareAnnotations(a: DlInfoLesion, b: DlInfoLesion): number {
  const [left, right] = [annotation(a), annotation(b)];
  const differing = left.findIndex((value, i) => value !== right[i]);
  if (differing < 0) return a.row - b.row;
  return left[differing]! - right[differing]!;
}

function sameAnnotation(a: DlInfoLesion, b: DlInfoLesion): boolean {
  const other = annotation(b);
  return annotation(a).every((value, i) => value === other[i]);
}
