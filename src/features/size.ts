/** How large a lesion is: natural logarithms, so that a doubling counts the same at every size. */
import { ln } from "../core/arithmetic.js";
import type { Lesion } from "../core/lesion.js";
import { columnsFrom, type FeatureColumns, missingFeature } from "./feature-columns.js";

/**
 * ln of long and short axis in mm; of the long axis alone where a lesion of the call has no short one, so that all
 * pairs are compared by the same columns.
 */
export function sizeColumns(lesions: readonly Lesion[]): FeatureColumns {
  const both = lesions.every(({ shortAxisMm }) => shortAxisMm !== undefined);
  const names = both ? ["logLongAxis", "logShortAxis"] : ["logLongAxis"];
  return columnsFrom(names, lesions, (lesion) => {
    const { longAxisMm, shortAxisMm } = lesion;
    const logs = (both ? [longAxisMm, shortAxisMm] : [longAxisMm]).map((mm) => ln(mm ?? 0));
    if (logs.every(Number.isFinite)) return logs;
    throw missingFeature(
      lesion,
      both ? "long and short axis above 0 mm" : "a long axis above 0 mm",
      'correct the row or drop the feature "size"',
    );
  });
}
