/** Marks, and the lesions they make once duplicates are merged, as columns of numbers. */
import { median } from "d3-array";
import { ln, norm } from "../../core/arithmetic.js";
import { LESION_TYPES, type Lesion, type Vec3 } from "../../core/lesion.js";
import { appearanceVectors } from "../../features/appearance.js";
import { kindOfLocation, type LocationKind } from "../../features/location.js";
import { DEFAULT_WEIGHTS, type Feature, PHYSICAL_WEIGHT } from "../../features/matrix.js";
import { meanVector } from "../nodes.js";
import { assertNumbers } from "./numbers.js";

/** n marks or lesions, column by column; NaN is "not known". Studies are counted from 0 without gaps. */
export interface Marks {
  readonly count: number;
  readonly study: Int32Array;
  readonly studies: number;
  /** Series, NaN where not known. */
  readonly series: Float64Array;
  readonly kind: LocationKind;
  /** x, y, z in the unit of `kind`, each of length n. */
  readonly place: readonly [Float64Array, Float64Array, Float64Array];
  /** ln of long and short axis in mm. */
  readonly size: readonly [Float64Array, Float64Array];
  /** Index of the type in LESION_TYPES. */
  readonly type: Float64Array;
  /** The appearance vectors, where all marks have one. */
  readonly vectors: readonly ArrayLike<number>[] | undefined;
  /** Median distance of vectors of one study: how far different lesions usually are; NaN where none. */
  readonly usualDistance: number;
}

/**
 * The marks of lesions in their own order, as far as the chosen features know them. An axis of 0 mm says nothing
 * about size.
 *
 * @throws LesionGraphError BAD_VALUE for a location, axis or series that is no finite number, and for a type
 * that is none; VECTOR_LENGTH.
 */
export function marksOf(
  ordered: readonly Lesion[],
  features: readonly Feature[],
  location: LocationKind | "auto",
): Marks {
  for (const lesion of ordered) assertNumbers(lesion, features);
  const kind = location === "auto" ? kindOfLocation(ordered) : location;
  const column = (of: (lesion: Lesion) => number | undefined, uses = true): Float64Array => {
    const values = new Float64Array(ordered.length).fill(Number.NaN);
    if (uses) {
      ordered.forEach((lesion, i) => {
        values[i] = finite(of(lesion) ?? Number.NaN);
      });
    }
    return values;
  };
  const place = (k: 0 | 1 | 2) =>
    column(
      (lesion) => (kind === "normalised" ? lesion.location : lesion.centreMm)?.[k],
      features.includes("location"),
    );
  const size = (of: (lesion: Lesion) => number | undefined) =>
    column((lesion) => ln(of(lesion) ?? Number.NaN), features.includes("size"));
  const type = ({ type }: Lesion) => (type === undefined ? undefined : LESION_TYPES.indexOf(type));
  const seen = features.includes("appearance") && ordered.every(({ vector }) => vector);
  const vectors = seen ? appearanceVectors(ordered) : undefined;
  let current = -1;
  const study = new Int32Array(ordered.length);
  ordered.forEach((lesion, i) => {
    if (lesion.study !== ordered[i - 1]?.study) current++;
    study[i] = current;
  });
  return {
    count: ordered.length,
    study,
    studies: current + 1,
    series: column(({ series }) => series),
    kind,
    place: [place(0), place(1), place(2)],
    size: [size(({ longAxisMm }) => longAxisMm), size(({ shortAxisMm }) => shortAxisMm)],
    type: column(type, features.includes("type")),
    vectors,
    usualDistance: vectors ? usualDistance(vectors, study) : Number.NaN,
  };
}

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

/**
 * One entry per group of marks: the mean of what is known of them; the type where all known types
 * agree. Groups are numbered in the order of their first marks.
 */
export function mergeMarks(marks: Marks, groups: readonly (readonly number[])[]): Marks {
  if (groups.length === marks.count) return marks;
  const mean = (column: Float64Array): Float64Array =>
    Float64Array.from(groups, (members) => {
      const known = members.map((i) => column[i]!).filter((value) => !Number.isNaN(value));
      return known.reduce((sum, value) => sum + value, 0) / known.length;
    });
  const agreed = (column: Float64Array): Float64Array =>
    Float64Array.from(groups, (members) => {
      const known = new Set(members.map((i) => column[i]!).filter((v) => !Number.isNaN(v)));
      return known.size === 1 ? [...known][0]! : Number.NaN;
    });
  const vectors = marks.vectors;
  return {
    ...marks,
    count: groups.length,
    study: Int32Array.from(groups, (members) => marks.study[members[0]!]!),
    series: agreed(marks.series),
    place: [mean(marks.place[0]), mean(marks.place[1]), mean(marks.place[2])],
    size: [mean(marks.size[0]), mean(marks.size[1])],
    type: agreed(marks.type),
    vectors:
      vectors && groups.map((members) => meanVector(members.map((i) => vectors[i] as number[]))),
  };
}

/** How far j lies from i along x, y and z. */
export const differenceOf = ({ place: [x, y, z] }: Marks, i: number, j: number): Vec3 => [
  x[j]! - x[i]!,
  y[j]! - y[i]!,
  z[j]! - z[i]!,
];

/** By how much j is larger than i, ln of long and short axis. */
export const sizeDifference = ({ size: [long, short] }: Marks, i: number, j: number) =>
  [long[j]! - long[i]!, short[j]! - short[i]!] as const;

/** Distance of two appearance vectors over the patient's usual one; NaN where it is not known. */
export const relativeDistance = (
  { vectors, usualDistance }: Marks,
  i: number,
  j: number,
): number => (vectors === undefined ? Number.NaN : vectorDistance(vectors, i, j) / usualDistance);

/**
 * Euclidean distance over location, size and appearance as far as they are known of both, every column
 * times its default weight: what Algorithm 1 goes by. None where nothing is known of both.
 */
export function featureDistance(marks: Marks, i: number, j: number): number | undefined {
  const place = marks.kind === "physical" ? PHYSICAL_WEIGHT : DEFAULT_WEIGHTS.location;
  const parts = [
    ...differenceOf(marks, i, j).map((part) => part * place),
    ...sizeDifference(marks, i, j).map((part) => part * DEFAULT_WEIGHTS.size),
    marks.vectors ? vectorDistance(marks.vectors, i, j) * DEFAULT_WEIGHTS.appearance : Number.NaN,
  ].filter((part) => !Number.isNaN(part));
  return parts.length === 0 ? undefined : norm(...parts);
}

function usualDistance(vectors: readonly ArrayLike<number>[], study: Int32Array): number {
  const distances: number[] = [];
  for (let j = 1; j < study.length; j++) {
    for (let i = j - 1; i >= 0 && study[i] === study[j]; i--) {
      distances.push(vectorDistance(vectors, i, j));
    }
  }
  return median(distances) || Number.NaN;
}

function vectorDistance(vectors: readonly ArrayLike<number>[], i: number, j: number): number {
  const [a, b] = [vectors[i] as ArrayLike<number>, vectors[j] as ArrayLike<number>];
  let squares = 0;
  for (let k = 0; k < a.length; k++) squares += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(squares);
}
