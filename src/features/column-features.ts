/** Feature values of patients in columns: the numbers of `featureMatrix` without an object per lesion. */
import { ln } from "../core/arithmetic.js";
import { type ColumnarPatient, LESION_TYPES } from "../core/lesion.js";
import type { LocationKind } from "./location.js";
import { type Feature, type FeatureMatrix, type FeatureOptions, featureMatrix } from "./matrix.js";
import { PRESENT } from "./type.js";

/** Feature groups that are computed from columns here; any other needs the lesions as objects. */
const COLUMNAR: readonly Feature[] = ["location", "size", "type"];

/** The part of a feature matrix that distances need. */
export type ColumnValues = Pick<FeatureMatrix, "values" | "columns">;

/**
 * The values of one patient after the other, all by the same options. Names and weights come from one
 * call of {@link featureMatrix} for each kind of location.
 *
 * @throws LesionGraphError as {@link featureMatrix}.
 */
export function columnFeatures(
  options: Partial<FeatureOptions>,
): (lesions: ColumnarPatient) => ColumnValues {
  const { location: wanted = "auto" } = options;
  const shapes: Partial<Record<LocationKind, FeatureMatrix>> = {};
  return (lesions) => {
    const located = !lesions.location.some(Number.isNaN);
    const kind = wanted === "auto" ? (located ? "normalised" : "physical") : wanted;
    shapes[kind] ??= featureMatrix(lesions.lesions(), { ...options, location: kind });
    const { columns, groups, weights, location } = shapes[kind];
    if (!groups.every((group) => COLUMNAR.includes(group))) {
      return featureMatrix(lesions.lesions(), options);
    }
    const d = columns.length;
    const [firstSize, firstType] = [groups.indexOf("size"), groups.indexOf("type")];
    const { axesMm, type, count } = lesions;
    const place = location === "physical" ? lesions.centreMm : lesions.location;
    const values = new Float64Array(count * d);
    for (let i = 0; i < count; i++) {
      const at = i * d;
      if (location !== undefined) {
        for (let k = 0; k < 3; k++) values[at + k] = place[i * 3 + k]!;
      }
      if (firstSize >= 0) {
        values[at + firstSize] = ln(axesMm[i * 2]!);
        values[at + firstSize + 1] = ln(axesMm[i * 2 + 1]!);
      }
      if (firstType >= 0) {
        const own = type[i]!;
        if (own >= 0) values[at + firstType + own] = PRESENT;
        else values.fill(Number.NaN, at + firstType, at + firstType + LESION_TYPES.length);
      }
      for (let k = 0; k < d; k++) values[at + k] = values[at + k]! * weights[k]!;
    }
    // Axes that overflow in mm, and missing locations, are errors as in featureMatrix.
    const isInvalid =
      (firstSize >= 0 && !axesMm.every(isUsable)) || (location === "normalised" && !located);
    if (isInvalid) featureMatrix(lesions.lesions(), options);
    return { values, columns };
  };
}

const isUsable = (mm: number): boolean => mm > 0 && mm < Number.POSITIVE_INFINITY;
