/** What was measured of a sequence, study by study. */

import { fail } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import type { Sequence } from "../matching/result.js";

/** Whether all lesions of every study were marked, so that an absent one is gone. */
export type AnnotationCompleteness = "partial" | "complete";

/** Which of several marks of a study counts: the one with the largest long axis, or the first by id. */
export type DuplicateRule = "largest" | "first";

/** What is known of a sequence in one study. */
export interface Measurement {
  readonly study: number;
  /**
   * `"measured"`; `"not measured"` where there is no mark and absence proves nothing; `"absent"` where there
   * is none although all lesions were marked: the lesion is 0 mm.
   */
  readonly status: "measured" | "not measured" | "absent";
  /** The mark whose axes count. */
  readonly row: number | undefined;
  /** All marks of the lesion in this study. */
  readonly rows: readonly number[];
  readonly longAxisMm: number | undefined;
  readonly shortAxisMm: number | undefined;
  /** Long times short axis (WHO). */
  readonly areaMm2: number | undefined;
  /** The axis by which the lesion is followed: the long one, or the short one of a lymph node. */
  readonly diameterMm: number | undefined;
  /** Distance between the slices it was measured on, where the input tells. */
  readonly sliceDistanceMm: number | undefined;
}

/**
 * A measurement for every one of the patient's studies. Where marks of a study that are no duplicates are
 * in the sequence (a conflict), one of them counts by the same rule, and all rows are listed. O(marks x
 * studies).
 *
 * @throws LesionGraphError MISSING_FEATURE where a lesion has no axes in mm.
 */
export function measure(
  sequence: Sequence,
  studies: readonly number[],
  options: {
    readonly annotation: AnnotationCompleteness;
    readonly duplicates: DuplicateRule;
    readonly node: boolean;
  },
): Measurement[] {
  return studies.map((study) => {
    const marks = sequence.lesions.filter((lesion) => lesion.study === study);
    const chosen = marks.reduce<Lesion | undefined>(
      (best, mark) =>
        best === undefined || (options.duplicates === "largest" && longOf(mark) > longOf(best))
          ? mark
          : best,
      undefined,
    );
    if (chosen === undefined) return unmeasured(study, options.annotation);
    const [long, short] = [longOf(chosen), shortOf(chosen)];
    return {
      study,
      status: "measured",
      row: chosen.row,
      rows: marks.map(({ row }) => row),
      longAxisMm: long,
      shortAxisMm: short,
      areaMm2: long * short,
      diameterMm: options.node ? short : long,
      sliceDistanceMm: sliceDistanceOf(chosen),
    };
  });
}

function unmeasured(study: number, annotation: AnnotationCompleteness): Measurement {
  const absent = annotation === "complete";
  const size = absent ? 0 : undefined;
  return {
    study,
    status: absent ? "absent" : "not measured",
    row: undefined,
    rows: [],
    longAxisMm: size,
    shortAxisMm: size,
    areaMm2: size,
    diameterMm: size,
    sliceDistanceMm: undefined,
  };
}

/** A lesion, with what a DL_info.csv says of its slices. */
export type SlicedLesion = Lesion &
  Partial<Pick<DlInfoLesion, "spacingMm" | "keySlice" | "sliceRange">>;

const sliceDistanceOf = ({ spacingMm }: SlicedLesion): number | undefined => spacingMm?.[2];

const longOf = (lesion: Lesion): number => axisOf(lesion, lesion.longAxisMm);
const shortOf = (lesion: Lesion): number => axisOf(lesion, lesion.shortAxisMm);

function axisOf({ row, patient, id }: Lesion, mm: number | undefined): number {
  if (mm !== undefined && Number.isFinite(mm) && mm >= 0) return mm;
  fail("MISSING_FEATURE", "long and short axis in mm", mm, { row, patient, lesion: id });
}
