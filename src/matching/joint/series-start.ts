/** Series of a study that start elsewhere along z than the study's main series. */
import { median } from "d3-array";
import { groupBy } from "../../core/group-by.js";
import { membersOf } from "../../core/union-find.js";
import type { LesionFeatures } from "./lesion-features.js";

/** Duplicates that differ by less along z are the usual disagreement of two annotations, mm. */
const OTHER_START_MM = 40;

/**
 * Features with the z of every series moved to the start of the study's main series, the one with most lesions, where
 * duplicates in both show that the two start apart. Applies to physical locations. O(n log n).
 */
export function alignSeries(features: LesionFeatures, nodeOf: Int32Array): LesionFeatures {
  if (features.kind !== "physical") return features;
  const [x, y, z] = features.position;
  const main = mainSeries(features);
  const shown = membersOf(nodeOf).flatMap((members) => {
    const reference = members.find((i) => features.series[i] === main[features.study[i]!]);
    return reference === undefined
      ? []
      : members
          .filter((i) => features.series[i] !== features.series[reference])
          .map((i) => ({ series: seriesKey(features, i), shift: z[reference]! - z[i]! }));
  });
  const shifts = groupBy(shown, ({ series }) => series);
  const moved = z.map((value, i) => {
    const shift = median(shifts.get(seriesKey(features, i)) ?? [], (one) => one.shift) ?? 0;
    return Math.abs(shift) > OTHER_START_MM ? value + shift : value;
  });
  return { ...features, position: [x, y, moved] };
}

/** 1 for every lesion of another series than the main one of its study. */
export function minorSeries(features: LesionFeatures): Uint8Array {
  const main = mainSeries(features);
  return Uint8Array.from(features.series, (series, i) =>
    Number.isNaN(series) || series === main[features.study[i]!] ? 0 : 1,
  );
}

/** For each study its series with most lesions, of equals the first; NaN where series are missing. */
function mainSeries({ study, series }: LesionFeatures): number[] {
  const indices = Array.from(study, (_, i) => i);
  return Array.from(groupBy(indices, (i) => study[i]!).values(), (own) => {
    const bySeries = [...groupBy(own, (i) => series[i]!)];
    return bySeries.reduce((most, one) => (one[1].length > most[1].length ? one : most))[0];
  });
}

const seriesKey = ({ study, series }: LesionFeatures, i: number): string =>
  `${study[i]} ${series[i]}`;
