/**
 * The 18 columns of DL_info.csv: what each cell holds, read and written.
 *
 * Yan et al., "Deep Lesion Graphs in the Wild", CVPR 2018, and the data set's own description
 * (NIH Clinical Center, 2018). What the data set leaves unknown (NaN, empty, type -1) is `undefined`.
 */

import { fail } from "../core/errors.js";
import { LESION_TYPES, type LesionType } from "../core/lesion.js";
import { isUnknown, toNumber, toWhole } from "../csv/numbers.js";

/** How a cell becomes a value and a value a cell. `read` throws BAD_VALUE. */
interface Codec<T> {
  read(cell: string): T;
  write(value: T): string;
}

/** The parts of the data set's own division, in the order of its codes 1 to 3. */
export const SPLITS = Object.freeze(["train", "validation", "test"] as const);
export type Split = (typeof SPLITS)[number];

export type Sex = "F" | "M";

const text: Codec<string> = {
  read(cell) {
    if (!isUnknown(cell)) return cell;
    fail("BAD_VALUE", "a text", cell);
  },
  write: (value) => value,
};

const whole = (least: number): Codec<number> => ({
  read: (cell) => toWhole(cell, least),
  write: String,
});

/** Numbers separated by commas, as many as the tuple has. */
function numbers<T extends readonly number[]>(
  names: { readonly [K in keyof T]: string },
): Codec<T> {
  const expected = `${names.length} finite numbers (${names.join(", ")})`;
  return {
    read(cell) {
      const parts = cell.split(",");
      if (parts.length !== names.length) {
        fail("BAD_VALUE", expected, cell);
      }
      return parts.map((part) => toNumber(part, expected)) as unknown as T;
    },
    write: (values) => values.join(", "),
  };
}

/** The values that pass, or BAD_VALUE. */
function where<T>(codec: Codec<T>, holds: (value: T) => boolean, expected: string): Codec<T> {
  return {
    read(cell) {
      const value = codec.read(cell);
      if (holds(value)) return value;
      fail("BAD_VALUE", expected, cell);
    },
    write: codec.write,
  };
}

/** Whole numbers that stand for words. */
function coded<T>(words: readonly T[], first: number): Codec<T> {
  const expected = `an integer from ${first} to ${first + words.length - 1}`;
  return {
    read(cell) {
      const code = toWhole(cell, first, expected);
      if (code - first < words.length) return words[code - first] as T;
      fail("BAD_VALUE", expected, cell);
    },
    write: (value) => String(words.indexOf(value) + first),
  };
}

/** A value that may be unknown, which is written as `mark`. */
function optional<T>(
  codec: Codec<T>,
  mark: string,
  unknown: (cell: string) => boolean = isUnknown,
): Codec<T | undefined> {
  return {
    read: (cell) => (unknown(cell) ? undefined : codec.read(cell)),
    write: (value) => (value === undefined ? mark : codec.write(value)),
  };
}

const everyPartUnknown = (cell: string): boolean => cell.split(",").every(isUnknown);

/** The columns by name, in the data set's order. */
export const COLUMNS = Object.freeze({
  File_name: text,
  Patient_index: whole(1),
  Study_index: whole(1),
  Series_ID: whole(1),
  Key_slice_index: whole(0),
  Measurement_coordinates: numbers<
    readonly [number, number, number, number, number, number, number, number]
  >(["x1", "y1", "x2", "y2 of the long axis", "x1", "y1", "x2", "y2 of the short axis"]),
  Bounding_boxes: numbers<readonly [number, number, number, number]>(["x1", "y1", "x2", "y2"]),
  Lesion_diameters_Pixel_: where(
    numbers<readonly [number, number]>(["long axis", "short axis"]),
    (diameters) => diameters.every((diameter) => diameter >= 0),
    "two diameters >= 0 px (long axis, short axis)",
  ),
  Normalized_lesion_location: optional(
    numbers<readonly [number, number, number]>(["x", "y", "z"]),
    "NaN, NaN, NaN",
    everyPartUnknown,
  ),
  Coarse_lesion_type: optional<LesionType>(
    coded(LESION_TYPES, 1),
    "-1",
    (cell) => isUnknown(cell) || Number(cell) === -1,
  ),
  Possibly_noisy: coded([false, true], 0),
  Slice_range: where(
    numbers<readonly [number, number]>(["first slice", "last slice"]),
    ([first, last]) => Number.isInteger(first) && Number.isInteger(last) && first <= last,
    "two integers (first slice, last slice) in order",
  ),
  Spacing_mm_px_: where(
    numbers<readonly [number, number, number]>(["x", "y", "z"]),
    (spacing) => spacing.every((distance) => distance > 0),
    "three distances > 0 mm (x, y, z)",
  ),
  Image_size: where(
    numbers<readonly [number, number]>(["width", "height"]),
    (size) => size.every((side) => Number.isInteger(side) && side > 0),
    "two integers > 0 px (width, height)",
  ),
  DICOM_windows: numbers<readonly [number, number]>(["lower HU", "upper HU"]),
  Patient_gender: optional<Sex>(
    where(text as Codec<Sex>, (sex) => sex === "F" || sex === "M", "F, M or nothing"),
    "",
  ),
  Patient_age: optional(
    where(
      { read: (cell) => toNumber(cell), write: String },
      (age) => age >= 0,
      "an age >= 0 years",
    ),
    "NaN",
  ),
  Train_Val_Test: coded(SPLITS, 1),
});

export type ColumnName = keyof typeof COLUMNS;

/** One data row by column, typed. */
export type DlInfoRow = {
  readonly [K in ColumnName]: (typeof COLUMNS)[K] extends Codec<infer T> ? T : never;
};

export const COLUMN_NAMES = Object.freeze(Object.keys(COLUMNS) as readonly ColumnName[]);
