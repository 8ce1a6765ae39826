/** Masks of a slice, and the few operations of mathematical morphology that a body needs. */

/** Which pixels belong to something: 1 or 0, row by row. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly inside: Uint8Array;
}

/** Smallest and largest column and row, counted from 0. */
export interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels above a threshold. O(n). */
export function above(
  { width, height, hu }: { width: number; height: number; hu: Int16Array },
  threshold: number,
): Mask {
  const inside = new Uint8Array(hu.length);
  for (let i = 0; i < hu.length; i++) if ((hu[i] as number) > threshold) inside[i] = 1;
  return { width, height, inside };
}

/**
 * Opening with a square of `side` px (odd): the union of all such squares that lie in the mask and in
 * the image. O(n), whatever the side.
 */
export const opened = (mask: Mask, side: number): Mask =>
  side <= 1 ? mask : dilated(eroded(mask, side), side);

/** Centres of the squares of `side` px (odd) that lie in the mask and in the image. O(n). */
export const eroded = (mask: Mask, side: number): Mask =>
  transposed(erodedInRows(transposed(erodedInRows(mask, side)), side));

/** Pixels at most (side - 1) / 2 px from the mask along x and along y. O(n). */
export const dilated = (mask: Mask, side: number): Mask =>
  transposed(dilatedInRows(transposed(dilatedInRows(mask, side)), side));

/** What is in both masks. O(n). */
export function intersection(a: Mask, b: Mask): Mask {
  const inside = new Uint8Array(a.inside.length);
  for (let i = 0; i < inside.length; i++) {
    inside[i] = (a.inside[i] as number) & (b.inside[i] as number);
  }
  return { ...a, inside };
}

/** The mask with every part of the background filled that does not reach the border. O(n). */
export function filled({ width, height, inside }: Mask): Mask {
  const out = new Uint8Array(inside.length).fill(1);
  const open = new Int32Array(inside.length);
  const spread = (start: number): void => {
    if (inside[start] === 1 || out[start] === 0) return;
    let depth = 0;
    out[start] = 0;
    open[depth++] = start;
    while (depth > 0) {
      const i = open[--depth] as number;
      const x = i % width;
      for (let side = 0; side < 4; side++) {
        const next = neighbour(i, x, side, width, inside.length);
        if (next < 0 || inside[next] === 1 || out[next] === 0) continue;
        out[next] = 0;
        open[depth++] = next;
      }
    }
  };
  for (let x = 0; x < width; x++) {
    spread(x);
    spread((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    spread(y * width);
    spread(y * width + width - 1);
  }
  return { width, height, inside: out };
}

/**
 * The connected parts (by edges) whose area is at least a `share` of the largest one's; the empty mask
 * where there is none. O(n).
 */
export function largestParts({ width, height, inside }: Mask, share: number): Mask {
  const labels = new Int32Array(inside.length);
  const open = new Int32Array(inside.length);
  const areas: number[] = [0];
  for (let start = 0; start < inside.length; start++) {
    if (inside[start] === 0 || labels[start] !== 0) continue;
    const label = areas.length;
    let area = 0;
    let depth = 0;
    labels[start] = label;
    open[depth++] = start;
    while (depth > 0) {
      const i = open[--depth] as number;
      const x = i % width;
      area++;
      for (let side = 0; side < 4; side++) {
        const next = neighbour(i, x, side, width, inside.length);
        if (next < 0 || inside[next] === 0 || labels[next] !== 0) continue;
        labels[next] = label;
        open[depth++] = next;
      }
    }
    areas.push(area);
  }
  const least = share * areas.reduce((a, b) => Math.max(a, b), 0);
  const out = new Uint8Array(inside.length);
  for (let i = 0; i < out.length; i++) {
    const label = labels[i] as number;
    if (label > 0 && (areas[label] as number) >= least) out[i] = 1;
  }
  return { width, height, inside: out };
}

/** The pixel to the left, to the right, above or below; -1 beyond the border. */
function neighbour(i: number, x: number, side: number, width: number, pixels: number): number {
  if (side === 0) return x > 0 ? i - 1 : -1;
  if (side === 1) return x < width - 1 ? i + 1 : -1;
  if (side === 2) return i - width;
  return i + width < pixels ? i + width : -1;
}

/** The extent of a mask, or `undefined` where it is empty. O(n). */
export function extentOf({ width, height, inside }: Mask): Extent | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    const row = inside.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first < 0) continue;
    if (top === height) top = y;
    bottom = y;
    left = Math.min(left, first);
    right = Math.max(right, row.lastIndexOf(1));
  }
  return bottom < 0 ? undefined : { left, right, top, bottom };
}

/** A pixel stays where the `side` pixels around it in its row are all there and all inside. */
function erodedInRows({ width, height, inside }: Mask, side: number): Mask {
  const half = (side - 1) / 2;
  const out = new Uint8Array(inside.length);
  for (let y = 0; y < height; y++) {
    let run = 0;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      run = inside[i] === 1 ? run + 1 : 0;
      if (run >= side) out[i - half] = 1;
    }
  }
  return { width, height, inside: out };
}

/** A pixel is set where one of the `side` pixels around it in its row is. */
function dilatedInRows({ width, height, inside }: Mask, side: number): Mask {
  const half = (side - 1) / 2;
  const out = new Uint8Array(inside.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let free = 0;
    for (let x = 0; x < width; x++) {
      if (inside[row + x] === 0) continue;
      const end = Math.min(width, x + half + 1);
      for (let k = Math.max(free, x - half); k < end; k++) out[row + k] = 1;
      free = end;
    }
  }
  return { width, height, inside: out };
}

function transposed({ width, height, inside }: Mask): Mask {
  const out = new Uint8Array(inside.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) out[x * height + y] = inside[i] as number;
  }
  return { width: height, height: width, inside: out };
}
