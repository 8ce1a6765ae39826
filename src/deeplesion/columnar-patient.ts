/** The plain rows of a patient, gathered and brought into the lesions' own order. */
import { type ColumnarPatient, LESION_TYPES, type Lesion, type Vec3 } from "../core/lesion.js";
import { sliceStem } from "./file-name.js";
import type { DlInfoLesion } from "./lesion.js";
import {
  AXES_MM,
  CENTRE_MM,
  LOCATION,
  MARKS,
  MARKS_LENGTH,
  SERIES,
  SLICE,
  SLICES,
  SLICES_LENGTH,
  STUDY,
  TYPE,
} from "./numeric-row.js";

/** Studies, series and slices that fit into typed columns; larger ones are not plain. */
const LARGEST = 2 ** 31 - 1;
/** Numbers kept of each row, and where those about marks and slices begin. */
const OWN_MARKS = 8;
const OWN_SLICES = OWN_MARKS + MARKS_LENGTH;
const REAL = OWN_SLICES + SLICES_LENGTH;

export class NumericRows {
  count = 0;
  /** row, study, series, slice, type of each. */
  #whole = new Int32Array(5 * 64);
  /** location, centre, axes, marks and slices of each. */
  #real = new Float64Array(REAL * 64);

  /** Takes the values of a row; false where they do not fit. */
  add(row: number, values: Float64Array): boolean {
    for (let part = STUDY; part <= SLICE; part++) {
      if (values[part]! > LARGEST) return false;
    }
    if (row > LARGEST) return false;
    if (this.count * 5 === this.#whole.length) this.#grow();
    const w = this.count * 5;
    const r = this.count * REAL;
    this.#whole[w] = row;
    this.#whole[w + 1] = values[STUDY]!;
    this.#whole[w + 2] = values[SERIES]!;
    this.#whole[w + 3] = values[SLICE]!;
    const type = values[TYPE]!;
    this.#whole[w + 4] = type < 0 ? -1 : type - 1;
    for (let k = 0; k < 3; k++) {
      this.#real[r + k] = values[LOCATION + k]!;
      this.#real[r + 3 + k] = values[CENTRE_MM + k]!;
    }
    this.#real[r + 6] = values[AXES_MM]!;
    this.#real[r + 7] = values[AXES_MM + 1]!;
    for (let k = 0; k < MARKS_LENGTH; k++) {
      this.#real[r + OWN_MARKS + k] = values[MARKS + k]!;
    }
    for (let k = 0; k < SLICES_LENGTH; k++) {
      this.#real[r + OWN_SLICES + k] = values[SLICES + k]!;
    }
    this.count++;
    return true;
  }

  clear(): void {
    this.count = 0;
  }

  /** The patient of these rows; none where a slice carries the same marks twice. */
  patient(id: number): ColumnarRows | undefined {
    const { count } = this;
    const order = new Uint32Array(count);
    for (let i = 0; i < count; i++) order[i] = i;
    const sorted = (): boolean => {
      for (let i = 1; i < count; i++) {
        if (this.#compare(order[i - 1]!, order[i]!) >= 0) return false;
      }
      return true;
    };
    if (!sorted()) {
      order.sort((a, b) => this.#compare(a, b));
      if (!sorted()) return undefined;
    }
    return new ColumnarRows(id, order, this.#whole, this.#real);
  }

  /** By study, series, slice, then by marks: the order of ids. */
  #compare(a: number, b: number): number {
    for (let part = 1; part <= 3; part++) {
      const difference = this.#whole[a * 5 + part]! - this.#whole[b * 5 + part]!;
      if (difference !== 0) return difference;
    }
    for (let k = OWN_MARKS; k < OWN_SLICES; k++) {
      const difference = this.#real[a * REAL + k]! - this.#real[b * REAL + k]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #grow(): void {
    const [whole, real] = [this.#whole, this.#real];
    this.#whole = new Int32Array(whole.length * 2);
    this.#real = new Float64Array(real.length * 2);
    this.#whole.set(whole);
    this.#real.set(real);
  }
}

/** A patient all of whose rows are plain. */
export class ColumnarRows implements ColumnarPatient {
  readonly patient: string;
  readonly count: number;
  readonly row: Int32Array;
  readonly study: Int32Array;
  readonly location: Float64Array;
  readonly centreMm: Float64Array;
  readonly axesMm: Float64Array;
  readonly type: Int8Array;
  readonly #series: Int32Array;
  readonly #slice: Int32Array;
  /** count x 5: first and last slice provided, spacing along x, y and z. */
  readonly #slices: Float64Array;

  constructor(id: number, order: Uint32Array, whole: Int32Array, real: Float64Array) {
    const count = order.length;
    this.patient = String(id);
    this.count = count;
    this.row = new Int32Array(count);
    this.study = new Int32Array(count);
    this.#series = new Int32Array(count);
    this.#slice = new Int32Array(count);
    this.type = new Int8Array(count);
    this.location = new Float64Array(count * 3);
    this.centreMm = new Float64Array(count * 3);
    this.axesMm = new Float64Array(count * 2);
    this.#slices = new Float64Array(count * SLICES_LENGTH);
    for (let i = 0; i < count; i++) {
      const w = order[i]! * 5;
      const r = order[i]! * REAL;
      this.row[i] = whole[w]!;
      this.study[i] = whole[w + 1]!;
      this.#series[i] = whole[w + 2]!;
      this.#slice[i] = whole[w + 3]!;
      this.type[i] = whole[w + 4]!;
      for (let k = 0; k < 3; k++) {
        this.location[i * 3 + k] = real[r + k]!;
        this.centreMm[i * 3 + k] = real[r + 3 + k]!;
      }
      this.axesMm[i * 2] = real[r + 6]!;
      this.axesMm[i * 2 + 1] = real[r + 7]!;
      for (let k = 0; k < SLICES_LENGTH; k++) {
        this.#slices[i * SLICES_LENGTH + k] = real[r + OWN_SLICES + k]!;
      }
    }
  }

  /** The name of the slice, with `#2`, `#3`, … behind it for its further lesions. */
  idOf(i: number): string {
    let first = i;
    while (first > 0 && this.#onSameSlice(first - 1, i)) first--;
    const stem = sliceStem({
      patient: Number(this.patient),
      study: this.study[i]!,
      series: this.#series[i]!,
      slice: this.#slice[i]!,
    });
    return first === i ? stem : `${stem}#${i - first + 1}`;
  }

  #onSameSlice(i: number, j: number): boolean {
    return (
      this.#slice[i] === this.#slice[j] &&
      this.#series[i] === this.#series[j] &&
      this.study[i] === this.study[j]
    );
  }

  /** Lesions with what matching and growth use; the rest of the row's columns is left out. */
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
      series: this.#series[i]!,
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
