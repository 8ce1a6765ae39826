/**
 * Rows of a DL_info.csv that hold nothing unusual: every column readable and in agreement with the others,
 * and known but for the type, the relative location, sex and age. Such a row gives neither an error nor a warning, and is read into numbers without any object.
 * Every other row is said not to be plain, and `format.ts` decides what it is.
 */
import type { CellScanner } from "../csv/cells.js";
import type { ColumnName } from "./columns.js";
import { OUTSIDE_PX, TOLERANCE_PX } from "./consistency.js";
import { BOX_MARGIN_PX } from "./lesion.js";

/** The columns that hold numbers, with how many, and where they stand among a row's values. */
const NUMBERS = {
  Patient_index: [1, 0],
  Study_index: [1, 1],
  Series_ID: [1, 2],
  Key_slice_index: [1, 3],
  Measurement_coordinates: [8, 4],
  Bounding_boxes: [4, 12],
  Lesion_diameters_Pixel_: [2, 16],
  Normalized_lesion_location: [3, 18],
  Coarse_lesion_type: [1, 21],
  Possibly_noisy: [1, 22],
  Slice_range: [2, 23],
  Spacing_mm_px_: [3, 25],
  Image_size: [2, 28],
  DICOM_windows: [2, 30],
  Train_Val_Test: [1, 32],
} as const satisfies Partial<Record<ColumnName, readonly [count: number, at: number]>>;

/** Where values stand in {@link PlainRow.values}. */
export const PATIENT = 0;
export const STUDY = 1;
export const SERIES = 2;
export const SLICE = 3;
/** Ends of the axes, box and diameters: what tells the lesions of a slice apart. */
export const MARKS = 4;
export const MARKS_LENGTH = 14;
const ENDS = 4;
const BOX = 12;
const DIAMETERS = 16;
export const LOCATION = 18;
export const TYPE = 21;
export const NOISY = 22;
/** Slice range and spacing: what is known of the slices around the mark. */
export const SLICES = 23;
export const SLICES_LENGTH = 5;
const RANGE = 23;
const SPACING = 25;
const SIZE = 28;
const SPLIT = 32;
/** Behind the file's own values, what follows from them: centre and axes in mm. */
export const CENTRE_MM = 33;
export const AXES_MM = 36;

const DOT = 46;
const UNDERSCORE = 95;

interface NumberCell {
  readonly cell: number;
  readonly count: number;
  /** Where its numbers stand among a row's values. */
  readonly at: number;
}

/** One row after another. */
export class NumericRow {
  readonly values = new Float64Array(38);
  readonly #cells: CellScanner;
  readonly #numbers: readonly NumberCell[];
  readonly #patient: number;
  readonly #name: number;
  readonly #location: number;
  readonly #noisy: number;
  readonly #sex: number;
  readonly #age: number;
  readonly #number = new Float64Array(1);

  constructor(cells: CellScanner, positions: ReadonlyMap<ColumnName, number>) {
    const cellOf = (name: ColumnName): number => positions.get(name) as number;
    this.#cells = cells;
    this.#numbers = Object.entries(NUMBERS).map(([name, [count, at]]) => ({
      cell: cellOf(name as ColumnName),
      count,
      at,
    }));
    this.#patient = cellOf("Patient_index");
    this.#name = cellOf("File_name");
    this.#location = cellOf("Normalized_lesion_location");
    this.#noisy = cellOf("Possibly_noisy");
    this.#sex = cellOf("Patient_gender");
    this.#age = cellOf("Patient_age");
  }

  /** The patient of the row the scanner stands at; 0 where that is no plain whole number. */
  patient(): number {
    const found = this.#cells.numbers(this.#patient, 1, this.#number, 0);
    return found && isWhole(this.#number[0]!, 1) ? this.#number[0]! : 0;
  }

  /** True where the row the scanner stands at says plainly that it is not noisy. */
  certain(): boolean {
    const found = this.#cells.numbers(this.#noisy, 1, this.#number, 0);
    return found && this.#number[0] === 0;
  }

  /** Reads the row the scanner stands at into `values`; false where it is not plain. */
  read(): boolean {
    const { values } = this;
    if (!this.#cells.simple) return false;
    for (let k = 0; k < this.#numbers.length; k++) {
      const column = this.#numbers[k] as NumberCell;
      if (this.#cells.numbers(column.cell, column.count, values, column.at)) continue;
      if (column.at !== LOCATION || !this.#cells.unknown(this.#location)) return false;
      values.fill(Number.NaN, LOCATION, LOCATION + 3);
    }
    if (!this.#isInRange() || !this.#isConsistent() || !this.#isNamed() || !this.#isOfSomebody()) {
      return false;
    }
    this.#toMillimetres();
    return true;
  }

  /** What `COLUMNS` asks of each column, without what it allows as unknown; all types but -1 are known. */
  #isInRange(): boolean {
    const value = (at: number): number => this.values[at]!;
    return (
      isWhole(value(PATIENT), 1) &&
      isWhole(value(STUDY), 1) &&
      isWhole(value(SERIES), 1) &&
      isWhole(value(SLICE), 0) &&
      value(DIAMETERS + 1) > 0 &&
      value(DIAMETERS) >= value(DIAMETERS + 1) &&
      (value(TYPE) === -1 || (isWhole(value(TYPE), 1) && value(TYPE) <= 8)) &&
      isWhole(value(NOISY), 0) &&
      value(NOISY) <= 1 &&
      Number.isInteger(value(RANGE)) &&
      Number.isInteger(value(RANGE + 1)) &&
      value(SPACING) > 0 &&
      value(SPACING) === value(SPACING + 1) &&
      value(SPACING + 2) > 0 &&
      isWhole(value(SIZE), 1) &&
      isWhole(value(SIZE + 1), 1) &&
      isWhole(value(SPLIT), 1) &&
      value(SPLIT) <= 3
    );
  }

  /** What `inconsistencies` looks at, as far as numbers go. */
  #isConsistent(): boolean {
    const value = (at: number): number => this.values[at]!;
    for (let axis = 0; axis < 2; axis++) {
      const end = ENDS + 4 * axis;
      const dx = value(end + 2) - value(end);
      const dy = value(end + 3) - value(end + 1);
      if (!isNear(Math.sqrt(dx * dx + dy * dy), value(DIAMETERS + axis))) return false;
    }
    for (let side = 0; side < 2; side++) {
      const least = this.#least(side);
      const greatest = this.#greatest(side);
      if (!isNear(least - BOX_MARGIN_PX, value(BOX + side))) return false;
      if (!isNear(greatest + BOX_MARGIN_PX, value(BOX + 2 + side))) return false;
      if (least < 1 - OUTSIDE_PX || greatest > value(SIZE + side) + OUTSIDE_PX) return false;
    }
    for (let k = 0; k < 3; k++) {
      if (value(LOCATION + k) < 0 || value(LOCATION + k) > 1) return false;
    }
    return value(SLICE) >= value(RANGE) && value(SLICE) <= value(RANGE + 1);
  }

  /** Whether the file's name, `000089_01_01_037.png`, says what the columns say. */
  #isNamed(): boolean {
    const cells = this.#cells;
    const name = this.#name;
    let at = 0;
    for (let part = PATIENT; part <= SLICE; part++) {
      let value = 0;
      let digits = 0;
      for (let byte = cells.byte(name, at); isDigit(byte); byte = cells.byte(name, ++at)) {
        value = value * 10 + (byte - 48);
        digits++;
      }
      if (digits === 0 || digits > 15 || value !== this.values[part]) return false;
      if (part < SLICE && cells.byte(name, at++) !== UNDERSCORE) return false;
    }
    const size = cells.size(name);
    if (at === size) return true;
    if (cells.byte(name, at++) !== DOT || at === size) return false;
    for (; at < size; at++) if (!isWordByte(cells.byte(name, at))) return false;
    return true;
  }

  /** Sex F, M or not known; an age of at least 0 or not known. */
  #isOfSomebody(): boolean {
    const cells = this.#cells;
    const [sex, age] = [this.#sex, this.#age];
    const letter = cells.size(sex) === 1 ? cells.byte(sex, 0) : 0;
    if (letter !== 70 && letter !== 77 && !cells.unknown(sex)) return false;
    if (cells.unknown(age)) return true;
    return cells.numbers(age, 1, this.#number, 0) && this.#number[0]! >= 0;
  }

  /** As `lesionFromRow` for square pixels. */
  #toMillimetres(): void {
    const { values } = this;
    for (let side = 0; side < 2; side++) {
      const spacing = values[SPACING + side]!;
      const centre = (this.#least(side) + this.#greatest(side)) / 2;
      const middle = (values[SIZE + side]! + 1) / 2;
      values[CENTRE_MM + side] = (centre - middle) * spacing;
      values[AXES_MM + side] = values[DIAMETERS + side]! * values[SPACING]!;
    }
    values[CENTRE_MM + 2] = values[SLICE]! * values[SPACING + 2]!;
  }

  /** Least coordinate of the four ends, along x (0) or y (1). */
  #least(side: number): number {
    const { values } = this;
    let least = values[ENDS + side]!;
    for (let at = ENDS + side + 2; at < ENDS + 8; at += 2) {
      least = Math.min(least, values[at]!);
    }
    return least;
  }

  /** Greatest coordinate of the four ends, along x (0) or y (1). */
  #greatest(side: number): number {
    const { values } = this;
    let greatest = values[ENDS + side]!;
    for (let at = ENDS + side + 2; at < ENDS + 8; at += 2) {
      greatest = Math.max(greatest, values[at]!);
    }
    return greatest;
  }
}

const isWhole = (value: number, least: number): boolean =>
  Number.isSafeInteger(value) && value >= least;
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE_PX;
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isWordByte = (byte: number): boolean =>
  isDigit(byte) || byte === UNDERSCORE || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
