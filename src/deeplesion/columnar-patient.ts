/** The numeric rows of a patient, collected and sorted into the order of `compareLesions`. */
import {
  type AxisColumns,
  type ColumnarPatient,
  LESION_TYPES,
  type Lesion,
  type Vec3,
} from "../core/lesion.js";
import { spacingsDiffer } from "../core/spacing.js";
import { AT, type NumericValues, ROW_LENGTH } from "./dl-info-columns.js";
import type { DlInfoLesion } from "./dl-info-lesion.js";
import { sliceStem } from "./file-name.js";

/** Rows, studies, series and slices that fit into an Int32Array. */
const LARGEST = 2 ** 31 - 1;

/** Collects the rows of one patient after another. */
export class NumericRows {
  count = 0;
  #row = new Int32Array(64);
  /** {@link ROW_LENGTH} numbers of each row. */
  #values = new Float64Array(64 * ROW_LENGTH);

  /** Adds a copy of a row; false where a number is too large for a column. */
  add(row: number, values: NumericValues): boolean {
    if (row > LARGEST) return false;
    for (let at = AT.study; at <= AT.slice; at++) if (values[at]! > LARGEST) return false;
    if (this.count === this.#row.length) this.#grow();
    this.#row[this.count] = row;
    this.#values.set(values, this.count * ROW_LENGTH);
    this.count++;
    return true;
  }

  clear(): void {
    this.count = 0;
  }

  /** The patient of these rows; `undefined` where all of them together give a warning. */
  patient(id: number): ColumnarRows | undefined {
    if (this.#spacingJumps()) return undefined;
    const order = new Uint32Array(this.count);
    for (let i = 0; i < order.length; i++) order[i] = i;
    if (!this.#isSorted(order)) {
      order.sort((a, b) => this.#compare(a, b));
      // Identical annotations.
      if (!this.#isSorted(order)) return undefined;
    }
    return new ColumnarRows(columnarNumbers(id, order, this.#row, this.#values));
  }

  #isSorted(order: Uint32Array): boolean {
    for (let i = 1; i < order.length; i++) {
      if (this.#compare(order[i - 1]!, order[i]!) >= 0) return false;
    }
    return true;
  }

  /** By study, series, slice, then by ends, box and diameters: the order of ids. */
  #compare(a: number, b: number): number {
    for (let at = AT.study; at < AT.location; at++) {
      const difference = this.#values[a * ROW_LENGTH + at]! - this.#values[b * ROW_LENGTH + at]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #spacingJumps(): boolean {
    let [least, greatest] = [Number.POSITIVE_INFINITY, 0];
    for (let i = 0; i < this.count; i++) {
      const spacing = this.#values[i * ROW_LENGTH + AT.spacing]!;
      if (spacing < least) least = spacing;
      if (spacing > greatest) greatest = spacing;
    }
    return spacingsDiffer(least, greatest);
  }

  #grow(): void {
    const [row, values] = [this.#row, this.#values];
    this.#row = new Int32Array(row.length * 2);
    this.#values = new Float64Array(values.length * 2);
    this.#row.set(row);
    this.#values.set(values);
  }
}

/** Where the real numbers of a patient stand in a numeric row: location, centre, axes, slice range and spacing. */
const REAL = [
  [AT.location, 3],
  [AT.centreMm, 3],
  [AT.axesMm, 2],
  [AT.range, 2],
  [AT.spacing, 3],
].flatMap(([first = 0, count = 0]) => Array.from({ length: count }, (_, k) => first + k));

/** Row, study, series, slice and type. */
const WHOLE_COLUMNS = 5;

/** The numbers of a patient's lesions, column after column: what a message between threads can carry. */
export interface ColumnarNumbers {
  readonly patient: string;
  readonly whole: Int32Array;
  readonly real: Float64Array;
}

function columnarNumbers(
  id: number,
  order: Uint32Array,
  rows: Int32Array,
  values: Float64Array,
): ColumnarNumbers {
  const { length: count } = order;
  const whole = new Int32Array(WHOLE_COLUMNS * count);
  const real = new Float64Array(REAL.length * count);
  for (let i = 0; i < count; i++) {
    const from = order[i]! * ROW_LENGTH;
    const type = values[from + AT.type]!;
    whole[i] = rows[order[i]!]!;
    whole[count + i] = values[from + AT.study]!;
    whole[2 * count + i] = values[from + AT.series]!;
    whole[3 * count + i] = values[from + AT.slice]!;
    whole[4 * count + i] = type > 0 ? type - 1 : -1;
    for (let k = 0; k < REAL.length; k++) real[k * count + i] = values[from + REAL[k]!]!;
  }
  return { patient: String(id), whole, real };
}

/** A patient all of whose rows are numeric. */
export class ColumnarRows implements ColumnarPatient {
  readonly numbers: ColumnarNumbers;
  readonly patient: string;
  readonly count: number;
  readonly row: Int32Array;
  readonly study: Int32Array;
  readonly series: Int32Array;
  readonly #slice: Int32Array;
  readonly type: Int32Array;
  readonly location: AxisColumns;
  readonly centreMm: AxisColumns;
  readonly axesMm: readonly [Float64Array, Float64Array];

  constructor(numbers: ColumnarNumbers) {
    const { patient, whole, real } = numbers;
    const count = whole.length / WHOLE_COLUMNS;
    const wholeColumn = (k: number): Int32Array => whole.subarray(k * count, (k + 1) * count);
    const column = (k: number): Float64Array => real.subarray(k * count, (k + 1) * count);
    this.numbers = numbers;
    this.patient = patient;
    this.count = count;
    this.row = wholeColumn(0);
    this.study = wholeColumn(1);
    this.series = wholeColumn(2);
    this.#slice = wholeColumn(3);
    this.type = wholeColumn(4);
    this.location = [column(0), column(1), column(2)];
    this.centreMm = [column(3), column(4), column(5)];
    this.axesMm = [column(6), column(7)];
  }

  /** The name of the slice, followed by `#2`, `#3`, … for its further lesions. */
  idOf(i: number): string {
    let first = i;
    while (this.#onSameSlice(first - 1, i)) first--;
    const stem = sliceStem({
      patient: Number(this.patient),
      study: this.study[i]!,
      series: this.series[i]!,
      slice: this.#slice[i]!,
    });
    return first === i ? stem : `${stem}#${i - first + 1}`;
  }

  #onSameSlice(i: number, j: number): boolean {
    return (
      this.#slice[i] === this.#slice[j] &&
      this.series[i] === this.series[j] &&
      this.study[i] === this.study[j]
    );
  }

  /** Lesions with the fields that matching and growth use; the other columns of the row are left out. */
  lesions(): (Lesion & Pick<DlInfoLesion, "keySlice" | "sliceRange" | "spacingMm">)[] {
    const lesions = [];
    for (let i = 0; i < this.count; i++) {
      lesions.push({
        row: this.row[i]!,
        patient: this.patient,
        study: this.study[i]!,
        series: this.series[i]!,
        id: this.idOf(i),
        location: Number.isNaN(this.#real(0, i)) ? undefined : this.#vec3(0, i),
        centreMm: this.#vec3(3, i),
        longAxisMm: this.#real(6, i),
        shortAxisMm: this.#real(7, i),
        type: LESION_TYPES[this.type[i]!],
        keySlice: this.#slice[i]!,
        sliceRange: [this.#real(8, i), this.#real(9, i)] as const,
        spacingMm: this.#vec3(10, i),
      });
    }
    return lesions;
  }

  #real(column: number, i: number): number {
    return this.numbers.real[column * this.count + i]!;
  }

  #vec3(column: number, i: number): Vec3 {
    return [this.#real(column, i), this.#real(column + 1, i), this.#real(column + 2, i)];
  }
}
