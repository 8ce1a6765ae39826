/**
 * Lesions as vectors: one row per lesion, one column per feature value, multiplied by its weight. The
 * Euclidean distance of two rows is the distance of the two lesions.
 */

import { fail, fault, type LesionGraphError } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { lesionList } from "../core/lesion-list.js";
import {
  assertNumber,
  boolean,
  choice,
  defaultsOf,
  didYouMean,
  type OptionSchema,
  resolveOptions,
  value,
} from "../core/options.js";
import { appearanceColumns } from "./appearance-columns.js";
import type { FeatureColumns } from "./feature-columns.js";
import { kindOfLocation, type LocationKind, locationColumns } from "./location.js";
import { sizeColumns } from "./size.js";
import { typeColumns } from "./type.js";

/** The feature groups. */
export const FEATURES = Object.freeze(["location", "size", "type", "appearance"] as const);
/** A feature group: one of {@link FEATURES}. */
export type Feature = (typeof FEATURES)[number];

/** Options of {@link featureMatrix}. */
export interface FeatureOptions {
  /**
   * The groups of columns to use.
   * @defaultValue `undefined`: `["appearance"]` if lesions have only a vector, else
   * `["location", "size"]`
   */
  readonly features: readonly Feature[] | undefined;
  /**
   * Factors >= 0 by group ("location") or by column ("z"); a column's own factor replaces its group's.
   * @defaultValue {@link DEFAULT_WEIGHTS} for groups not named
   */
  readonly weights: Readonly<Record<string, number>>;
  /**
   * Location of a lesion: `"normalised"` is the relative position in the body, `"physical"` is mm in the
   * image, `"auto"` is normalised if every lesion of the call has it, else physical.
   * @defaultValue "auto"
   */
  readonly location: LocationKind | "auto";
  /** Scales every appearance vector to length 1. @defaultValue false */
  readonly unitAppearance: boolean;
}

/** The options of {@link featureMatrix}, declared once. */
export const FEATURE_OPTIONS: OptionSchema<FeatureOptions> = Object.freeze({
  // chosenFeatures checks the names and suggests the nearest.
  features: value<FeatureOptions["features"]>(
    undefined,
    "Features to compare (default: location and size, or appearance if nothing else is known)",
    `a list of ${FEATURES.join(", ")}`,
    (given) => given === undefined || Array.isArray(given),
  ),
  weights: value<FeatureOptions["weights"]>(
    Object.freeze({}),
    "Weights of features or of single columns",
    "numbers >= 0 by name",
    (given) => typeof given === "object" && given !== null,
  ),
  location: choice(["auto", "normalised", "physical"], "auto", "Location to use"),
  unitAppearance: boolean(false, "Scale appearance vectors to length 1"),
});

/** Defaults of {@link FeatureOptions}. */
export const DEFAULT_FEATURE_OPTIONS: FeatureOptions = defaultsOf(FEATURE_OPTIONS);

/**
 * Default weights: they put every group on one scale, on which 0.1 is a tenth of the body.
 *
 * - location, normalised: 1. The file's own unit.
 * - location, physical: 1/600 per mm, so that the same thresholds hold for both kinds: 0.02 is 12 mm
 *   and 0.1 is 60 mm.
 * - size: 0.025 per unit of natural logarithm and axis: a lesion that doubles both its diameters moves
 *   by 0.025 (15 mm), so that size separates neighbours but never outweighs position.
 * - type: 0.1; two lesions of different known type are as far apart as the default T2.
 * - appearance: 1, the vectors' own unit.
 *
 * docs/features.md gives the measurements behind these numbers.
 */
export const DEFAULT_WEIGHTS = Object.freeze({
  location: 1,
  size: 0.025,
  type: 0.1,
  appearance: 1,
}) satisfies Readonly<Record<Feature, number>>;

/** The factor of a physical location, per mm. */
export const PHYSICAL_WEIGHT = 1 / 600;

/** Lesions as rows of numbers. */
export interface FeatureMatrix {
  /**
   * n x d numbers row by row, weights applied. NaN in a column of `type` is an
   * unknown type, which adds nothing to a distance. No other column holds NaN.
   */
  readonly values: Float64Array;
  /** Number of lesions, n. */
  readonly rows: number;
  /** Names of the d columns. */
  readonly columns: readonly string[];
  /** The group of each column. */
  readonly groups: readonly Feature[];
  /** The factor of each column. */
  readonly weights: readonly number[];
  /** The kind of location, if the columns have one. */
  readonly location: LocationKind | undefined;
}

/**
 * The feature matrix of lesions, row i for lesion i. O(n x d) time and memory.
 *
 * Call it per patient: the kind of location is chosen for all lesions of the call together and never
 * mixed. No lesions give a matrix of no rows.
 *
 * @throws LesionGraphError UNKNOWN_FEATURE for an unknown group or weight, BAD_OPTION for a weight that
 * is negative or not finite, MISSING_FEATURE where a lesion lacks a chosen feature, VECTOR_LENGTH where
 * appearance vectors differ in length, BAD_VALUE where they have a number that is
 * not finite, and for an unknown type.
 */
export function featureMatrix(
  lesions: readonly Lesion[],
  given?: Partial<FeatureOptions>,
): FeatureMatrix {
  lesionList(lesions);
  const options = resolveOptions("featureMatrix", FEATURE_OPTIONS, given);
  const chosen = chosenFeatures(options.features ?? defaultFeatures(lesions));
  const location = options.location === "auto" ? kindOfLocation(lesions) : options.location;

  const parts = chosen.map((feature) => ({
    feature,
    columns: columnsOf(feature, lesions, location, options),
  }));
  const columns = parts.flatMap(({ columns }) => columns.names);
  const groups = parts.flatMap(({ feature, columns }) => columns.names.map(() => feature));
  assertWeights(options.weights, lesions.length === 0 ? undefined : columns);
  const weights = columnWeights(columns, groups, location, options.weights);
  return {
    values: interleave(
      parts.map(({ columns }) => columns),
      weights,
      lesions.length,
    ),
    rows: lesions.length,
    columns,
    groups,
    weights,
    location: chosen.includes("location") ? location : undefined,
  };
}

function columnsOf(
  feature: Feature,
  lesions: readonly Lesion[],
  location: LocationKind,
  { unitAppearance }: FeatureOptions,
): FeatureColumns {
  switch (feature) {
    case "location":
      return locationColumns(lesions, location);
    case "size":
      return sizeColumns(lesions);
    case "type":
      return typeColumns(lesions);
    case "appearance":
      return appearanceColumns(lesions, unitAppearance);
  }
}

/** Appearance if lesions have only a vector, else location and size. */
export function defaultFeatures(lesions: readonly Lesion[]): readonly Feature[] {
  const known = lesions.some(({ location, centreMm }) => location ?? centreMm);
  const vectors = lesions.some(({ vector }) => vector !== undefined);
  return vectors && !known ? ["appearance"] : ["location", "size"];
}

/** The chosen groups in their fixed order, each once. */
export function chosenFeatures(names: readonly string[]): readonly Feature[] {
  for (const name of names) {
    if (!FEATURES.includes(name as Feature)) throw unknownFeature(name, FEATURES);
  }
  if (names.length > 0) return FEATURES.filter((feature) => names.includes(feature));
  fail("BAD_OPTION", `one or more of ${FEATURES.join(", ")}`, "none", { option: "features" });
}

/** Without lesions the columns are unknown, so any column name is accepted. */
function assertWeights(
  given: Readonly<Record<string, number>>,
  columns: readonly string[] | undefined,
): void {
  for (const [name, weight] of Object.entries(given)) {
    assertNumber(`the weight of ${name}`, weight, { min: 0, max: LARGEST_WEIGHT });
    if (columns === undefined) continue;
    const known = [...FEATURES, ...columns];
    if (!known.includes(name)) throw unknownFeature(name, known);
  }
}

function columnWeights(
  columns: readonly string[],
  groups: readonly Feature[],
  location: LocationKind,
  given: Readonly<Record<string, number>>,
): readonly number[] {
  const own = (name: string): number | undefined =>
    Object.hasOwn(given, name) ? given[name] : undefined;
  return columns.map((column, i) => {
    const group = groups[i] as Feature;
    const usual =
      group === "location" && location === "physical" ? PHYSICAL_WEIGHT : DEFAULT_WEIGHTS[group];
    return own(column) ?? own(group) ?? usual;
  });
}

/** Largest weight: squared distances of weighted values stay finite. */
const LARGEST_WEIGHT = 1e6;

const unknownFeature = (name: string, known: readonly string[]): LesionGraphError =>
  fault("UNKNOWN_FEATURE", "a known feature or column", name, { remedy: didYouMean(name, known) });

/** Groups side by side in one matrix, every column times its weight. */
function interleave(
  parts: readonly FeatureColumns[],
  weights: readonly number[],
  rows: number,
): Float64Array {
  const width = weights.length;
  const values = new Float64Array(rows * width);
  let first = 0;
  for (const part of parts) {
    const own = part.names.length;
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < own; k++) {
        const weight = weights[first + k]!;
        values[i * width + first + k] = part.values[i * own + k]! * weight;
      }
    }
    first += own;
  }
  return values;
}
