/** The index of a search: feature vectors of all lesions in one array, and their patients. */

import type { Lesion, LesionType } from "../core/lesion.js";
import { lesionList } from "../core/lesion-list.js";
import { compareLesions, compareNaturally } from "../core/lesion-order.js";
import { completeOptions } from "../core/options.js";
import type { Sex, Split } from "../deeplesion/dl-info-columns.js";
import { DEFAULT_FEATURE_OPTIONS, type FeatureOptions } from "../features/feature-options.js";
import { featureMatrix } from "../features/matrix.js";
import { comparable } from "./comparable.js";

/** A lesion with the fields of a filter, where known (rows of a DL_info.csv). */
export type Searched = Lesion & {
  readonly sex?: Sex | undefined;
  readonly split?: Split | undefined;
};

/** Lesions as vectors, in an order that does not depend on input order. */
export interface RetrievalIndex<L extends Searched = Searched> {
  /** By patient, study and id. */
  readonly lesions: readonly L[];
  /** n x dimensions, row by row, weights applied. NaN: unknown, adds nothing to a distance. */
  readonly values: Float32Array | Float64Array;
  readonly dimensions: number;
  /** The same number for lesions of the same patient. */
  readonly patients: Int32Array;
  /** True where a value is NaN. */
  readonly gaps: boolean;
  /** Lesions left out of the index because only others have a normalised location or a short axis. */
  readonly leftOut: readonly L[];
}

/**
 * The index of some lesions. Features and weights are those of `featureMatrix`. With `location: "auto"`
 * the normalised location is used if any lesion has one, and lesions without it are left out; mm from the
 * image centre, which say little across patients, are used only if no lesion has one.
 * O(n x d + n log n).
 *
 * @throws LesionGraphError as `featureMatrix`.
 */
export function retrievalIndex<L extends Searched>(
  lesions: readonly L[],
  given?: Partial<FeatureOptions>,
): RetrievalIndex<L> {
  const compared = comparable(
    lesionList(lesions),
    completeOptions("retrievalIndex", DEFAULT_FEATURE_OPTIONS, given),
  );
  const ordered = [...compared.lesions].sort(
    (a, b) => compareNaturally(a.patient, b.patient) || compareLesions(a, b),
  );
  const matrix = featureMatrix(ordered, compared.options);
  const values = compact(matrix.values);
  const numbers = new Map<string, number>();
  const patients = Int32Array.from(ordered, ({ patient }) => {
    if (!numbers.has(patient)) numbers.set(patient, numbers.size);
    return numbers.get(patient) as number;
  });
  return {
    lesions: ordered,
    values,
    dimensions: matrix.columns.length,
    patients,
    gaps: values.some(Number.isNaN),
    leftOut: compared.leftOut,
  };
}

/** The same numbers as float32 if that is exact, as for float32 embeddings: half the memory. */
function compact(values: Float64Array): Float32Array | Float64Array {
  const isExact = values.every((value) => Object.is(Math.fround(value), value));
  return isExact ? Float32Array.from(values) : values;
}

/** Filter of the lesions that may be found. */
export interface RetrievalFilter {
  /** @defaultValue undefined: every type, also unknown */
  readonly type: LesionType | undefined;
  /** @defaultValue undefined: every part of the data set */
  readonly split: Split | undefined;
  /** @defaultValue undefined: both, also unknown */
  readonly sex: Sex | undefined;
}

/** 1 for every lesion that may be found. */
export const passing = (
  lesions: readonly Searched[],
  { type, split, sex }: RetrievalFilter,
): Uint8Array =>
  Uint8Array.from(lesions, (lesion) =>
    Number(
      (type === undefined || lesion.type === type) &&
        (split === undefined || lesion.split === split) &&
        (sex === undefined || lesion.sex === sex),
    ),
  );
