/** Measurements of targets that a reader must review before a response rests on them. */
import type { FlagKind } from "../growth/flag-kinds.js";
import type { Target } from "./target-parts.js";

/** Flags that change a sum: a wrong pixel size, or one of two lesions. */
const REVIEW_KINDS: readonly FlagKind[] = ["pixelSpacing", "conflict"];

/** A flagged measurement of a target. */
export interface MeasurementReview {
  readonly study: number;
  readonly text: string;
}

/**
 * Returns the measurements of targets whose flags call for review, in time order from baseline on. Sums are
 * compared with baseline and nadir, so a response is to be reviewed from the study of a flag on.
 */
export function measurementReviews(
  targets: readonly Target[],
  baselineStudy: number,
): MeasurementReview[] {
  const sequences = targets.flatMap(({ sequence, parts }) => [sequence, ...parts]);
  return sequences
    .flatMap(({ sequence, flags, points }) => {
      const serious = flags.filter(({ kind }) => REVIEW_KINDS.includes(kind));
      return serious.flatMap(({ rows, message }) =>
        points
          .filter((point) => point.rows.some((row) => rows.includes(row)))
          .map(({ study }) => ({ study, text: `Target sequence ${sequence}: ${message}` })),
      );
    })
    .filter(({ study }) => study >= baselineStudy)
    .sort((a, b) => a.study - b.study);
}
