/** The features of a patient's lesions as columns of numbers, before and after duplicates are merged. */
import { median } from "d3-array";
import { ln } from "../../core/arithmetic.js";
import type { AxisColumns, Lesion, Vec3 } from "../../core/lesion.js";
import { appearanceVectors } from "../../features/appearance-columns.js";
import { DEFAULT_WEIGHTS, PHYSICAL_WEIGHT } from "../../features/feature-options.js";
import { meanVector } from "../feature-nodes.js";
import { assertLesion, assertPlaced } from "./assert-lesion.js";
import { combinedPositions } from "./combined-location.js";
import type { JointFeature, JointLocation } from "./joint-model.js";
import { columnsOfLesions, type LesionColumns } from "./lesion-columns.js";

/**
 * n lesions in the order of `compareLesions`, hence study by study, column by column; NaN is a missing value. Studies
 * are counted from 0 without gaps.
 */
export interface LesionFeatures {
  readonly count: number;
  readonly study: Int32Array;
  readonly studies: number;
  /** Series; NaN where it is missing. */
  readonly series: Float64Array;
  readonly kind: JointLocation;
  /** x, y, z in the unit of `kind`, each of length n. */
  readonly position: AxisColumns;
  /** ln of long and short axis in mm. */
  readonly logSize: readonly [Float64Array, Float64Array];
  /** Long axis in mm, at most 300, with which the error of a position grows; 0 where it is missing. */
  readonly longAxisMm: Float64Array;
  /** Index of the type in LESION_TYPES. */
  readonly type: Float64Array;
  /** The appearance vectors, where all lesions have one. */
  readonly vectors: readonly ArrayLike<number>[] | undefined;
  /** Median distance of vectors of one study: the usual distance of different lesions; NaN where none. */
  readonly usualDistance: number;
}

/**
 * The columns of the chosen features. `lesions` are in lesion order. An axis of 0 mm is a missing value.
 *
 * @throws LesionGraphError BAD_VALUE for a location, axis or series that is not finite and for an unknown
 * type; VECTOR_LENGTH; MISSING_FEATURE as {@link assertPlaced}.
 */
export function lesionFeatures(
  lesions: readonly Lesion[],
  features: readonly JointFeature[],
  location: JointLocation | "auto",
): LesionFeatures {
  for (const lesion of lesions) assertLesion(lesion, features);
  assertPlaced(lesions, features);
  const vectors =
    features.includes("appearance") && lesions.every(({ vector }) => vector)
      ? appearanceVectors(lesions)
      : undefined;
  return featuresOfColumns(columnsOfLesions(lesions), features, location, vectors);
}

/** The same of columns, whose present values are finite. */
export function featuresOfColumns(
  columns: LesionColumns,
  features: readonly JointFeature[],
  location: JointLocation | "auto",
  vectors?: LesionFeatures["vectors"],
): LesionFeatures {
  const { study, series, axesMm, type } = columns;
  const kind = location === "auto" ? locationKind(columns) : location;
  const missing = new Float64Array(study.length).fill(Number.NaN);
  const hasSize = features.includes("size");
  return {
    count: study.length,
    study,
    studies: (study.at(-1) ?? -1) + 1,
    series,
    kind,
    position: features.includes("location")
      ? positionsOf(columns, kind)
      : [missing, missing, missing],
    logSize: hasSize ? [logOfAxis(axesMm[0]), logOfAxis(axesMm[1])] : [missing, missing],
    longAxisMm: limitedAxis(hasSize ? axesMm[0] : missing),
    type: features.includes("type") ? type : missing,
    vectors,
    usualDistance: vectors ? usualDistance(vectors, study) : Number.NaN,
  };
}

function positionsOf(columns: LesionColumns, kind: JointLocation): AxisColumns {
  if (kind === "combined") return combinedPositions(columns);
  return kind === "normalised" ? columns.location : columns.centreMm;
}

function logOfAxis(mm: Float64Array): Float64Array {
  const logs = new Float64Array(mm.length);
  for (let i = 0; i < mm.length; i++) logs[i] = mm[i]! > 0 ? ln(mm[i]!) : Number.NaN;
  return logs;
}

function limitedAxis(mm: Float64Array): Float64Array {
  const limited = new Float64Array(mm.length);
  for (let i = 0; i < mm.length; i++) limited[i] = mm[i]! > 0 ? Math.min(mm[i]!, 300) : 0;
  return limited;
}

/** Both locations where every lesion has both, else the normalised one where every lesion has it. */
function locationKind({ location, centreMm }: LesionColumns): JointLocation {
  if (location[0].some(Number.isNaN)) return "physical";
  return centreMm[0].some(Number.isNaN) ? "normalised" : "combined";
}

/**
 * One entry per group of lesions: the mean of the present values, and the type where all present types
 * agree. Groups are in the order of their first lesions.
 */
export function mergeDuplicates(
  features: LesionFeatures,
  groups: readonly (readonly number[])[],
): LesionFeatures {
  if (groups.length === features.count) return features;
  const present = (column: Float64Array, members: readonly number[]): number[] =>
    members.map((i) => column[i]!).filter((value) => !Number.isNaN(value));
  const mean = (column: Float64Array): Float64Array =>
    Float64Array.from(groups, (members) => {
      const values = present(column, members);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
  const agreed = (column: Float64Array): Float64Array =>
    Float64Array.from(groups, (members) => {
      const [first = Number.NaN, ...others] = present(column, members);
      return others.every((value) => value === first) ? first : Number.NaN;
    });
  const { vectors, position, logSize } = features;
  return {
    ...features,
    count: groups.length,
    study: Int32Array.from(groups, ([first]) => features.study[first!]!),
    series: agreed(features.series),
    position: [mean(position[0]), mean(position[1]), mean(position[2])],
    logSize: [mean(logSize[0]), mean(logSize[1])],
    longAxisMm: mean(features.longAxisMm),
    type: agreed(features.type),
    vectors: vectors && groups.map((members) => meanVector(members.map((i) => vectors[i]!))),
  };
}

/** Position of j minus position of i. */
export const positionDifference = (
  { position: [x, y, z] }: LesionFeatures,
  i: number,
  j: number,
): Vec3 => [x[j]! - x[i]!, y[j]! - y[i]!, z[j]! - z[i]!];

/** ln of the ratio of j's axes to i's axes, long and short. */
export const sizeDifference = ({ logSize: [long, short] }: LesionFeatures, i: number, j: number) =>
  [long[j]! - long[i]!, short[j]! - short[i]!] as const;

/** Mean square of the long axes of two lesions, mm². */
export const meanSquareSize = ({ longAxisMm }: LesionFeatures, i: number, j: number): number =>
  (longAxisMm[i]! * longAxisMm[i]! + longAxisMm[j]! * longAxisMm[j]!) / 2;

/** Distance of two appearance vectors over the patient's usual distance; NaN where it is missing. */
export const relativeDistance = (
  { vectors, usualDistance }: LesionFeatures,
  i: number,
  j: number,
): number => (vectors === undefined ? Number.NaN : vectorDistance(vectors, i, j) / usualDistance);

/**
 * Euclidean distance over the present values of location, size and appearance, every column times its
 * default weight, as Algorithm 1 weighs them; `undefined` where two lesions have no feature in common.
 */
export function weightedDistance(
  features: LesionFeatures,
  i: number,
  j: number,
): number | undefined {
  const { position, logSize, vectors, kind } = features;
  const ofPosition = kind === "normalised" ? DEFAULT_WEIGHTS.location : PHYSICAL_WEIGHT;
  let squares = Number.NaN;
  for (const column of position) squares = plus(squares, (column[j]! - column[i]!) * ofPosition);
  for (const column of logSize) {
    squares = plus(squares, (column[j]! - column[i]!) * DEFAULT_WEIGHTS.size);
  }
  if (vectors !== undefined) {
    squares = plus(squares, vectorDistance(vectors, i, j) * DEFAULT_WEIGHTS.appearance);
  }
  return Number.isNaN(squares) ? undefined : Math.sqrt(squares);
}

/** A sum of squares and the square of a number; NaN is missing. */
function plus(squares: number, difference: number): number {
  if (Number.isNaN(difference)) return squares;
  return Number.isNaN(squares) ? difference ** 2 : squares + difference ** 2;
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
  const [a, b] = [vectors[i]!, vectors[j]!];
  let squares = 0;
  for (let k = 0; k < a.length; k++) squares += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(squares);
}
