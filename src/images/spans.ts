/**
 * Masks as spans, and the few operations of mathematical morphology that a body needs.
 *
 * A row of a body has a few spans and hundreds of pixels; operations on spans take a tenth of the time.
 */
import { UnionFind } from "../core/union-find.js";
import { chosen, common, either, type Join } from "./bounds.js";
import type { Extent, Mask } from "./mask.js";

/**
 * Which pixels are inside. `bounds` holds where a span begins and, after it, where it ends (before), in
 * order, for one span after the other; the pixel in column x of row y has the number y (width + 1) + x.
 * The one column too many is never inside, so that no span runs on into the next row, and to move a
 * mask by a row is to add a constant.
 */
export interface Spans {
  readonly width: number;
  readonly height: number;
  readonly bounds: Int32Array;
}

/** Pixels above a threshold. O(pixels). */
export function above(
  { width, height, hu }: { width: number; height: number; hu: ArrayLike<number> },
  threshold: number,
): Spans {
  const bounds = new Int32Array((width + 1) * height + 1);
  let count = 0;
  for (let y = 0, i = 0; y < height; y++) {
    let inside = false;
    for (let x = 0; x < width; x++, i++) {
      if (hu[i]! > threshold === inside) continue;
      bounds[count++] = i + y;
      inside = !inside;
    }
    if (inside) bounds[count++] = i + y;
  }
  return { width, height, bounds: bounds.slice(0, count) };
}

/** One byte a pixel, 1 inside. O(pixels). */
export function maskOf({ width, height, bounds }: Spans): Mask {
  const inside = new Uint8Array(width * height);
  for (let k = 0; k < bounds.length; k += 2) {
    const from = bounds[k]!;
    const y = Math.floor(from / (width + 1));
    inside.fill(1, from - y, bounds[k + 1]! - y);
  }
  return { width, height, inside };
}

/** The extent of the mask, or `undefined` if it is empty. O(spans). */
export function extentOf({ width, bounds }: Spans): Extent | undefined {
  if (bounds.length === 0) return undefined;
  const stride = width + 1;
  let [left, right] = [width, -1];
  for (let k = 0; k < bounds.length; k += 2) {
    left = Math.min(left, bounds[k]! % stride);
    right = Math.max(right, (bounds[k + 1]! % stride) - 1);
  }
  return {
    left,
    right,
    top: Math.floor(bounds[0]! / stride),
    bottom: Math.floor((bounds.at(-1) as number) / stride),
  };
}

/** The intersection. O(spans). */
export const intersection = (a: Spans, b: Spans): Spans => ({
  ...a,
  bounds: common(a.bounds, b.bounds, 0),
});

/**
 * Opening with a square of `side` px (odd): the union of all such squares that lie in the mask and in
 * the image. O(spans log side).
 */
export const opened = (spans: Spans, side: number): Spans => dilated(eroded(spans, side), side);

/** Centres of the squares of `side` px (odd) that lie in the mask and in the image. O(spans log side). */
export function eroded(spans: Spans, side: number): Spans {
  const half = (side - 1) / 2;
  const narrow = new Int32Array(spans.bounds.length);
  let count = 0;
  for (let k = 0; k < narrow.length; k += 2) {
    const from = spans.bounds[k]! + half;
    const end = spans.bounds[k + 1]! - half;
    if (from >= end) continue;
    narrow[count++] = from;
    narrow[count++] = end;
  }
  return { ...spans, bounds: overRows(spans, narrow.subarray(0, count), side, common) };
}

/** Pixels at most (side - 1) / 2 px from the mask along x and along y. O(spans log side). */
export function dilated(spans: Spans, side: number): Spans {
  const half = (side - 1) / 2;
  const stride = spans.width + 1;
  const wide = new Int32Array(spans.bounds.length);
  let count = 0;
  for (let k = 0; k < wide.length; k += 2) {
    const [from, end] = [spans.bounds[k]!, spans.bounds[k + 1]!];
    const row = from - (from % stride);
    const first = Math.max(row, from - half);
    if (count > 0 && wide[count - 1]! >= first) count--;
    else wide[count++] = first;
    wide[count++] = Math.min(row + spans.width, end + half);
  }
  return { ...spans, bounds: overRows(spans, wide.subarray(0, count), side, either) };
}

/** The mask with every part of the background filled that does not reach the border. O(spans). */
export function filled(spans: Spans): Spans {
  const { width, height } = spans;
  const stride = width + 1;
  const background = complement(spans);
  const parts = partsOf(background, stride);
  const open = new Uint8Array(background.length / 2);
  const last = (height - 1) * stride;
  for (let k = 0; k < open.length; k++) {
    const [from, end] = [background[2 * k]!, background[2 * k + 1]!];
    const atBorder = from < stride || from >= last || from % stride === 0 || end % stride === width;
    if (atBorder) open[parts.find(k)] = 1;
  }
  const holes = chosen(background, (k) => open[parts.find(k)] === 0);
  return { ...spans, bounds: either(spans.bounds, holes, 0) };
}

/**
 * The connected parts (by edges) that hold at least a `share` of the pixels of `core`, a part of the
 * mask, of the part with most of them; all parts without a core. O(spans).
 */
export function richestParts(spans: Spans, core: Spans, share: number): Spans {
  const { bounds } = spans;
  const parts = partsOf(bounds, spans.width + 1);
  const held = new Float64Array(bounds.length / 2);
  let most = 0;
  for (let k = 0, span = 0; k < core.bounds.length; k += 2) {
    const [from, end] = [core.bounds[k]!, core.bounds[k + 1]!];
    while (bounds[2 * span + 1]! < end) span++;
    const part = parts.find(span);
    held[part] = held[part]! + end - from;
    most = Math.max(most, held[part]!);
  }
  return {
    ...spans,
    bounds: chosen(bounds, (k) => held[parts.find(k)]! >= share * most),
  };
}

/**
 * Every row joined with the rows up to half a side above and below it. Rows are joined with as many
 * below as they already stand for, so that it takes log side steps; for a while that leaves the image.
 */
function overRows({ width, height }: Spans, bounds: Int32Array, side: number, join: Join) {
  const stride = width + 1;
  let joined = bounds;
  for (let rows = 1; rows < side; ) {
    const step = Math.min(rows, side - rows);
    joined = join(joined, joined, -step * stride);
    rows += step;
  }
  // So far a row stands for itself and those below it; its place is in their middle.
  const move = ((side - 1) / 2) * stride;
  const inImage = joined.map((bound) => bound + move);
  return chosen(inImage, (k) => {
    const from = inImage[2 * k]!;
    return from >= 0 && from < height * stride;
  });
}

/** The complement in the image. */
function complement({ width, height, bounds }: Spans): Int32Array {
  const out = new Int32Array(bounds.length + 2 * height);
  let count = 0;
  for (let y = 0, k = 0; y < height; y++) {
    let from = y * (width + 1);
    const end = from + width;
    for (; k < bounds.length && bounds[k]! < end; k += 2) {
      if (from < bounds[k]!) {
        out[count++] = from;
        out[count++] = bounds[k]!;
      }
      from = bounds[k + 1]!;
    }
    if (from < end) {
      out[count++] = from;
      out[count++] = end;
    }
  }
  return out.slice(0, count);
}

/** Spans grouped by whether they touch along a row's edge, directly or through others. */
function partsOf(bounds: Int32Array, stride: number): UnionFind {
  const parts = new UnionFind(bounds.length / 2);
  // `upper` moves along the row above the one of `lower`.
  for (let lower = 0, upper = 0; lower < bounds.length; lower += 2) {
    const from = bounds[lower]! - stride;
    const end = bounds[lower + 1]! - stride;
    while (bounds[upper + 1]! <= from) upper += 2;
    for (let k = upper; bounds[k]! < end; k += 2) parts.join(k / 2, lower / 2);
  }
  return parts;
}
