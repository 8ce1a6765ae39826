/** How large a lesion is: natural logarithms, so that a doubling counts the same at every size. */
import { ln } from "../core/arithmetic.js";
import type { Lesion } from "../core/lesion.js";
import { columnsFrom, type FeatureColumns, missingFeature } from "./feature-columns.js";

/** Two columns: ln of long and short axis in mm. */
export function sizeColumns(lesions: readonly Lesion[]): FeatureColumns {
  return columnsFrom(["logLongAxis", "logShortAxis"], lesions, (lesion) => {
    const logs = [lesion.longAxisMm, lesion.shortAxisMm].map((mm) => ln(mm ?? 0));
    if (logs.every(Number.isFinite)) return logs;
    throw missingFeature(
      lesion,
      "long and short axis above 0 mm",
      'correct the row or drop the feature "size"',
    );
  });
}
