/**
 * Content-based retrieval (Fig. 4 of Yan et al., "Deep Lesion Graphs in the Wild", CVPR 2018, doi
 * 10.1109/CVPR.2018.00965): the lesions of other patients that are most like a given one.
 */

import { LESION_TYPES } from "../core/lesion.js";
import { lesionOfRow } from "../core/lesion-list.js";
import {
  boolean,
  choice,
  integer,
  type Option,
  type OptionSchema,
  resolveOptions,
  value,
} from "../core/options.js";
import { SPLITS } from "../deeplesion/dl-info-columns.js";
import { missingFeature } from "../features/feature-columns.js";
import type { FeatureOptions } from "../features/feature-options.js";
import { type Nearest, nearestLesions } from "./nearest-lesions.js";
import {
  passing,
  type RetrievalFilter,
  type RetrievalIndex,
  retrievalIndex,
  type Searched,
} from "./retrieval-index.js";

/** Feature options of `featureMatrix`, a filter, and the number of results. */
export interface RetrieveOptions extends FeatureOptions, RetrievalFilter {
  /** Number of lesions to find, >= 1. @defaultValue 9 */
  readonly top: number;
}

/** One of some texts, or none of them by default. */
const oneOf = <const T extends string>(
  choices: readonly T[],
  help: string,
): Option<T | undefined> => ({
  kind: "choice",
  default: undefined,
  help,
  choices,
  expected: `one of ${choices.join(", ")}`,
  accepts: (given) => typeof given === "string" && (choices as readonly string[]).includes(given),
});

/** Options of {@link retrieve}; those of the features are checked by `featureMatrix`. */
export const RETRIEVE_SCHEMA: OptionSchema<RetrieveOptions> = Object.freeze({
  features: value<RetrieveOptions["features"]>(undefined, "Features to compare"),
  weights: value<RetrieveOptions["weights"]>({}, "Weights of features or columns"),
  location: choice(["auto", "normalised", "physical"], "auto", "Location to use"),
  unitAppearance: boolean(false, "Scale appearance vectors to length 1"),
  type: oneOf(LESION_TYPES, "Find only lesions of this type"),
  split: oneOf(SPLITS, "Find only lesions of this part of the data set"),
  sex: oneOf(["F", "M"], "Find only lesions of this sex"),
  top: integer(9, "Number of lesions to find", 1),
});

/** A result: a lesion of another patient. */
export interface Hit<L extends Searched = Searched> {
  readonly lesion: L;
  /** Euclidean, over the chosen features times their weights. */
  readonly distance: number;
  /** Whether it has the query's type; undefined if one of the two is unknown. */
  readonly sameType: boolean | undefined;
}

/** A query and what was found for it, the nearest first. */
export interface Retrieval<L extends Searched = Searched> {
  readonly query: L;
  readonly hits: readonly Hit<L>[];
  /** Number of lesions left out because only others have a normalised location or a short axis. */
  readonly leftOut: number;
}

/**
 * The lesions of other patients nearest to the lesion of a data row. Fewer than `top` where the filter
 * leaves fewer. Which lesions are compared by which location, `retrievalIndex` says. O(n x d).
 *
 * For many queries build the index once: `retrievalIndex` and `nearest`, or `retrieveAll`
 * (lesion-graph/node) on all cores.
 *
 * @throws LesionGraphError UNKNOWN_ROW, UNKNOWN_OPTION, BAD_OPTION, MISSING_FEATURE where the query has
 * no normalised location or no short axis and others have, and as `featureMatrix`.
 */
export function retrieve<L extends Searched>(
  lesions: readonly L[],
  row: number,
  given?: Partial<RetrieveOptions>,
): Retrieval<L> {
  const { filter, features, top } = splitOptions(given);
  const query = lesionOfRow(lesions, row);
  const index = retrievalIndex(lesions, features);
  const at = index.lesions.indexOf(query);
  if (at < 0) {
    throw missingFeature(
      query,
      "the normalised location and short axis that other lesions have",
      'compare all by mm in the image (`location: "physical"`), or without size',
    );
  }
  const space = { ...index, allowed: passing(index.lesions, filter) };
  return retrievalOf(index, at, nearestLesions(space, at, at + 1, top), 0);
}

/** The hits of one query of a block as lesions. */
export function retrievalOf<L extends Searched>(
  { lesions, leftOut }: RetrievalIndex<L>,
  query: number,
  { places, indices, distances }: Nearest,
  place: number,
): Retrieval<L> {
  const own = lesions[query] as L;
  const hits: Hit<L>[] = [];
  for (let k = place * places; k < (place + 1) * places; k++) {
    const lesion = lesions[indices[k]!];
    if (lesion === undefined) break;
    hits.push({ lesion, distance: distances[k]!, sameType: sameType(own, lesion) });
  }
  return { query: own, hits, leftOut: leftOut.length };
}

/** The parts of the options, checked. */
export function splitOptions(given: Partial<RetrieveOptions> | undefined) {
  const { top, type, split, sex, ...features } = resolveOptions("retrieve", RETRIEVE_SCHEMA, given);
  return { top, filter: { type, split, sex }, features };
}

const sameType = (a: Searched, b: Searched): boolean | undefined =>
  a.type === undefined || b.type === undefined ? undefined : a.type === b.type;
