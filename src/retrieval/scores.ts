/** How well retrieval finds lesions of the query's type, over a labelled set. */

import { fault, type LesionGraphError } from "../core/errors.js";
import { LESION_TYPES, type Lesion, type LesionType } from "../core/lesion.js";
import { lesionList } from "../core/lesion-list.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import { rankedLesions } from "./nearest-lesions.js";
import { passing, retrievalIndex, type Searched } from "./retrieval-index.js";
import { type RetrieveOptions, splitOptions } from "./retrieve.js";

/** The scores of some queries. */
export interface TypeScores {
  readonly queries: number;
  /** Mean share of the first `top` that have the query's type. */
  readonly precisionAtTop: number;
  /**
   * Mean over queries of average precision over the whole ranking: the mean, over all lesions of the
   * query's type, of the share of that type among those ranked up to it.
   */
  readonly meanAveragePrecision: number;
  /** What a random order gives for `precisionAtTop`: the mean share of the query's type. */
  readonly randomSource: number;
}

export interface RetrievalScores extends TypeScores {
  readonly top: number;
  /** Lesions of known type without a normalised location or short axis, where others have it: not compared. */
  readonly leftOut: number;
  readonly byType: Readonly<Partial<Record<LesionType, TypeScores>>>;
}

/**
 * Every lesion of known type as a query against all lesions of known type of other patients. Queries
 * without a lesion of their type among other patients are left out. `onProgress` counts queries. O(n² (d + log n)).
 *
 * @throws LesionGraphError MISSING_FEATURE where no query can be scored (and whether the filter is why),
 * and as `retrieve`.
 */
export function retrievalScores(
  lesions: readonly Searched[],
  given?: Partial<RetrieveOptions & ProgressOptions>,
): RetrievalScores {
  const [progress, own] = splitProgress("retrievalScores", given);
  const { filter, features, top } = splitOptions(own);
  const labelled = lesionList(lesions).filter(({ type }) => type !== undefined);
  const index = retrievalIndex(labelled, features);
  const allowed = passing(index.lesions, filter);
  const types = Int8Array.from(index.lesions, ({ type }) =>
    LESION_TYPES.indexOf(type as LesionType),
  );
  const one: Tally = emptyTally();
  const byType = new Map<LesionType, Tally>();
  const count = progressCounter(progress, "queries", index.lesions.length);
  for (let query = 0; query < index.lesions.length; query++) {
    const type = index.lesions[query]?.type as LesionType;
    const ranked = rankedLesions({ ...index, allowed }, query);
    const own = byType.get(type) ?? emptyTally();
    byType.set(type, own);
    add(ranked, types, types[query]!, top, [one, own]);
    count();
  }
  if (one.queries === 0) throw nothingToScore(index.lesions, allowed);
  return {
    top,
    leftOut: index.leftOut.length,
    ...scoresOf(one),
    byType: Object.fromEntries(
      LESION_TYPES.flatMap((type) => {
        const tally = byType.get(type);
        return tally === undefined || tally.queries === 0 ? [] : [[type, scoresOf(tally)]];
      }),
    ),
  };
}

/** Why no lesion has one of its type to be found. */
function nothingToScore(labelled: readonly Lesion[], allowed: Uint8Array): LesionGraphError {
  const found = allowed.reduce((sum, one) => sum + one, 0);
  const filtered = found < labelled.length;
  return fault(
    "MISSING_FEATURE",
    filtered
      ? "lesions of known type that pass the filter, and others of their type in other patients"
      : "lesions of one known type in two patients or more",
    `${found} of ${labelled.length} lesions of known type`,
    {
      remedy: filtered
        ? "restrict type, split and sex less"
        : "type is Coarse_lesion_type; the training rows of DeepLesion have none",
    },
  );
}

interface Tally {
  queries: number;
  precision: number;
  average: number;
  randomSource: number;
}

const emptyTally = (): Tally => ({ queries: 0, precision: 0, average: 0, randomSource: 0 });

/** Adds the scores of one ranking of lesions, the nearest first. */
function add(
  ranked: Int32Array,
  types: Int8Array,
  type: number,
  top: number,
  tallies: readonly Tally[],
): void {
  let [found, inTop, sum] = [0, 0, 0];
  for (let i = 0; i < ranked.length; i++) {
    if (types[ranked[i]!] !== type) continue;
    found++;
    if (i < top) inTop++;
    sum += found / (i + 1);
  }
  if (found === 0) return;
  for (const tally of tallies) {
    tally.queries++;
    tally.precision += inTop / Math.min(top, ranked.length);
    tally.average += sum / found;
    tally.randomSource += found / ranked.length;
  }
}

const scoresOf = ({ queries, precision, average, randomSource }: Tally): TypeScores => ({
  queries,
  precisionAtTop: precision / queries,
  meanAveragePrecision: average / queries,
  randomSource: randomSource / queries,
});
