/**
 * The 18 columns of DL_info.csv, stated once: where a column's numbers stand in a numeric row, which numbers it
 * accepts, and how a cell is read and written. Both readers and the writer use this statement.
 *
 * Yan et al., "Deep Lesion Graphs in the Wild", CVPR 2018, and the data set's own description (NIH Clinical Center,
 * 2018). Missing values (NaN, empty, type -1) are NaN in a numeric row, -1 for the type and 0 for the sex.
 */
import { fail } from "../core/errors.js";
import { LESION_TYPES } from "../core/lesion.js";
import { isUnknown, toNumber } from "../csv/numbers.js";

/** One data row as numbers. Length {@link ROW_LENGTH}; {@link AT} says what stands where. */
export type NumericValues = Float64Array;

/** Index of the first number of each quantity in a numeric row; mm are derived, all else is as in the file. */
export const AT = Object.freeze({
  patient: 0,
  study: 1,
  series: 2,
  slice: 3,
  ends: 4,
  box: 12,
  diameters: 16,
  location: 18,
  type: 21,
  noisy: 22,
  range: 23,
  spacing: 25,
  size: 28,
  window: 30,
  split: 32,
  sex: 33,
  age: 34,
  centreMm: 35,
  axesMm: 38,
});
export const ROW_LENGTH = 40;

/** The data set's own split, in the order of its codes 1 to 3. */
export const SPLITS = Object.freeze(["train", "validation", "test"] as const);
/** Split of the data set: `"train"`, `"validation"` or `"test"`. */
export type Split = (typeof SPLITS)[number];

/** Sexes in the order of their codes in a numeric row; 0 is unknown. */
export const SEXES = Object.freeze([undefined, "F", "M"] as const);
/** Sex of a patient: `"F"` or `"M"`. */
export type Sex = NonNullable<(typeof SEXES)[number]>;

/** A column of one or more numbers. */
export interface NumericColumn {
  /** Index of its first number in a numeric row. */
  readonly at: number;
  readonly count: number;
  /** What a cell has to be, completing "expected …". */
  readonly expected: string;
  /** True where the numbers of the column in a row are allowed. */
  accepts(values: NumericValues): boolean;
  /** The number of a missing value, written as it is; a cell has to hold numbers where absent. */
  readonly missing?: number;
}

const isWhole = (value: number, min: number, max = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && value >= min && value <= max;

/** Holds for each of the column's numbers. */
const each =
  (at: number, count: number, holds: (value: number) => boolean) =>
  (values: NumericValues): boolean => {
    for (let i = at; i < at + count; i++) if (!holds(values[i]!)) return false;
    return true;
  };

const whole = (at: number, min: number, max?: number): NumericColumn => ({
  at,
  count: 1,
  expected: `an integer ${max === undefined ? `>= ${min}` : `from ${min} to ${max}`}`,
  accepts: (values) => isWhole(values[at]!, min, max),
});

const numbers = (
  at: number,
  names: readonly string[],
  what = "finite numbers",
  holds?: (value: number) => boolean,
): NumericColumn => ({
  at,
  count: names.length,
  expected: `${names.length} ${what} (${names.join(", ")})`,
  accepts: holds === undefined ? () => true : each(at, names.length, holds),
});

const POINTS = ["x1", "y1", "x2", "y2"];

/** The columns of numbers by name, in the data set's order. */
export const NUMERIC_COLUMNS = Object.freeze({
  Patient_index: whole(AT.patient, 1),
  Study_index: whole(AT.study, 1),
  Series_ID: whole(AT.series, 1),
  Key_slice_index: whole(AT.slice, 0),
  Measurement_coordinates: numbers(AT.ends, [
    ...POINTS.map((name) => `long axis ${name}`),
    ...POINTS.map((name) => `short axis ${name}`),
  ]),
  Bounding_boxes: numbers(AT.box, POINTS),
  Lesion_diameters_Pixel_: numbers(
    AT.diameters,
    ["long axis", "short axis"],
    "diameters >= 0 px",
    (value) => value >= 0,
  ),
  Normalized_lesion_location: {
    ...numbers(AT.location, ["x", "y", "z"]),
    missing: Number.NaN,
  },
  Coarse_lesion_type: {
    at: AT.type,
    count: 1,
    expected: `an integer from 1 to ${LESION_TYPES.length}, or -1`,
    accepts: (values) =>
      values[AT.type] === -1 || isWhole(values[AT.type]!, 1, LESION_TYPES.length),
    missing: -1,
  },
  Possibly_noisy: whole(AT.noisy, 0, 1),
  Slice_range: {
    at: AT.range,
    count: 2,
    expected: "2 integers (first slice, last slice) in order",
    accepts: (values) =>
      Number.isInteger(values[AT.range]) &&
      Number.isInteger(values[AT.range + 1]) &&
      values[AT.range]! <= values[AT.range + 1]!,
  },
  Spacing_mm_px_: numbers(AT.spacing, ["x", "y", "z"], "distances > 0 mm", (value) => value > 0),
  Image_size: numbers(AT.size, ["width", "height"], "integers > 0 px", (value) =>
    isWhole(value, 1),
  ),
  DICOM_windows: numbers(AT.window, ["lower HU", "upper HU"]),
  Patient_age: {
    at: AT.age,
    count: 1,
    expected: "an age >= 0 years",
    accepts: (values) => values[AT.age]! >= 0,
    missing: Number.NaN,
  },
  Train_Val_Test: whole(AT.split, 1, SPLITS.length),
} satisfies Record<string, NumericColumn>);

export type NumericColumnName = keyof typeof NUMERIC_COLUMNS;
export type ColumnName = NumericColumnName | "File_name" | "Patient_gender";

/** Names of the 18 columns in the data set's order. */
export const COLUMN_NAMES: readonly ColumnName[] = Object.freeze([
  "File_name",
  ...(Object.keys(NUMERIC_COLUMNS) as NumericColumnName[]).slice(0, -2),
  "Patient_gender",
  "Patient_age",
  "Train_Val_Test",
]);

/**
 * Reads a cell into a numeric row. The file name is only checked: it is the one column that stays text.
 *
 * @throws LesionGraphError BAD_VALUE.
 */
export function readCell(name: ColumnName, cell: string, values: NumericValues): void {
  if (name === "File_name") {
    if (isUnknown(cell)) fail("BAD_VALUE", "a text", cell);
  } else if (name === "Patient_gender") {
    const code = isUnknown(cell) ? 0 : SEXES.indexOf(cell as Sex);
    values[AT.sex] = code >= 0 ? code : fail("BAD_VALUE", "F, M or nothing", cell);
  } else readNumbers(NUMERIC_COLUMNS[name], cell, values);
}

function readNumbers(column: NumericColumn, cell: string, values: NumericValues): void {
  const { at, count, expected, missing } = column;
  const parts = count === 1 ? [cell] : cell.split(",");
  if (missing !== undefined && parts.every(isUnknown)) {
    values.fill(missing, at, at + count);
    return;
  }
  if (parts.length !== count) fail("BAD_VALUE", expected, cell);
  for (const [k, part] of parts.entries()) values[at + k] = toNumber(part, expected);
  if (!column.accepts(values)) fail("BAD_VALUE", expected, cell);
}

/** Returns the cell of a column in the canonical notation. */
export function writeCell(name: ColumnName, values: NumericValues, fileName: string): string {
  if (name === "File_name") return fileName;
  if (name === "Patient_gender") return SEXES[values[AT.sex]!] ?? "";
  const { at, count } = NUMERIC_COLUMNS[name];
  return Array.from(values.subarray(at, at + count), String).join(", ");
}
