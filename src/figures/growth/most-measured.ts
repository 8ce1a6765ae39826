/** Which sequences stay where there are more than a chart shows. */

/** The sequences with most measurements, at most so many, in their own order. */
export function mostMeasured<T extends { readonly sequence: number }>(
  sequences: readonly T[],
  most: number,
  measurements: (one: T) => number,
): T[] {
  const kept = new Set(
    [...sequences]
      .sort((a, b) => measurements(b) - measurements(a) || a.sequence - b.sequence)
      .slice(0, most),
  );
  return sequences.filter((one) => kept.has(one));
}
