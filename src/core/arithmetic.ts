/**
 * Functions that give the same bits on every machine. ECMAScript leaves the last digit of Math.log,
 * Math.exp, Math.hypot and the like to the engine, and engines differ; sums, products, quotients and
 * square roots are exactly defined, so these are made of them.
 */

/** Natural logarithm of a positive number, within 1 unit in the last place; NaN below 0, -Infinity at 0. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  // x = m 2^e with m from √½ to √2; subnormal numbers are scaled up first.
  const scaled = x < MIN_NORMAL ? x * 2 ** 54 : x;
  BITS.setFloat64(0, scaled);
  const high = BITS.getUint32(0);
  let e = (high >>> 20) - 1023 - (scaled === x ? 0 : 54);
  BITS.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let m = BITS.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    e += 1;
  }
  // ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with |s| below 0.172.
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let series = 0;
  for (let k = 0; k < ODD_PARTS.length; k++) series = (series + ODD_PARTS[k]!) * square;
  return e * LN2_HIGH + (2 * s + (2 * s * series + e * LN2_LOW));
}

/** e to the power of x, within 1 unit in the last place; 0 and Infinity where it is out of range. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 710) return Number.POSITIVE_INFINITY;
  if (x < -746) return 0;
  // x = k ln 2 + r with |r| up to ½ ln 2; e^r by its series.
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 1;
  for (let n = 16; n >= 1; n--) series = 1 + (series * r) / n;
  // In two steps, for 2^k alone may lie outside the numbers.
  const half = Math.trunc(k / 2);
  return series * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  BITS.setUint32(0, (k + 1023) << 20);
  BITS.setUint32(4, 0);
  return BITS.getFloat64(0);
}

/** Length of a vector: the square root of the sum of squares. */
export function norm(...parts: readonly number[]): number {
  let squares = 0;
  for (const part of parts) squares += part * part;
  return Math.sqrt(squares);
}

/** 1/23, 1/21, … 1/3: a division costs as much as all else of a term. */
const ODD_PARTS = Float64Array.from({ length: 11 }, (_, k) => 1 / (23 - 2 * k));
const BITS = new DataView(new ArrayBuffer(8));
const MIN_NORMAL = 2 ** -1022;
/** ln 2 in two parts, the first with so few digits that its multiples are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
