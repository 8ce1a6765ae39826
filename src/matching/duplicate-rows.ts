/** Rows that annotate a lesion once more. */
import type { PatientMatch } from "./result.js";

/** Of each group of duplicates all rows but the first, which stands for the lesion. O(duplicates). */
export const duplicateRows = ({
  duplicates,
}: Pick<PatientMatch, "duplicates">): ReadonlySet<number> =>
  new Set(duplicates.flatMap(({ rows }) => rows.slice(1)));
