/** Patches: a slice around a lesion, resampled to a fixed size in mm and in pixels. */
import { completeOptions, requirePositive, requireWhole } from "../options.js";
import type { CtSlice } from "./slice.js";

export interface PatchOptions {
  /** Side of the square in mm, > 0. @defaultValue 50 */
  readonly fieldMm: number;
  /** Side of the square in pixels, >= 1. @defaultValue 50 */
  readonly sizePx: number;
}

export const DEFAULT_PATCH_OPTIONS: PatchOptions = Object.freeze({ fieldMm: 50, sizePx: 50 });

/** A square of HU around a point. */
export interface Patch {
  /** Pixels along each side. */
  readonly sizePx: number;
  /** mm between pixels. */
  readonly stepMm: number;
  /** sizePx x sizePx Hounsfield units, row by row; the point lies in the middle. */
  readonly hu: Float32Array;
}

/** What is beyond the slice: air. */
const BEYOND_HU = -1024;

/**
 * The square around a point (px counted from 1), bilinear between pixels; beyond the slice is air
 * (-1024 HU). A patch of another slice with another spacing has the same scale. O(sizePx²).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, also for a spacing that is not > 0.
 */
export function patchAround(
  slice: CtSlice,
  [cx, cy]: readonly [x: number, y: number],
  spacingMm: readonly number[],
  given?: Partial<PatchOptions>,
): Patch {
  const { fieldMm, sizePx } = completeOptions("patchAround", DEFAULT_PATCH_OPTIONS, given);
  requirePositive("fieldMm", fieldMm);
  requireWhole("sizePx", sizePx, 1);
  const [sx, sy] = spacingMm as readonly [number, number];
  requirePositive("spacingMm[0]", sx);
  requirePositive("spacingMm[1]", sy);
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

/** HU between pixels (counted from 0), bilinear. */
export function huAt({ width, height, hu }: CtSlice, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= height
      ? BEYOND_HU
      : (hu[row * width + column] as number);
  const [right, below] = [x - left, y - top];
  const upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
  if (below === 0) return upper;
  const lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
  return upper * (1 - below) + lower * below;
}
