/** A series as sub-volumes of continuous slices, as the data set gives them. */

import { fail } from "../core/errors.js";
import { fnv1a, groupBy } from "../core/group-by.js";
import type { Vec3 } from "../core/lesion.js";
import { assertNumbers, assertShape, assertShapes } from "../core/shape.js";
import { assertDlInfo, type DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { sliceStem } from "../deeplesion/file-name.js";

/** The lesions of one series, with its spacing and image size. */
export interface Series {
  readonly patient: number;
  readonly study: number;
  readonly series: number;
  readonly lesions: readonly DlInfoLesion[];
  readonly spacingMm: Vec3;
  readonly imageSizePx: readonly [width: number, height: number];
}

/** Slices first to last, both with it. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * Lesions grouped by series, in the order of patient, study and series. O(n log n).
 *
 * @throws LesionGraphError BAD_SERIES where spacing or image size change inside a series.
 */
export function seriesOf(lesions: readonly DlInfoLesion[]): Series[] {
  assertDlInfo(lesions);
  const found = groupBy(lesions, ({ patient, study, series }) => `${patient} ${study} ${series}`);
  return Array.from(found.values(), (own) => {
    const [first] = own as [DlInfoLesion];
    for (const lesion of own) {
      sameAs("spacing", first.spacingMm, lesion.spacingMm, lesion);
      sameAs("image size", first.imageSizePx, lesion.imageSizePx, lesion);
    }
    return {
      patient: Number(first.patient),
      study: first.study,
      series: first.series,
      lesions: own,
      spacingMm: first.spacingMm,
      imageSizePx: first.imageSizePx,
    };
  }).sort((a, b) => a.patient - b.patient || a.study - b.study || a.series - b.series);
}

/** Slice numbers as runs without a gap, in order. O(n log n). */
export function runsOf(slices: Iterable<number>): Run[] {
  const isIterable = typeof slices === "object" && slices !== null && Symbol.iterator in slices;
  const numbers: unknown = isIterable ? [...slices] : slices;
  assertNumbers(numbers, "slice numbers");
  const runs: { first: number; last: number }[] = [];
  for (const slice of [...new Set(numbers as number[])].sort((a, b) => a - b)) {
    const before = runs.at(-1);
    if (before !== undefined && before.last === slice - 1) before.last = slice;
    else runs.push({ first: slice, last: slice });
  }
  return runs;
}

/**
 * The slices in the `Slice_range` of a series that are missing, as runs. O(n log n)
 * in rows and slices present, however long the ranges are.
 */
export function missingRuns(series: Series, present: ReadonlySet<number>): Run[] {
  assertSeries(series);
  if (!(present instanceof Set)) fail("BAD_VALUE", "slice numbers as a Set", String(present));
  const { lesions } = series;
  const there = [...present].sort((a, b) => a - b);
  const missing: Run[] = [];
  let at = 0;
  for (const { first, last } of union(lesions.map(({ sliceRange }) => sliceRange))) {
    let next = first;
    for (; at < there.length && there[at]! <= last; at++) {
      const slice = there[at]!;
      if (slice < first) continue;
      if (slice > next) missing.push({ first: next, last: slice - 1 });
      next = slice + 1;
    }
    if (next <= last) missing.push({ first: next, last });
  }
  return missing;
}

/** Ranges of slices as runs without overlap, in order; neighbouring ones are one run. */
function union(ranges: readonly (readonly [first: number, last: number])[]): Run[] {
  const runs: { first: number; last: number }[] = [];
  const rising = ranges.filter(([first, last]) => first <= last);
  for (const [first, last] of rising.sort(([a], [b]) => a - b)) {
    const before = runs.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else runs.push({ first, last });
  }
  return runs;
}

/** `000089_01_02`: the data set's name of a series. */
export const seriesStem = ({ patient, study, series }: Series): string =>
  sliceStem({ patient, study, series, slice: 0 }).slice(0, -4);

/** `000089_01_02_024-036`: the data set's name of a sub-volume, without an ending. */
export function volumeStem(series: Series, run: Run): string {
  assertSeries(series);
  assertShape(run, "a run of slices, as runsOf returns it", ["first", "last"]);
  const slices = [run.first, run.last].map((slice) => String(slice).padStart(3, "0"));
  return `${seriesStem(series)}_${slices.join("-")}`;
}

const assertSeries = (given: unknown): void =>
  assertShape(given, "a series, as seriesOf returns it", ["patient", "study", "series", "lesions"]);

/**
 * The boxes of the lesions of one slice: voxels whose centre lies in a lesion's box hold its data row,
 * all others 0. Where boxes overlap, the smaller one is kept. O(pixels).
 */
export function boxLabels(
  lesions: readonly Pick<DlInfoLesion, "row" | "boxPx">[],
  sizePx: readonly [number, number],
): Int32Array {
  assertShapes(lesions, "lesions of a DL_info.csv", ["row", "boxPx"]);
  assertNumbers(sizePx, "a size [width, height] in px", 2);
  const [width, height] = sizePx;
  const labels = new Int32Array(width * height);
  const area = ({ boxPx: [x1, y1, x2, y2] }: (typeof lesions)[number]): number =>
    (x2 - x1) * (y2 - y1);
  for (const {
    row,
    boxPx: [x1, y1, x2, y2],
  } of [...lesions].sort((a, b) => area(b) - area(a) || b.row - a.row)) {
    // Pixels are counted from 1: pixel p is column p - 1.
    const [left, right] = [Math.max(0, Math.ceil(x1) - 1), Math.min(width, Math.floor(x2))];
    for (let y = Math.max(0, Math.ceil(y1) - 1); y < Math.min(height, Math.floor(y2)); y++) {
      if (left < right) labels.fill(row, y * width + left, y * width + right);
    }
  }
  return labels;
}

/** A hash (FNV-1a) of rows, key slices and boxes, from which the labels are made. */
export function boxesFingerprint(
  lesions: readonly Pick<DlInfoLesion, "row" | "boxPx" | "keySlice">[],
): string {
  const text = lesions
    .map(({ row, keySlice, boxPx }) => [row, keySlice, ...boxPx].join())
    .join(";");
  return fnv1a(text).toString(16).padStart(8, "0");
}

function sameAs(
  what: string,
  first: readonly number[],
  own: readonly number[],
  { row, patient, study }: DlInfoLesion,
): void {
  if (first.every((value, i) => value === own[i])) return;
  fail("BAD_SERIES", `one ${what} in a series (${first.join(", ")})`, own.join(", "), {
    remedy: "correct the rows: a volume has one grid",
    row,
    patient,
    study,
  });
}
