/** Feature values of patients in columns: the numbers of `featureMatrix` without an object per lesion. */
import { ln } from "../arithmetic.js";
import type { LesionColumns } from "../lesion.js";
import { type Feature, type FeatureMatrix, type FeatureOptions, featureMatrix } from "./matrix.js";
import { PRESENT } from "./type.js";

/** What distances need of a feature matrix. */
export type ColumnValues = Pick<FeatureMatrix, "values" | "columns" | "groups">;

/**
 * The values of one patient after the other, all by the same options; `location: "auto"` is the normalised
 * one, which every lesion in columns has. Names and weights are asked of {@link featureMatrix} once.
 *
 * @throws LesionGraphError as {@link featureMatrix}.
 */
export function columnFeatures(
  options: Partial<FeatureOptions>,
): (lesions: LesionColumns) => ColumnValues {
  let matrix: FeatureMatrix | undefined;
  return (lesions) => {
    matrix ??= featureMatrix(lesions.lesions(), options);
    const { columns, groups, weights, location } = matrix;
    const d = columns.length;
    const firstSize = groups.indexOf("size");
    const firstType = groups.indexOf("type");
    const values = new Float64Array(lesions.count * d);
    const place = location === "physical" ? lesions.centreMm : lesions.location;
    const { axesMm, type, count } = lesions;
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < d; k++) {
        const group = groups[k] as Feature;
        let value: number;
        if (group === "location") value = place[i * 3 + k] as number;
        else if (group === "size") value = ln(axesMm[i * 2 + k - firstSize] as number);
        else if ((type[i] as number) < 0) value = Number.NaN;
        else value = type[i] === k - firstType ? PRESENT : 0;
        values[i * d + k] = value * (weights[k] as number);
      }
    }
    // Axes whose product with the spacing leaves the range of numbers are refused as everywhere.
    if (firstSize >= 0 && !axesMm.every(isUsable)) featureMatrix(lesions.lesions(), options);
    return { values, columns, groups };
  };
}

const isUsable = (mm: number): boolean => mm > 0 && mm < Number.POSITIVE_INFINITY;
