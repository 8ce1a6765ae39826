/**
 * Exact nearest neighbours by brute force: no index structure is faster at 100 dimensions. A candidate is
 * dropped as soon as part of its distance exceeds the largest distance among the best so far.
 */
import { assertShape } from "../core/shape.js";

/** The data of a search, in plain arrays that workers can share. */
export interface SearchSpace {
  /** Row by row; float64 unless float32 holds the same numbers. */
  readonly values: Float32Array | Float64Array;
  readonly dimensions: number;
  readonly patients: Int32Array;
  readonly gaps: boolean;
  /** 1 for every lesion that may be found. */
  readonly allowed: Uint8Array;
}

/** The nearest lesions of some queries, the same number of places for each. */
export interface Nearest {
  /** Places per query: `top`, or the number of lesions if that is smaller. */
  readonly places: number;
  /** The places of the first query, then of the second; -1 where there are fewer lesions. */
  readonly indices: Int32Array;
  /** Euclidean; NaN where there is none. */
  readonly distances: Float64Array;
}

/** Candidates that are compared with all queries of a block while they are in the cache. */
const TILE = 256;
/** Dimensions between two comparisons of the sum with the limit. */
const STRIDE = 16;

const assertSpace = (given: unknown): void =>
  assertShape(given, "a search space, as a retrieval index has it", [
    "values",
    "patients",
    "allowed",
  ]);

/**
 * The `top` nearest allowed lesions of other patients, for the queries `first` to before `end`. Equally
 * near ones come in the order of the index. O(queries x n x (d + top)) at worst, O(queries x n x d) for
 * a small `top`; `npm run bench:images` has figures.
 */
export function nearestLesions(
  space: SearchSpace,
  first: number,
  end: number,
  top: number,
): Nearest {
  assertSpace(space);
  const { values, dimensions: d, patients, allowed, gaps } = space;
  const n = patients.length;
  const queries = end - first;
  const places = Math.min(top, n);
  const indices = new Int32Array(queries * places).fill(-1);
  const squares = new Float64Array(queries * places).fill(Number.NaN);
  const found = new Int32Array(queries);
  const squareOf = gaps ? squareWithGaps : square;
  for (let tile = 0; tile < n; tile += TILE) {
    const tileEnd = Math.min(n, tile + TILE);
    for (let q = 0; q < queries; q++) {
      const query = first + q;
      const patient = patients[query]!;
      const start = q * places;
      const last = start + places - 1;
      let count = found[q]!;
      let worst = count < places ? Number.POSITIVE_INFINITY : squares[last]!;
      for (let i = tile; i < tileEnd; i++) {
        if (allowed[i] === 0 || patients[i] === patient) continue;
        const distance = squareOf(values, query * d, i * d, d, worst);
        if (distance >= worst) continue;
        // Insertion from behind; equal ones stay in front, since candidates come in order.
        let at = count < places ? start + count++ : last;
        while (at > start && squares[at - 1]! > distance) {
          squares[at] = squares[at - 1]!;
          indices[at] = indices[at - 1]!;
          at--;
        }
        squares[at] = distance;
        indices[at] = i;
        if (count === places) worst = squares[last]!;
      }
      found[q] = count;
    }
  }
  return { places, indices, distances: squares.map(Math.sqrt) };
}

/**
 * Every allowed lesion of another patient, the nearest first; equally near ones in the order of the
 * index. O(n (d + log n)).
 */
export function rankedLesions(space: SearchSpace, query: number): Int32Array {
  assertSpace(space);
  const { values, dimensions: d, patients, allowed, gaps } = space;
  const squareOf = gaps ? squareWithGaps : square;
  const squares = new Float64Array(patients.length);
  const found = new Int32Array(patients.length);
  let count = 0;
  for (let i = 0; i < patients.length; i++) {
    if (allowed[i] === 0 || patients[i] === patients[query]) continue;
    squares[i] = squareOf(values, query * d, i * d, d, Number.POSITIVE_INFINITY);
    found[count++] = i;
  }
  return sortedBy(squares, found.subarray(0, count));
}

/** Bits of one pass of the radix sort. */
const RADIX_BITS = 11;
const BUCKETS = 1 << RADIX_BITS;

/**
 * Indices by ascending value >= 0; equal values keep their order. Radix sort over the upper 32 bits of the
 * doubles, whose order is that of the values, then insertion among equal ones.
 */
function sortedBy(values: Float64Array, indices: Int32Array): Int32Array {
  const words = new Uint32Array(values.buffer);
  const high = (i: number): number => words[2 * i + HIGH_WORD]!;
  let from: Int32Array = indices;
  let to: Int32Array = new Int32Array(indices.length);
  const starts = new Int32Array(BUCKETS + 1);
  for (let shift = 0; shift < 32; shift += RADIX_BITS) {
    starts.fill(0);
    for (const i of from) starts[((high(i) >>> shift) & (BUCKETS - 1)) + 1]!++;
    for (let k = 1; k <= BUCKETS; k++) starts[k]! += starts[k - 1]!;
    for (const i of from) to[starts[(high(i) >>> shift) & (BUCKETS - 1)]!++] = i;
    [from, to] = [to, from];
  }
  for (let k = 1; k < from.length; k++) {
    const i = from[k]!;
    let at = k;
    for (; at > 0 && values[from[at - 1]!]! > values[i]!; at--) from[at] = from[at - 1]!;
    from[at] = i;
  }
  return from;
}

/** Index of the upper half of a double among its two words. */
const HIGH_WORD = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1;

/** The squared distance, or some number >= `limit` if it is not below the limit. */
function square(
  values: Float32Array | Float64Array,
  a: number,
  b: number,
  d: number,
  limit: number,
): number {
  let sum = 0;
  let k = 0;
  for (const whole = d - (d % STRIDE); k < whole; ) {
    for (const stop = k + STRIDE; k < stop; k += 4) {
      const d0 = values[a + k]! - values[b + k]!;
      const d1 = values[a + k + 1]! - values[b + k + 1]!;
      const d2 = values[a + k + 2]! - values[b + k + 2]!;
      const d3 = values[a + k + 3]! - values[b + k + 3]!;
      sum += d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3);
    }
    if (sum >= limit) return sum;
  }
  for (; k < d; k++) {
    const difference = values[a + k]! - values[b + k]!;
    sum += difference * difference;
  }
  return sum;
}

/** As `square`; NaN on either side adds nothing. */
function squareWithGaps(
  values: Float32Array | Float64Array,
  a: number,
  b: number,
  d: number,
): number {
  let sum = 0;
  for (let k = 0; k < d; k++) {
    const difference = values[a + k]! - values[b + k]!;
    if (!Number.isNaN(difference)) sum += difference * difference;
  }
  return sum;
}
