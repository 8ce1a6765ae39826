/** New lesions of a study: rule 10. */
import type { SequenceGrowth } from "../growth/growth-result.js";
import type { StatusOf } from "./lesion-statuses.js";
import { lesionState } from "./non-target-response.js";

/** The new lesions of a study. */
export interface NewLesions {
  /** Sequences that appeared up to this study and are not known to be gone. */
  readonly sequences: readonly number[];
  /** Their input rows in this study. */
  readonly rows: readonly number[];
  /** Their diameters in mm; none where a lesion was not measured or not evaluable. */
  readonly values: readonly { readonly sequence: number; readonly mm: number | undefined }[];
  /** Sum of the measured diameters in mm. */
  readonly sumMm: number;
  /** Sequences that progressed in this study by the reader. */
  readonly progressed: readonly number[];
}

/**
 * Returns the new lesions of a study: those absent at baseline, lymph nodes from 10 mm on.
 * O(new lesions x studies).
 */
export function newLesionsOf(
  newLesions: readonly SequenceGrowth[],
  baseline: number,
  study: number,
  statusOf: StatusOf,
): NewLesions {
  const present = lastKnownPresent(newLesions, baseline, study, statusOf);
  const values = present.map((sequence) => {
    const point = sequence.points.find((one) => one.study === study);
    const isMeasured =
      point?.status === "measured" && statusOf(sequence, study) !== "not evaluable";
    return { sequence: sequence.sequence, mm: isMeasured ? point.diameterMm : undefined };
  });
  return {
    sequences: present.map(({ sequence }) => sequence),
    rows: present.flatMap(({ points }) => points.find((one) => one.study === study)?.rows ?? []),
    values,
    sumMm: values.reduce((sum, { mm = 0 }) => sum + mm, 0),
    progressed: present
      .filter((sequence) => statusOf(sequence, study) === "progressed")
      .map(({ sequence }) => sequence),
  };
}

/** Returns the sequences whose last known state after baseline, up to this study, is present. */
export const lastKnownPresent = (
  sequences: readonly SequenceGrowth[],
  baseline: number,
  study: number,
  statusOf: StatusOf,
): SequenceGrowth[] =>
  sequences.filter((sequence) => {
    const last = sequence.points
      .filter((point) => point.study > baseline && point.study <= study)
      .map((point) => lesionState(sequence, point.study, statusOf))
      .findLast((state) => state !== "unknown");
    return last === "present" || last === "progressed";
  });
