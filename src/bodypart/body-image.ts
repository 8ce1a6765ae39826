/** The picture that the regressor sees of a slice: coarse, in mm, and limited to the soft-tissue range. */
import { bodyMask } from "../images/body.js";
import { assertSlice, type CtSlice, sliceOf } from "../images/slice.js";

/** Side of a pixel of a body image in mm. */
export const STEP_MM = 3;
/** HU are limited to this range, which is what DeepLesion's 8-bit pictures hold. */
export const RANGE_HU = Object.freeze([-175, 275] as const);
/** Mean HU of 3 mm above which a pixel is tissue: fat on a noisy kernel still is, half air is not. */
const TISSUE_HU = -140;
const AIR_HU = -1000;

/** HU of 3 x 3 mm pixels, limited to {@link RANGE_HU}. Beyond the slice there is nothing. */
export interface BodyImage {
  readonly width: number;
  readonly height: number;
  /** Whole HU, row by row. */
  readonly hu: Int16Array;
}

/**
 * The mean HU over every 3 x 3 mm of a slice, limited to a range before. O(pixels).
 *
 * @throws LesionGraphError BAD_VALUE, BAD_IMAGE for what is no slice.
 */
export function bodyImage(
  slice: CtSlice,
  [sx, sy]: readonly [number, number],
  [low, high]: readonly [number, number] = RANGE_HU,
): BodyImage {
  assertSlice(slice);
  const { width, height, hu } = sliceOf(slice.width, slice.height, slice.hu);
  const [columns, rows] = [overlaps(width, sx), overlaps(height, sy)];
  const out = { width: columns.length, height: rows.length };
  const across = new Float64Array(height * out.width);
  const line = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = hu[y * width + x]!;
      line[x] = value < low ? low : value > high ? high : value;
    }
    for (let u = 0; u < out.width; u++) {
      const { first, weights } = columns[u]!;
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * line[first + k]!;
      across[y * out.width + u] = sum;
    }
  }
  const mean = new Int16Array(out.width * out.height);
  const sums = new Float64Array(out.width);
  for (let v = 0; v < out.height; v++) {
    const { first, weights } = rows[v]!;
    sums.fill(0);
    for (let k = 0; k < weights.length; k++) {
      const from = (first + k) * out.width;
      for (let u = 0; u < out.width; u++) sums[u] = sums[u]! + weights[k]! * across[from + u]!;
    }
    for (let u = 0; u < out.width; u++) mean[v * out.width + u] = Math.round(sums[u]!);
  }
  return { ...out, hu: mean };
}

/** One byte a pixel, 1 inside the anatomical body mask. */
export function bodyInside({ width, height, hu }: BodyImage): Uint8Array {
  const tissue = hu.map((value) => (value < TISSUE_HU ? AIR_HU : value));
  const options = { convention: "anatomical", pixelMm: STEP_MM } as const;
  return bodyMask({ width, height, hu: tissue }, options).inside;
}

/** Pixels from `first` on that a step of {@link STEP_MM} covers, and their share of it. */
interface Overlap {
  readonly first: number;
  readonly weights: Float64Array;
}

/**
 * How `count` pixels of `sizeMm` cover whole steps, the middle on the middle; ends that fill no step are left
 * out.
 */
function overlaps(count: number, sizeMm: number): Overlap[] {
  const steps = Math.max(1, Math.floor((count * sizeMm) / STEP_MM + 1e-9));
  const ratio = STEP_MM / sizeMm;
  const start = (count - steps * ratio) / 2;
  return Array.from({ length: steps }, (_, u) => {
    const from = Math.max(0, start + u * ratio);
    const to = Math.min(count, start + (u + 1) * ratio);
    const first = Math.min(count - 1, Math.floor(from));
    const weights = Array.from({ length: Math.max(1, Math.ceil(to) - first) }, (_, k) =>
      Math.max(0, Math.min(to, first + k + 1) - Math.max(from, first + k)),
    );
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: Float64Array.from(weights, (weight) => weight / whole) };
  });
}
