/** The numeric rows of a patient, collected and sorted into the order of `compareLesions`. */
import { type ColumnarPatient, LESION_TYPES, type Lesion, type Vec3 } from "../core/lesion.js";
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
    return new ColumnarRows(id, order, this.#row, this.#values);
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

/** Slice range and spacing, which are side by side in a numeric row. */
const SLICES_LENGTH = 5;

/** A patient all of whose rows are numeric. */
export class ColumnarRows implements ColumnarPatient {
  readonly patient: string;
  readonly count: number;
  readonly row: Int32Array;
  readonly study: Int32Array;
  readonly series: Int32Array;
  readonly location: Float64Array;
  readonly centreMm: Float64Array;
  readonly axesMm: Float64Array;
  readonly type: Int8Array;
  readonly #slice: Int32Array;
  /** count x 5: first and last slice provided, spacing along x, y and z. */
  readonly #slices: Float64Array;

  constructor(id: number, order: Uint32Array, rows: Int32Array, values: Float64Array) {
    const count = order.length;
    this.patient = String(id);
    this.count = count;
    this.row = new Int32Array(count);
    this.study = new Int32Array(count);
    this.series = new Int32Array(count);
    this.#slice = new Int32Array(count);
    this.type = new Int8Array(count);
    this.location = new Float64Array(count * 3);
    this.centreMm = new Float64Array(count * 3);
    this.axesMm = new Float64Array(count * 2);
    this.#slices = new Float64Array(count * SLICES_LENGTH);
    for (let i = 0; i < count; i++) {
      const from = order[i]! * ROW_LENGTH;
      this.row[i] = rows[order[i]!]!;
      this.study[i] = values[from + AT.study]!;
      this.series[i] = values[from + AT.series]!;
      this.#slice[i] = values[from + AT.slice]!;
      const type = values[from + AT.type]!;
      this.type[i] = type > 0 ? type - 1 : -1;
      copy(values, from + AT.location, this.location, i * 3, 3);
      copy(values, from + AT.centreMm, this.centreMm, i * 3, 3);
      copy(values, from + AT.axesMm, this.axesMm, i * 2, 2);
      copy(values, from + AT.range, this.#slices, i * SLICES_LENGTH, SLICES_LENGTH);
    }
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
    const vec3 = (values: Float64Array, at: number): Vec3 => [
      values[at]!,
      values[at + 1]!,
      values[at + 2]!,
    ];
    return Array.from(this.row, (row, i) => ({
      row,
      patient: this.patient,
      study: this.study[i]!,
      series: this.series[i]!,
      id: this.idOf(i),
      location: Number.isNaN(this.location[i * 3]) ? undefined : vec3(this.location, i * 3),
      centreMm: vec3(this.centreMm, i * 3),
      longAxisMm: this.axesMm[i * 2]!,
      shortAxisMm: this.axesMm[i * 2 + 1]!,
      type: LESION_TYPES[this.type[i]!],
      keySlice: this.#slice[i]!,
      sliceRange: [this.#slices[i * SLICES_LENGTH]!, this.#slices[i * SLICES_LENGTH + 1]!],
      spacingMm: vec3(this.#slices, i * SLICES_LENGTH + 2),
    }));
  }
}

function copy(
  from: Float64Array,
  start: number,
  into: Float64Array,
  at: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) into[at + k] = from[start + k]!;
}
