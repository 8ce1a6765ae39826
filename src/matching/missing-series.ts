/** Lesions of one study without series: whether they may be duplicates, and what that decided. */
import type { Lesion, Warning } from "../core/lesion.js";

/** Whether two lesions of a study without series may be duplicates. */
export type MissingSeries = "different" | "any";

/** True where one of two lesions has no series, so that nothing says whether they are of one series. */
export const lacksSeries = (a: Lesion, b: Lesion): boolean =>
  a.series === undefined || b.series === undefined;

/** The warnings for pairs of lesions whose merge the option decided. */
export const missingSeriesWarnings = (
  pairs: readonly (readonly [Lesion, Lesion])[],
  missingSeries: MissingSeries,
): Warning[] =>
  pairs.map(([{ row, patient, study }, second]) => ({
    kind: "missing-series",
    row,
    patient,
    message: `rows ${row} and ${second.row} of study ${study} are ${
      missingSeries === "any"
        ? 'one lesion, although a series is missing; `missingSeries: "different"` keeps them apart'
        : 'two lesions, because a series is missing; `missingSeries: "any"` merges them'
    }`,
  }));
