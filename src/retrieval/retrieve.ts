/**
 * Content-based retrieval (Fig. 4 of Yan et al., "Deep Lesion Graphs in the Wild", CVPR 2018, doi
 * 10.1109/CVPR.2018.00965): the lesions of other patients that are most like a given one.
 */
import { LesionGraphError } from "../errors.js";
import { DEFAULT_FEATURE_OPTIONS, type FeatureOptions } from "../features/matrix.js";
import { completeOptions, requireWhole } from "../options.js";
import { passing, type RetrievalFilter, retrievalIndex, type Searched } from "./index-of.js";
import { nearest } from "./nearest.js";

/** Features as `featureMatrix` takes them, a filter, and how many results. */
export interface RetrieveOptions extends FeatureOptions, RetrievalFilter {
  /** How many lesions are wanted, >= 1. @defaultValue 9 */
  readonly top: number;
}

export const DEFAULT_RETRIEVE_OPTIONS: RetrieveOptions = Object.freeze({
  ...DEFAULT_FEATURE_OPTIONS,
  type: undefined,
  split: undefined,
  sex: undefined,
  top: 9,
});

/** A lesion that was found. */
export interface Hit<L extends Searched = Searched> {
  readonly lesion: L;
  /** Euclidean, over the chosen features times their weights. */
  readonly distance: number;
  /** Whether it has the query's type; undefined where one of the two is not known. */
  readonly sameType: boolean | undefined;
}

/** A query and what was found for it, the nearest first. */
export interface Retrieval<L extends Searched = Searched> {
  readonly query: L;
  readonly hits: readonly Hit<L>[];
}

/**
 * The lesions of other patients nearest to the lesion of a data row. Fewer than `top` where the filter
 * leaves fewer. O(n x d).
 *
 * For many queries make the index once: `retrievalIndex` and `nearest`, or `retrieveAll`
 * (lesion-graph/node) on all cores.
 *
 * @throws LesionGraphError UNKNOWN_ROW, UNKNOWN_OPTION, BAD_OPTION, and as `featureMatrix`.
 */
export function retrieve<L extends Searched>(
  lesions: readonly L[],
  row: number,
  given?: Partial<RetrieveOptions>,
): Retrieval<L> {
  const { filter, features, top } = splitOptions(given);
  const index = retrievalIndex(lesions, features);
  const at = index.lesions.findIndex((lesion) => lesion.row === row);
  if (at < 0) {
    throw new LesionGraphError("UNKNOWN_ROW", {
      expected: "a data row of the input",
      received: row,
    });
  }
  const space = { ...index, allowed: passing(index.lesions, filter) };
  return retrievalOf(index.lesions, at, nearest(space, at, at + 1, top), 0, top);
}

/** The hits of one query of a block as lesions. */
export function retrievalOf<L extends Searched>(
  lesions: readonly L[],
  query: number,
  { indices, distances }: ReturnType<typeof nearest>,
  place: number,
  top: number,
): Retrieval<L> {
  const own = lesions[query] as L;
  const hits: Hit<L>[] = [];
  for (let k = place * top; k < (place + 1) * top; k++) {
    const lesion = lesions[indices[k] as number];
    if (lesion === undefined) break;
    hits.push({ lesion, distance: distances[k] as number, sameType: sameType(own, lesion) });
  }
  return { query: own, hits };
}

/** The parts of the options, checked. */
export function splitOptions(given: Partial<RetrieveOptions> | undefined) {
  const { top, type, split, sex, ...features } = completeOptions(
    "retrieve",
    DEFAULT_RETRIEVE_OPTIONS,
    given,
  );
  requireWhole("top", top, 1);
  return { top, filter: { type, split, sex }, features };
}

const sameType = (a: Searched, b: Searched): boolean | undefined =>
  a.type === undefined || b.type === undefined ? undefined : a.type === b.type;
