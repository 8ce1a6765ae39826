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
  const { study, series } = features;
  const main = mainSeries(features);
  const others = new Map<string, number>();
  const scans = new Int32Array(study.length);
  for (let i = 0; i < scans.length; i++) {
    const isMain = Number.isNaN(series[i]!) || series[i] === main[study[i]!];
    scans[i] = isMain ? study[i]! : otherScan(features, i, others);
  }
  return scans;
}

/** The number of the series of lesion i among those that are not the main one. */
function otherScan(features: LesionFeatures, i: number, others: Map<string, number>): number {
  const key = seriesKey(features, i);
  const scan = others.get(key) ?? features.studies + others.size;
  others.set(key, scan);
  return scan;
}

/** For each study its series with most lesions, of equals the first; NaN where series are missing. */
function mainSeries({ study, series, studies }: LesionFeatures): Float64Array {
  const main = new Float64Array(studies);
  // Lesions stand study by study.
  for (let first = 0; first < study.length; ) {
    let end = first + 1;
    while (end < study.length && study[end] === study[first]) end++;
    main[study[first]!] = mostFrequent(series.subarray(first, end));
    first = end;
  }
  return main;
}

/** The number that comes most often, of equals the first. */
function mostFrequent(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + 1);
  }
  let mode = Number.NaN;
  let most = 0;
  for (const [value, count] of counts) {
    if (count > most) {
      mode = value;
      most = count;
    }
  }
  return mode;
}

const seriesKey = ({ study, series }: LesionFeatures, i: number): string =>
  `${study[i]} ${series[i]}`;
