/** The sequences that growth charts show, and their colours: the same in all of them. */
import type { GrowthPoint, PatientGrowth } from "../../growth/growth-result.js";
import { type SequenceStyle, sequenceStyles } from "../kit/sequence-style.js";
import { topBy } from "../kit/subset.js";
import type { Theme } from "../kit/theme.js";

/** In how many studies a sequence was measured; those in which it is known to be gone do not count. */
export const measuredIn = (points: readonly GrowthPoint[]): number =>
  points.filter(({ status }) => status === "measured").length;

/** Styles of the sequences measured in two studies or more, by number of the sequence. */
export const growthStyles = (
  { sequences }: PatientGrowth,
  theme: Theme,
): Map<number, SequenceStyle> =>
  sequenceStyles(
    sequences.map(({ sequence, points }) => ({ id: sequence, studies: measuredIn(points) })),
    theme,
  );

/** The sequences with most measurements, at most so many, in their own order. */
export function mostMeasured<T extends { readonly sequence: number }>(
  sequences: readonly T[],
  most: number,
  measurements: (one: T) => number,
): readonly T[] {
  return topBy(
    sequences,
    most,
    (a, b) => measurements(b) - measurements(a) || a.sequence - b.sequence,
  );
}
