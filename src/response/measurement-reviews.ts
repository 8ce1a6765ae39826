/** Measurements that a reader must review before a response rests on them. */
import type { FlagKind, SequenceGrowth } from "../growth/growth-result.js";
import type { Target } from "./target-parts.js";

/** Flags that change a sum: a wrong pixel size, or one of two lesions. */
const REVIEW_KINDS: readonly FlagKind[] = ["pixelSpacing", "conflict"];

/** A flagged measurement. */
export interface MeasurementReview {
  readonly study: number;
  readonly text: string;
}

/**
 * Returns the measurements whose flags call for review, in time order from baseline on: those of targets, and pixel
 * sizes of other lesions at baseline, on which it rests that they are not targets. Sums are compared with baseline
 * and nadir, so a response is to be reviewed from the study of a flag on.
 */
export function measurementReviews(
  targets: readonly Target[],
  all: readonly SequenceGrowth[],
  baselineStudy: number,
): MeasurementReview[] {
  const measured = new Set(targets.flatMap(({ sequence, parts }) => [sequence, ...parts]));
  const ofTargets = [...measured].flatMap((one) =>
    flaggedPoints(one, REVIEW_KINDS, `Target sequence ${one.sequence}`),
  );
  const ofOthers = all
    .filter((one) => !measured.has(one))
    .flatMap((one) => flaggedPoints(one, ["pixelSpacing"], `Sequence ${one.sequence}`))
    .filter(({ study }) => study === baselineStudy);
  return [...ofTargets, ...ofOthers]
    .filter(({ study }) => study >= baselineStudy)
    .sort((a, b) => a.study - b.study);
}

const flaggedPoints = (
  { flags, points }: SequenceGrowth,
  kinds: readonly FlagKind[],
  name: string,
): MeasurementReview[] =>
  flags
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ rows, message }) =>
      points
        .filter((point) => point.rows.some((row) => rows.includes(row)))
        .map(({ study }) => ({ study, text: `${name}: ${message}` })),
    );
