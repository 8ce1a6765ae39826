/** Patches: a slice around a lesion, resampled to a fixed size in mm and in pixels. */

import { assertPositive } from "../core/option-checks.js";
import { defaultsOf, number, type OptionSchema, resolveOptions } from "../core/options.js";
import { assertNumbers } from "../core/shape.js";
import { assertSlice, type CtSlice } from "./slice.js";

/** Options of the patch around a lesion. */
export interface PatchOptions {
  /** Side of the square in mm, > 0. @defaultValue 50 */
  readonly fieldMm: number;
  /** Side of the square in pixels, 1 to 4096. @defaultValue 50 */
  readonly sizePx: number;
}

export const PATCH_SCHEMA: OptionSchema<PatchOptions> = Object.freeze({
  fieldMm: number(50, "Side of the patch in mm", { above: 0 }),
  sizePx: number(50, "Side of the patch in pixels", { min: 1, max: 4096, integer: true }),
});

export const DEFAULT_PATCH_OPTIONS: PatchOptions = defaultsOf(PATCH_SCHEMA);

/** A square of HU around a point. */
export interface Patch {
  /** Pixels along each side. */
  readonly sizePx: number;
  /** mm between pixels. */
  readonly stepMm: number;
  /** sizePx x sizePx Hounsfield units, row by row; the point lies in the middle. */
  readonly hu: Float32Array;
}

/** HU beyond the slice: air, the smallest value of a scanner. */
const BEYOND_HU = -1024;

/**
 * The square around a point (px counted from 1), bilinear between pixels; beyond the slice is air
 * (-1024 HU). A patch of another slice with another spacing has the same scale. O(sizePx²).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, also for a spacing that is not > 0.
 */
export function patchAround(
  slice: CtSlice,
  centrePx: readonly [x: number, y: number],
  spacingMm: readonly number[],
  given?: Partial<PatchOptions>,
): Patch {
  assertSlice(slice);
  assertNumbers(centrePx, "a point [x, y] in px", 2);
  assertNumbers(spacingMm, "spacing [x, y] in mm");
  const [cx, cy] = centrePx;
  const { fieldMm, sizePx } = resolveOptions("patchAround", PATCH_SCHEMA, given);
  const [sx, sy] = spacingMm as readonly [number, number];
  assertPositive("spacingMm[0]", sx);
  assertPositive("spacingMm[1]", sy);
  const stepMm = fieldMm / sizePx;
  const first = stepMm / 2 - fieldMm / 2;
  const hu = new Float32Array(sizePx * sizePx);
  for (let v = 0, i = 0; v < sizePx; v++) {
    const y = cy - 1 + (first + v * stepMm) / sy;
    for (let u = 0; u < sizePx; u++, i++) {
      hu[i] = huAt(slice, cx - 1 + (first + u * stepMm) / sx, y);
    }
  }
  return { sizePx, stepMm, hu };
}

/** HU between pixels (counted from 0), bilinear; beyond the slice is air. */
export const huAt = (slice: CtSlice, x: number, y: number): number =>
  between(x, y, (column, row) => pixel(slice, column, row) ?? BEYOND_HU);

/**
 * HU between pixels (counted from 0), bilinear; NaN if one of the up to four pixels is beyond the slice or
 * padding. Padding outside the circle of reconstruction (-2000 or -3024, say) is any value below -1024 HU.
 */
export const shownHuAt = (slice: CtSlice, x: number, y: number): number =>
  between(x, y, (column, row) => {
    const hu = pixel(slice, column, row);
    return hu === undefined || hu < BEYOND_HU ? Number.NaN : hu;
  });

/** The HU of a pixel, nothing beyond the slice. */
const pixel = ({ width, height, hu }: CtSlice, column: number, row: number): number | undefined =>
  column < 0 || row < 0 || column >= width || row >= height ? undefined : hu[row * width + column];

function between(x: number, y: number, at: (column: number, row: number) => number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [x - left, y - top];
  // A pixel of weight 0 is not read: it may be beyond the slice.
  const across = (row: number): number =>
    right === 0 ? at(left, row) : at(left, row) * (1 - right) + at(left + 1, row) * right;
  return below === 0 ? across(top) : across(top) * (1 - below) + across(top + 1) * below;
}
