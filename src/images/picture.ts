/** Crops of a slice as 8-bit grey pictures, for figures. */

import { encode } from "fast-png";
import { fail } from "../core/errors.js";
import { assertInteger } from "../core/option-checks.js";
import { assertNumbers, assertShape } from "../core/shape.js";
import { assertSlice, type CtSlice } from "./slice.js";
import { type Window, type WindowName, windowed } from "./window.js";

/** Part of a slice in px counted from 0: the columns left to left + width - 1, and rows likewise. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** 8-bit grey values, row by row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/**
 * A crop of a slice in its window, 8-bit. Pixels beyond the slice are black. O(pixels).
 *
 * @throws LesionGraphError BAD_OPTION for a crop that is not of whole pixels, and as `windowed`.
 */
export function greyPicture(
  slice: CtSlice,
  window: Window | WindowName,
  crop: Crop = { left: 0, top: 0, width: slice?.width, height: slice?.height },
): GreyPicture {
  assertSlice(slice);
  assertShape(crop, "a crop { left, top, width, height }", []);
  const { width, height, hu } = slice;
  assertInteger("crop.width", crop.width, 1);
  assertInteger("crop.height", crop.height, 1);
  assertInteger("crop.left", crop.left, Number.MIN_SAFE_INTEGER);
  assertInteger("crop.top", crop.top, Number.MIN_SAFE_INTEGER);
  const part = new Int16Array(crop.width * crop.height).fill(-32768);
  const first = Math.max(0, -crop.left);
  const end = Math.min(crop.width, width - crop.left);
  for (let y = 0; y < crop.height; y++) {
    const row = crop.top + y;
    if (row < 0 || row >= height || end <= first) continue;
    const from = row * width + crop.left;
    part.set(hu.subarray(from + first, from + end), y * crop.width + first);
  }
  return { width: crop.width, height: crop.height, grey: windowed(part, window) };
}

/**
 * The square crop of `sideMm` around the centre of a box (px counted from 1): whole pixels, at least
 * the box itself.
 */
export function cropAround(
  box: readonly [number, number, number, number],
  spacingMm: readonly number[],
  sideMm: number,
): Crop {
  assertNumbers(box, "a box [x1, y1, x2, y2] in px", 4);
  assertNumbers(spacingMm, "spacing [x, y] in mm", 2);
  const [x1, y1, x2, y2] = box;
  const [sx, sy] = spacingMm;
  if (!(sideMm > 0 && Number.isFinite(sideMm))) {
    fail("BAD_OPTION", "a side > 0 mm", sideMm);
  }
  const width = Math.ceil(Math.max(sideMm / (sx as number), x2 - x1 + 1));
  const height = Math.ceil(Math.max(sideMm / (sy as number), y2 - y1 + 1));
  return {
    left: Math.round((x1 + x2) / 2 - 1 - (width - 1) / 2),
    top: Math.round((y1 + y2) / 2 - 1 - (height - 1) / 2),
    width,
    height,
  };
}

/** The picture as an 8-bit grey PNG. */
export function pngOf(picture: GreyPicture): Uint8Array {
  assertShape(picture, "a picture, as greyPicture returns it", ["width", "height", "grey"]);
  const { width, height, grey } = picture;
  return encode({ width, height, data: grey, depth: 8, channels: 1 });
}

/** The picture as a `data:image/png;base64,…` text, for an SVG `<image>`. */
export function pngDataUri(picture: GreyPicture): string {
  const bytes = pngOf(picture);
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return `data:image/png;base64,${btoa(text)}`;
}
