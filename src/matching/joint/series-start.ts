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

/**
 * For each lesion its scan: that of the study's main series has the number of the study, every other series of a study
 * one of its own above. Lesions without series are of the main one.
 */
export function scansOf(features: LesionFeatures): Int32Array {
  const main = mainSeries(features);
  const others = new Map<string, number>();
  return features.study.map((study, i) => {
    const series = features.series[i]!;
    if (Number.isNaN(series) || series === main[study]) return study;
    const key = seriesKey(features, i);
    const scan = others.get(key) ?? features.studies + others.size;
    others.set(key, scan);
    return scan;
  });
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
