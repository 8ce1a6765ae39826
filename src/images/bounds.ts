/**
 * Lists of spans by their bounds: where each begins and, after it, where it ends (before), in order and
 * apart. All operations are O(spans).
 */

/** What joins two lists of bounds, the second moved by a number. */
export type Join = (a: Int32Array, b: Int32Array, move: number) => Int32Array;

/** The intersection of two lists of spans. */
export function common(a: Int32Array, b: Int32Array, move: number): Int32Array {
  const out = new Int32Array(a.length + b.length);
  let count = 0;
  for (let p = 0, q = 0; p < a.length && q < b.length; ) {
    const [endA, endB] = [a[p + 1]!, b[q + 1]! + move];
    const from = Math.max(a[p]!, b[q]! + move);
    const end = Math.min(endA, endB);
    if (from < end) {
      out[count++] = from;
      out[count++] = end;
    }
    if (endA <= endB) p += 2;
    if (endB <= endA) q += 2;
  }
  return out.slice(0, count);
}

/** The union of two lists of spans. */
export function either(a: Int32Array, b: Int32Array, move: number): Int32Array {
  const out = new Int32Array(a.length + b.length);
  let count = 0;
  for (let p = 0, q = 0; p < a.length || q < b.length; ) {
    const fromA = p < a.length ? a[p]! : Number.POSITIVE_INFINITY;
    const fromB = q < b.length ? b[q]! + move : Number.POSITIVE_INFINITY;
    const [from, end] = fromA <= fromB ? [fromA, a[p + 1]!] : [fromB, b[q + 1]! + move];
    if (fromA <= fromB) p += 2;
    else q += 2;
    if (count > 0 && from <= out[count - 1]!) {
      out[count - 1] = Math.max(out[count - 1]!, end);
      continue;
    }
    out[count++] = from;
    out[count++] = end;
  }
  return out.slice(0, count);
}

/** The spans whose numbers hold. */
export function chosen(bounds: Int32Array, holds: (span: number) => boolean): Int32Array {
  const out = new Int32Array(bounds.length);
  let count = 0;
  for (let k = 0; k < bounds.length; k += 2) {
    if (!holds(k / 2)) continue;
    out[count++] = bounds[k]!;
    out[count++] = bounds[k + 1]!;
  }
  return out.slice(0, count);
}
