/**
 * Functions that give the same bits on every machine. ECMAScript leaves the last digit of Math.log,
 * Math.exp, Math.hypot and the like to the engine, and engines differ; sums, products, quotients and
 * square roots are exactly defined, so these are made of them.
 */

/** Natural logarithm of a positive number, within 1 unit in the last place; NaN below 0, -Infinity at 0. */
export function ln(x: number): number {
  if (x >= MIN_NORMAL && x < Number.POSITIVE_INFINITY) return lnNormal(x, 0);
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  return x === Number.POSITIVE_INFINITY ? x : lnNormal(x * 2 ** 54, 54);
}

/**
 * ln(x) - shift x ln 2 for a normal x. Without a branch that depends on the digits of x, which processors predict
 * wrongly, and without a loop: this takes a quarter of the time.
 */
function lnNormal(x: number, shift: number): number {
  // x = m 2^e with m from √½ to √2.
  BITS.setFloat64(0, x, true);
  const high = BITS.getUint32(4, true);
  const digits = high & 0x000fffff;
  const exponent = (high >>> 20) + ((ROOT_HIGH - digits) >>> 31);
  const low = BITS.getUint32(0, true);
  const isLowAbove = low > ROOT_LOW;
  const biased = exponent + (digits === ROOT_HIGH && isLowAbove ? 1 : 0);
  const m = x * POWERS[biased]!;
  const e = biased - 1023 - shift;
  // ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with |s| below 0.172.
  const s = (m - 1) / (m + 1);
  const q = s * s;
  const first = (((((1 / 23) * q + 1 / 21) * q + 1 / 19) * q + 1 / 17) * q + 1 / 15) * q + 1 / 13;
  const series = (((((first * q + 1 / 11) * q + 1 / 9) * q + 1 / 7) * q + 1 / 5) * q + 1 / 3) * q;
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

const BITS = new DataView(new ArrayBuffer(8));
const MIN_NORMAL = 2 ** -1022;
/** Digits of √2 after the point, the first 20 bits and the other 32. */
const ROOT_HIGH = 0x0006a09e;
const ROOT_LOW = 0x667f3bcd;
/** 2^(1023 - k). */
const POWERS = Float64Array.from({ length: 2048 }, (_, k) => 2 ** (1023 - k));
/** ln 2 in two parts, the first with so few digits that its multiples are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
