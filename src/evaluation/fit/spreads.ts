/** Deviations between annotations of one lesion and between different lesions. */
import { median } from "d3-array";
import { ln } from "../../core/arithmetic.js";
import { groupBy } from "../../core/group-by.js";
import type { Vec3 } from "../../core/lesion.js";
import type { JointLocation, JointModel, LocationModel } from "../../matching/joint/joint-model.js";
import {
  positionDifference,
  relativeDistance,
  sizeDifference,
} from "../../matching/joint/lesion-features.js";
import { ENOUGH, type Sample } from "./sample.js";

/** Samples of the patients that have a location of each kind. */
type SamplesByLocation = Readonly<Record<JointLocation, readonly Sample[]>>;

/** The model with the deviations that the samples show. O(pairs). */
export const withSpreads = (
  start: JointModel,
  samples: readonly Sample[],
  byLocation: SamplesByLocation,
): JointModel => ({
  ...start,
  location: {
    normalised: locationOf(byLocation.normalised, start.location.normalised),
    physical: locationOf(byLocation.physical, start.location.physical),
    combined: locationOf(byLocation.combined, start.location.combined),
  },
  size: sizeOf(samples, start),
  type: typeOf(samples, start),
  appearance: appearanceOf(samples, start),
});

function locationOf(samples: readonly Sample[], start: LocationModel): LocationModel {
  const axes = [
    alongAxis(samples, start, 0),
    alongAxis(samples, start, 1),
    alongAxis(samples, start, 2),
  ] as const;
  const vec3 = (of: (axis: AxisModel) => number): Vec3 => [of(axes[0]), of(axes[1]), of(axes[2])];
  const [, , z] = axes;
  return {
    same: vec3(({ same }) => same),
    duplicate: vec3(({ duplicate }) => duplicate),
    different: vec3(({ different }) => different),
    shift: vec3(({ shift }) => shift),
    perLongAxis: start.perLongAxis,
    otherStart: share(z.elsewhere ?? start.otherStart),
    duplicateOtherStart: share(z.duplicateElsewhere ?? start.duplicateOtherStart),
  };
}

const share = (value: number): number => Math.min(0.5, Math.max(0.01, value));

/** A location model along one axis. */
interface AxisModel {
  readonly same: number;
  readonly duplicate: number;
  readonly different: number;
  readonly shift: number;
  /** Shares beyond the usual; `undefined` where observations are too few. */
  readonly elsewhere: number | undefined;
  readonly duplicateElsewhere: number | undefined;
}

function alongAxis(samples: readonly Sample[], start: LocationModel, k: 0 | 1 | 2): AxisModel {
  const byStudies = samples.flatMap(({ merged, same }) =>
    Array.from(
      groupBy(same, ([i, j]) => `${merged.study[i]} ${merged.study[j]}`).values(),
      (pairs) => pairs.map(([i, j]) => positionDifference(merged, i, j)[k]),
    ),
  );
  const same = robust(byStudies.flatMap(aboutMean), start.same[k]);
  const offsets = byStudies.map((differences) => median(differences)!);
  const usual = UNUSUAL * robust(offsets, start.shift[k]);
  const core = k === 2 ? offsets.filter((offset) => Math.abs(offset) <= usual) : offsets;
  const own = Math.sqrt(Math.max(0, robust(core, start.shift[k]) ** 2 - same ** 2 / 2));
  const duplicates = samples.flatMap(({ lesions, duplicates: pairs }) =>
    pairs.map(([i, j]) => positionDifference(lesions, i, j)[k]),
  );
  const duplicate = robust(duplicates, start.duplicate[k]);
  return {
    same,
    shift: core.length < ENOUGH ? start.shift[k] : Math.max(same / 2, own),
    duplicate,
    different: rootMeanSquare(
      samples.flatMap(({ merged, different }) =>
        different.map(([i, j]) => positionDifference(merged, i, j)[k]),
      ),
      start.different[k],
    ),
    elsewhere: shareBeyond(offsets, usual),
    duplicateElsewhere: shareBeyond(duplicates, UNUSUAL * duplicate),
  };
}

/** Differences about their mean, widened by the degree of freedom that the mean takes; none for a single one. */
function aboutMean(values: readonly number[]): number[] {
  if (values.length < 2) return [];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const widen = Math.sqrt(values.length / (values.length - 1));
  return values.map((value) => (value - mean) * widen);
}

const shareBeyond = (values: readonly number[], limit: number): number | undefined =>
  values.length < ENOUGH
    ? undefined
    : values.filter((value) => Math.abs(value) > limit).length / values.length;

/** Offsets along z beyond this many robust deviations are those of another scan start. */
const UNUSUAL = 4;

function sizeOf(samples: readonly Sample[], { size }: JointModel): JointModel["size"] {
  const logs = (of: (sample: Sample) => readonly (readonly [number, number])[]): number[] =>
    samples.flatMap((sample) => of(sample).flat()).filter((value) => !Number.isNaN(value));
  return {
    same: robust(
      logs(({ merged, same }) => same.map(([i, j]) => sizeDifference(merged, i, j))),
      size.same,
    ),
    duplicate: robust(
      logs(({ lesions, duplicates }) => duplicates.map(([i, j]) => sizeDifference(lesions, i, j))),
      size.duplicate,
    ),
    different: rootMeanSquare(
      logs(({ merged, different }) => different.map(([i, j]) => sizeDifference(merged, i, j))),
      size.different,
    ),
  };
}

/** Shares with one case of each kind added, so that neither 0 nor 1 is ever certain. */
function typeOf(samples: readonly Sample[], { type }: JointModel): JointModel["type"] {
  const shareOf = (kind: "same" | "different"): number => {
    const alike = samples.flatMap((sample) =>
      sample[kind]
        .map(([i, j]) => [sample.merged.type[i]!, sample.merged.type[j]!])
        .filter((types) => !types.some(Number.isNaN))
        .map(([a, b]) => a === b),
    );
    if (alike.length < ENOUGH) return type[kind];
    return (alike.filter(Boolean).length + 1) / (alike.length + 2);
  };
  return { same: shareOf("same"), different: shareOf("different") };
}

function appearanceOf(samples: readonly Sample[], { appearance }: JointModel) {
  const logs = (kind: "same" | "different"): number[] =>
    samples
      .flatMap(({ merged, [kind]: pairs }) =>
        pairs.map(([i, j]) => ln(relativeDistance(merged, i, j))),
      )
      .filter(Number.isFinite);
  const [same, different] = [logs("same"), logs("different")];
  if (Math.min(same.length, different.length) < ENOUGH) return appearance;
  const middles = [median(same) as number, median(different) as number] as const;
  const away = [
    ...same.map((log) => log - middles[0]),
    ...different.map((log) => log - middles[1]),
  ];
  return {
    same: middles[0],
    different: middles[1],
    deviation: robust(away, appearance.deviation),
  };
}

/** The standard deviation about 0 that half of the values tell, or what stands for it where they are few. */
function robust(values: readonly number[], otherwise: number): number {
  if (values.length < ENOUGH) return otherwise;
  const deviation = 1.4826 * (median(values, Math.abs) as number);
  return deviation > 0 ? deviation : otherwise / 100;
}

function rootMeanSquare(values: readonly number[], otherwise: number): number {
  if (values.length < ENOUGH) return otherwise;
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
