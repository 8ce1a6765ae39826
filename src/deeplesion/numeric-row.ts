/**
 * Reads a data row from bytes into numbers without creating objects. A row is numeric if every cell holds plain
 * decimal numbers or an empty or `NaN` cell where its column may be missing, and nothing about it would give an
 * error or a warning. `format.ts` reads all other rows.
 */
import type { CellScanner } from "../csv/cells.js";
import { isConsistent, nameAgrees } from "./consistency.js";
import {
  AT,
  type ColumnName,
  NUMERIC_COLUMNS,
  type NumericColumn,
  type NumericColumnName,
  type NumericValues,
  ROW_LENGTH,
} from "./dl-info-columns.js";
import { deriveMillimetres } from "./geometry.js";

interface NumberCell {
  readonly cell: number;
  readonly column: NumericColumn;
}

/** Reads one row after another into the same array. */
export class NumericRow {
  readonly values: NumericValues = new Float64Array(ROW_LENGTH);
  readonly #cells: CellScanner;
  readonly #numbers: readonly NumberCell[];
  readonly #patient: number;
  readonly #name: number;
  readonly #noisy: number;
  readonly #sex: number;
  readonly #number = new Float64Array(1);

  constructor(cells: CellScanner, positions: ReadonlyMap<ColumnName, number>) {
    const cellOf = (name: ColumnName): number => positions.get(name) as number;
    this.#cells = cells;
    this.#numbers = Object.entries(NUMERIC_COLUMNS).map(([name, column]) => ({
      cell: cellOf(name as NumericColumnName),
      column,
    }));
    this.#patient = cellOf("Patient_index");
    this.#name = cellOf("File_name");
    this.#noisy = cellOf("Possibly_noisy");
    this.#sex = cellOf("Patient_gender");
  }

  /** The patient of the scanned row; 0 where the cell is not a plain integer >= 1. */
  patient(): number {
    if (!this.#cells.numbers(this.#patient, 1, this.#number, 0)) return 0;
    const patient = this.#number[0]!;
    return Number.isSafeInteger(patient) && patient >= 1 ? patient : 0;
  }

  /** True where the scanned row is certainly not marked as noisy. */
  isCertain(): boolean {
    return this.#cells.numbers(this.#noisy, 1, this.#number, 0) && this.#number[0] === 0;
  }

  /** Reads the scanned row into `values`; false where it is not numeric. */
  read(): boolean {
    const { values } = this;
    const cells = this.#cells;
    if (!cells.isSimple || !this.#readSex()) return false;
    for (let k = 0; k < this.#numbers.length; k++) {
      const { cell, column } = this.#numbers[k]!;
      if (!cells.numbers(cell, column.count, values, column.at)) {
        if (column.missing === undefined || !cells.isMissing(cell, column.count > 1)) return false;
        values.fill(column.missing, column.at, column.at + column.count);
      } else if (!column.accepts(values)) return false;
    }
    if (!isConsistent(values)) return false;
    if (!nameAgrees(values, cells.bytes, cells.start(this.#name), cells.end(this.#name)))
      return false;
    deriveMillimetres(values);
    return true;
  }

  /** The file name of a row that has been read: digits, letters and underscores. */
  fileName(): string {
    const { bytes } = this.#cells;
    let name = "";
    const end = this.#cells.end(this.#name);
    for (let at = this.#cells.start(this.#name); at < end; at++) {
      name += String.fromCharCode(bytes[at]!);
    }
    return name;
  }

  /** F, M or missing. */
  #readSex(): boolean {
    const at = this.#cells.start(this.#sex);
    const letter = this.#cells.end(this.#sex) - at === 1 ? this.#cells.bytes[at] : 0;
    this.values[AT.sex] = letter === LETTER_F ? 1 : letter === LETTER_M ? 2 : 0;
    return this.values[AT.sex] !== 0 || this.#cells.isMissing(this.#sex, false);
  }
}

const LETTER_F = 70;
const LETTER_M = 77;
