/** The feature groups, their weights and the options that choose among them. */

import { didYouMean } from "../core/did-you-mean.js";
import { fail, fault, type LesionGraphError } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { assertNumber } from "../core/option-checks.js";
import { boolean, choice, defaultsOf, type OptionSchema, value } from "../core/options.js";
import type { LocationKind } from "./location.js";

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

/** Appearance if lesions have only a vector, else location and size. */
export function defaultFeatures(lesions: readonly Lesion[]): readonly Feature[] {
  const known = lesions.some(({ location, centreMm }) => location ?? centreMm);
  const vectors = lesions.some(({ vector }) => vector !== undefined);
  return vectors && !known ? ["appearance"] : ["location", "size"];
}

/** The chosen groups in the order of `known`. @throws LesionGraphError UNKNOWN_FEATURE, BAD_OPTION. */
export function chosenFeatures<T extends Feature>(
  names: readonly string[],
  known: readonly T[],
): readonly T[] {
  for (const name of names) {
    if (!known.includes(name as T)) throw unknownFeature(name, known);
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    fail("BAD_OPTION", "features with every name once", `${twice} again`, { option: "features" });
  }
  if (names.length > 0) return known.filter((feature) => names.includes(feature));
  fail("BAD_OPTION", `one or more of ${known.join(", ")}`, "none", { option: "features" });
}

/**
 * Asserts that weights and `unitAppearance` are of features that are compared. Without lesions neither these nor
 * their columns are known, so any name is accepted.
 *
 * @throws LesionGraphError UNKNOWN_FEATURE, BAD_OPTION.
 */
export function assertCompared(
  { weights, unitAppearance }: FeatureOptions,
  compared: { readonly groups: readonly string[]; readonly columns: readonly string[] } | undefined,
): void {
  const assertGroup = (option: string, name: string): void => {
    if (compared === undefined || compared.groups.includes(name)) return;
    fail("BAD_OPTION", `${option} with ${name} among the features`, compared.groups.join(","), {
      option,
    });
  };
  for (const [name, weight] of Object.entries(weights)) {
    assertNumber(`the weight of ${name}`, weight, { min: 0, max: LARGEST_WEIGHT });
    if (compared === undefined || compared.columns.includes(name)) continue;
    const known: readonly string[] = [...FEATURES, ...compared.columns];
    if (!known.includes(name)) throw unknownFeature(name, known);
    assertGroup("weights", name);
  }
  if (unitAppearance) assertGroup("unitAppearance", "appearance");
}

export function columnWeights(
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
