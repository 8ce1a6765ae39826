/** Feature values of patients in columns: the numbers of `featureMatrix` without an object per lesion. */
import { ln } from "../arithmetic.js";
import { LESION_TYPES, type LesionColumns } from "../lesion.js";
import { type FeatureMatrix, type FeatureOptions, featureMatrix } from "./matrix.js";
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
    const values = new Float64Array(lesions.count * d);
    const place = location === "physical" ? lesions.centreMm : lesions.location;
    let k = 0;
    const fill = (width: number, of: (i: number, part: number) => number): void => {
      for (let part = 0; part < width; part++, k++) {
        const weight = weights[k] as number;
        for (let i = 0; i < lesions.count; i++) values[i * d + k] = of(i, part) * weight;
      }
    };
    if (groups.includes("location")) fill(3, (i, part) => place[i * 3 + part] as number);
    if (groups.includes("size")) {
      // Axes whose product with the spacing leaves the range of numbers are refused as everywhere.
      if (!lesions.axesMm.every((mm) => Number.isFinite(ln(mm)))) {
        featureMatrix(lesions.lesions(), options);
      }
      fill(2, (i, part) => ln(lesions.axesMm[i * 2 + part] as number));
    }
    if (groups.includes("type")) {
      fill(LESION_TYPES.length, (i, part) => {
        const type = lesions.type[i] as number;
        return type < 0 ? Number.NaN : type === part ? PRESENT : 0;
      });
    }
    return { values, columns, groups };
  };
}
