/** Distances as short texts. */

/** Decimals with which distances up to `largest` differ from each other: three for 0.1, one for 10. */
export function decimalsFor(largest: number): number {
  let decimals = 0;
  for (let unit = 100; decimals < 6 && largest < unit * 0.999999; unit /= 10) decimals++;
  return decimals;
}

/** "0.012". */
export const shortDistance = (distance: number, decimals: number): string =>
  distance.toFixed(decimals);
