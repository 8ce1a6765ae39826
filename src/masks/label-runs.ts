/**
 * A label volume as runs: stretches of equal labels along the first array axis. A mask is mostly background,
 * so runs take a small part of the memory of its voxels.
 */
import { fail } from "../core/errors.js";
import type { Vec3 } from "../core/lesion.js";
import { type Affine, axisOrder } from "./affine.js";

/** A label volume in memory. Labels are integers >= 1; 0 is background and not stored. */
export interface LabelVolume {
  /** Voxels along the three array axes, the first fastest. */
  readonly size: Vec3;
  readonly affine: Affine;
  readonly runs: LabelRuns;
}

/**
 * Asserts a label volume, also one that was put together by hand. O(runs).
 *
 * @throws LesionGraphError BAD_MASK for other values, for runs outside the volume or out of scan order, and as
 * `axisOrder`.
 */
export function assertLabelVolume(given: unknown): asserts given is LabelVolume {
  const { size, affine, runs } = (given ?? {}) as Partial<LabelVolume>;
  const isVolume =
    runs instanceof LabelRuns &&
    isVec3(size) &&
    size.every((side) => Number.isSafeInteger(side) && side >= 1) &&
    [affine?.origin, ...(Array.isArray(affine?.axes) ? affine.axes : [])].every(isVec3) &&
    affine?.axes.length === 3;
  if (!isVolume) {
    fail("BAD_MASK", "a label volume, as readLabelVolume returns it", given ?? "nothing");
  }
  axisOrder(affine);
  assertRuns(runs, size);
}

const isVec3 = (given: unknown): given is Vec3 =>
  Array.isArray(given) && given.length === 3 && given.every((part) => typeof part === "number");

function assertRuns({ row, start, end, count }: LabelRuns, [width, height, slices]: Vec3): void {
  let [rowBefore, endBefore] = [0, 0];
  for (let run = 0; run < count; run++) {
    const [at, from, to] = [row[run]!, start[run]!, end[run]!];
    const follows = at > rowBefore || (at === rowBefore && from >= endBefore);
    if (!follows || at >= height * slices || to > width) {
      const expected = `runs within ${width} x ${height} x ${slices} voxels, in scan order`;
      fail("BAD_MASK", expected, `voxels ${from} to ${to} of row ${at}`);
    }
    [rowBefore, endBefore] = [at, to];
  }
}

const notLabels = (given: unknown): never =>
  fail("BAD_MASK", "the labels of a row of voxels", given ?? "nothing");

/** More runs than any mask of lesions or organs has: noise, or a file made to fill the memory. */
const MAX_RUNS = 1 << 23;
const MAX_LABEL = 2 ** 31 - 1;

/** Runs in scan order: by row (`y + z * height`), then by start. */
export class LabelRuns {
  #count = 0;
  #row = new Int32Array(1024);
  #start = new Int32Array(1024);
  #end = new Int32Array(1024);
  #label = new Int32Array(1024);
  /** The last label that was found to be one. */
  #known = 0;

  /** Number of runs. */
  get count(): number {
    return this.#count;
  }
  /** Row of each run. */
  get row(): Int32Array {
    return this.#row.subarray(0, this.#count);
  }
  /** First x of each run. */
  get start(): Int32Array {
    return this.#start.subarray(0, this.#count);
  }
  /** One after the last x of each run. */
  get end(): Int32Array {
    return this.#end.subarray(0, this.#count);
  }
  get label(): Int32Array {
    return this.#label.subarray(0, this.#count);
  }

  /**
   * Adds the runs of one row of voxels. Rows come in ascending order. O(voxels).
   *
   * @throws LesionGraphError BAD_MASK for a label that is no integer from 0 to 2^31 - 1, and for more than
   * 2^23 runs.
   */
  addRow(row: number, labels: ArrayLike<number>): void {
    const width = (labels as ArrayLike<number> | null | undefined)?.length ?? notLabels(labels);
    let x = 0;
    while (x < width) {
      const label = labels[x]!;
      const start = x++;
      if (label === 0) continue;
      while (x < width && labels[x] === label) x++;
      this.add(row, start, x, label);
    }
  }

  /** Adds one run behind all others. @throws LesionGraphError BAD_MASK as {@link addRow}. */
  add(row: number, start: number, end: number, label: number): void {
    if (label !== this.#known) this.#assertLabel(label);
    if (this.#count === this.#row.length) this.#grow();
    const at = this.#count++;
    this.#row[at] = row;
    this.#start[at] = start;
    this.#end[at] = end;
    this.#label[at] = label;
  }

  #assertLabel(label: number): void {
    if (!Number.isInteger(label) || label < 0 || label > MAX_LABEL) {
      fail("BAD_MASK", `labels that are whole numbers from 0 to ${MAX_LABEL}`, label);
    }
    this.#known = label;
  }

  #grow(): void {
    if (this.#count >= MAX_RUNS) {
      fail("BAD_MASK", `a mask of at most ${MAX_RUNS} runs of equal labels`, "more", {
        remedy: "pass a segmentation, not an image",
      });
    }
    const longer = (before: Int32Array): Int32Array<ArrayBuffer> => {
      const after = new Int32Array(2 * before.length);
      after.set(before);
      return after;
    };
    this.#row = longer(this.#row);
    this.#start = longer(this.#start);
    this.#end = longer(this.#end);
    this.#label = longer(this.#label);
  }
}
