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
  erodedInColumns(erodedInRows(mask, side), side);

/** Pixels at most (side - 1) / 2 px from the mask along x and along y. O(n). */
export const dilated = (mask: Mask, side: number): Mask =>
  dilatedInColumns(dilatedInRows(mask, side), side);

/** What is in both masks. O(n). */
export function intersection(a: Mask, b: Mask): Mask {
  const inside = new Uint8Array(a.inside.length);
  for (let i = 0; i < inside.length; i++) {
    inside[i] = (a.inside[i] as number) & (b.inside[i] as number);
  }
  return { ...a, inside };
}

/** The mask with every part of the background filled that does not reach the border. O(n). */
export function filled(mask: Mask): Mask {
  const { field, row } = framed(mask);
  // The frame is background: from its first pixel all background that reaches the border is reached.
  flood(field, 0, row, 0, OUTSIDE);
  const out = unframed(field, row, mask);
  for (let i = 0; i < out.length; i++) out[i] = out[i] === OUTSIDE ? 0 : 1;
  return { ...mask, inside: out };
}

/**
 * The connected parts (by edges) whose area is at least a `share` of the largest one's; the empty mask
 * where there is none. O(n).
 */
export function largestParts(mask: Mask, share: number): Mask {
  const { field, row } = framed(mask);
  const parts: { start: number; area: number }[] = [];
  for (let start = field.indexOf(1); start >= 0; start = field.indexOf(1, start)) {
    parts.push({ start, area: flood(field, start, row, 1, SEEN) });
  }
  const least = share * parts.reduce((most, { area }) => Math.max(most, area), 0);
  for (const { start, area } of parts) if (area >= least) flood(field, start, row, SEEN, KEPT);
  const out = unframed(field, row, mask);
  for (let i = 0; i < out.length; i++) out[i] = out[i] === KEPT ? 1 : 0;
  return { ...mask, inside: out };
}

const OUTSIDE = 2;
const SEEN = 3;
const KEPT = 4;

/** The mask in a frame of background one pixel wide, so that no neighbour lies beyond the field. */
function framed({ width, height, inside }: Mask): { field: Uint8Array; row: number } {
  const row = width + 2;
  const field = new Uint8Array(row * (height + 2));
  for (let y = 0; y < height; y++) {
    field.set(inside.subarray(y * width, (y + 1) * width), (y + 1) * row + 1);
  }
  return { field, row };
}

function unframed(field: Uint8Array, row: number, { width, height }: Mask): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (y + 1) * row + 1;
    out.set(field.subarray(from, from + width), y * width);
  }
  return out;
}

/** Turns the connected pixels of one value into another one; says how many there were. */
function flood(field: Uint8Array, start: number, row: number, from: number, to: number): number {
  const open = [start];
  let area = 0;
  while (open.length > 0) {
    let left = open.pop() as number;
    if (field[left] !== from) continue;
    while (field[left - 1] === from) left--;
    // One run of the row; a start above and below it for every run that touches it.
    let [above, below] = [false, false];
    for (let i = left; field[i] === from; i++) {
      field[i] = to;
      area++;
      if ((field[i - row] === from) !== above) {
        above = !above;
        if (above) open.push(i - row);
      }
      if ((field[i + row] === from) !== below) {
        below = !below;
        if (below) open.push(i + row);
      }
    }
  }
  return area;
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

/** As in rows; row by row with a run for every column, so that memory is read in order. */
function erodedInColumns({ width, height, inside }: Mask, side: number): Mask {
  const back = ((side - 1) / 2) * width;
  const out = new Uint8Array(inside.length);
  const runs = new Int32Array(width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const run = inside[i] === 1 ? (runs[x] as number) + 1 : 0;
      runs[x] = run;
      if (run >= side) out[i - back] = 1;
    }
  }
  return { width, height, inside: out };
}

/** A pixel is set where one is at most half a side above it, or below it. */
function dilatedInColumns({ width, height, inside }: Mask, side: number): Mask {
  const half = (side - 1) / 2;
  const out = new Uint8Array(inside.length);
  for (const down of [true, false]) {
    const since = new Int32Array(width).fill(half + 1);
    for (let k = 0; k < height; k++) {
      const row = (down ? k : height - 1 - k) * width;
      for (let x = 0; x < width; x++) {
        const steps = inside[row + x] === 1 ? 0 : (since[x] as number) + 1;
        since[x] = steps;
        if (steps <= half) out[row + x] = 1;
      }
    }
  }
  return { width, height, inside: out };
}
