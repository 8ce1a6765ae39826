/** How far marks of one lesion and of different lesions lie apart. */
import { median } from "d3-array";
import { ln } from "../../core/arithmetic.js";
import type { Vec3 } from "../../core/lesion.js";
import type { LocationKind } from "../../features/location.js";
import { differenceOf, relativeDistance, sizeDifference } from "../../matching/joint/marks.js";
import type { JointModel, LocationModel } from "../../matching/joint/model.js";
import { ENOUGH, type Sample } from "./sample.js";

/** The model with the deviations that the samples show. O(pairs). */
export const withSpreads = (start: JointModel, samples: readonly Sample[]): JointModel => ({
  ...start,
  location: {
    normalised: locationOf(samples, "normalised", start.location.normalised),
    physical: locationOf(samples, "physical", start.location.physical),
  },
  size: sizeOf(samples, start),
  type: typeOf(samples, start),
  appearance: appearanceOf(samples, start),
});

function locationOf(
  all: readonly Sample[],
  kind: LocationKind,
  start: LocationModel,
): LocationModel {
  const samples = all.filter(({ marks }) => marks.kind === kind);
  const shared = samples.flatMap(({ lesions, same }) => {
    const byStudies = new Map<string, Vec3[]>();
    for (const [i, j] of same) {
      const key = `${lesions.study[i]} ${lesions.study[j]}`;
      byStudies.set(key, [...(byStudies.get(key) ?? []), differenceOf(lesions, i, j)]);
    }
    return [...byStudies.values()];
  });
  const several = shared.filter(({ length }) => length > 1);
  const axis = (k: 0 | 1 | 2) => {
    const same = robust(
      several.flatMap((differences) => {
        const values = differences.map((difference) => difference[k]);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const widen = Math.sqrt(values.length / (values.length - 1));
        return values.map((value) => (value - mean) * widen);
      }),
      start.same[k],
    );
    const offsets = shared.map((differences) => median(differences, (one) => one[k]) as number);
    const usual = UNUSUAL * robust(offsets, start.shift[k]);
    const core = k === 2 ? offsets.filter((offset) => Math.abs(offset) <= usual) : offsets;
    const own = Math.sqrt(Math.max(0, robust(core, start.shift[k]) ** 2 - same ** 2 / 2));
    return {
      same,
      shift: core.length < ENOUGH ? start.shift[k] : Math.max(same / 2, own),
      duplicate: robust(
        samples.flatMap(({ marks, duplicates }) =>
          duplicates.map(([i, j]) => differenceOf(marks, i, j)[k]),
        ),
        start.duplicate[k],
      ),
      different: rootMeanSquare(
        samples.flatMap(({ lesions, different }) =>
          different.map(([i, j]) => differenceOf(lesions, i, j)[k]),
        ),
        start.different[k],
      ),
      elsewhere: offsets.length < ENOUGH ? undefined : 1 - core.length / offsets.length,
    };
  };
  const axes = [axis(0), axis(1), axis(2)] as const;
  const vec3 = (of: (axis: (typeof axes)[number]) => number): Vec3 => [
    of(axes[0]),
    of(axes[1]),
    of(axes[2]),
  ];
  return {
    same: vec3(({ same }) => same),
    duplicate: vec3(({ duplicate }) => duplicate),
    different: vec3(({ different }) => different),
    shift: vec3(({ shift }) => shift),
    otherStart: Math.min(0.5, Math.max(0.01, axes[2].elsewhere ?? start.otherStart)),
  };
}

/** Offsets along z beyond this many robust deviations are those of another scan start. */
const UNUSUAL = 4;

function sizeOf(samples: readonly Sample[], { size }: JointModel): JointModel["size"] {
  const logs = (of: (sample: Sample) => readonly (readonly [number, number])[]): number[] =>
    samples.flatMap((sample) => of(sample).flat()).filter((value) => !Number.isNaN(value));
  return {
    same: robust(
      logs(({ lesions, same }) => same.map(([i, j]) => sizeDifference(lesions, i, j))),
      size.same,
    ),
    duplicate: robust(
      logs(({ marks, duplicates }) => duplicates.map(([i, j]) => sizeDifference(marks, i, j))),
      size.duplicate,
    ),
    different: rootMeanSquare(
      logs(({ lesions, different }) => different.map(([i, j]) => sizeDifference(lesions, i, j))),
      size.different,
    ),
  };
}

/** Shares with one case of each kind added, so that neither 0 nor 1 is ever certain. */
function typeOf(samples: readonly Sample[], { type }: JointModel): JointModel["type"] {
  const shareOf = (kind: "same" | "different"): number => {
    const alike = samples.flatMap((sample) =>
      sample[kind]
        .map(([i, j]) => [sample.lesions.type[i]!, sample.lesions.type[j]!])
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
      .flatMap(({ lesions, [kind]: pairs }) =>
        pairs.map(([i, j]) => ln(relativeDistance(lesions, i, j))),
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
