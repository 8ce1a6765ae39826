/** The measurements of a sequence, study by study. */
import { fail, placeOf } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";

/** `"complete"`: every lesion of every study is annotated, so an unannotated lesion is absent. */
export type AnnotationCompleteness = "partial" | "complete";

/** Which of several annotations of a lesion in one study counts: the largest, or the first by id. */
export type DuplicateRule = "largest" | "first";

/** The measurement of a sequence in one study. */
export interface Measurement {
  readonly study: number;
  /**
   * `"measured"`: annotated. `"not measured"`: not annotated; absence cannot be inferred. `"absent"`: not
   * annotated although annotation is complete, so the lesion measures 0 mm.
   */
  readonly status: "measured" | "not measured" | "absent";
  /** Input row whose axes count. */
  readonly row: number | undefined;
  /** All input rows of the lesion in this study. */
  readonly rows: readonly number[];
  readonly longAxisMm: number | undefined;
  readonly shortAxisMm: number | undefined;
  /** Long times short axis (WHO); none where one of them is unknown. */
  readonly areaMm2: number | undefined;
  /** The followed axis: the long axis, or the short axis of a lymph node. */
  readonly diameterMm: number | undefined;
  /** Volume in ml, where the input has it. */
  readonly volumeMl: number | undefined;
  /** Distance between slices in mm, where the input has it. */
  readonly sliceDistanceMm: number | undefined;
}

/** How annotations become measurements. */
interface MeasurementRules {
  readonly annotationCompleteness: AnnotationCompleteness;
  readonly duplicates: DuplicateRule;
}

/** A lesion with what DL_info.csv says about its slices. */
export type SlicedLesion = Lesion & {
  readonly spacingMm?: readonly [x: number, y: number, z: number] | undefined;
  readonly keySlice?: number | undefined;
  readonly sliceRange?: readonly [first: number, last: number] | undefined;
};

/**
 * Returns one measurement for each study of the patient. Where a sequence has several annotations of one
 * study, one of them counts by the rule for duplicates and all rows are listed. O(lesions x studies).
 *
 * @throws LesionGraphError MISSING_FEATURE where the followed axis is unknown; BAD_VALUE where an axis or
 * volume is not from 0 to 1e6 mm or ml.
 */
export function measureSequence(
  lesions: readonly SlicedLesion[],
  studies: readonly { readonly study: number }[],
  { annotationCompleteness, duplicates }: MeasurementRules,
  isLymphNode: boolean,
): Measurement[] {
  const measurements: Measurement[] = [];
  for (const { study } of studies) {
    const annotations: SlicedLesion[] = [];
    for (const lesion of lesions) if (lesion.study === study) annotations.push(lesion);
    const counted = duplicates === "first" ? annotations[0] : largest(annotations, isLymphNode);
    measurements.push(
      counted === undefined
        ? unmeasured(study, annotationCompleteness)
        : measurementOf(counted, annotations, isLymphNode),
    );
  }
  return measurements;
}

/** The first annotation with the largest followed axis. */
function largest(
  annotations: readonly SlicedLesion[],
  isLymphNode: boolean,
): SlicedLesion | undefined {
  let found: SlicedLesion | undefined;
  let mm = Number.NEGATIVE_INFINITY;
  for (const annotation of annotations) {
    const own = diameterOf(annotation, isLymphNode);
    if (own <= mm) continue;
    found = annotation;
    mm = own;
  }
  return found;
}

function measurementOf(
  lesion: SlicedLesion,
  annotations: readonly Lesion[],
  isLymphNode: boolean,
): Measurement {
  const rows: number[] = [];
  for (const { row } of annotations) rows.push(row);
  const longAxisMm = sizeOf(lesion, "the long axis in mm", lesion.longAxisMm);
  const shortAxisMm = sizeOf(lesion, "the short axis in mm", lesion.shortAxisMm);
  return {
    study: lesion.study,
    status: "measured",
    row: lesion.row,
    rows,
    longAxisMm,
    shortAxisMm,
    areaMm2:
      longAxisMm === undefined || shortAxisMm === undefined ? undefined : longAxisMm * shortAxisMm,
    diameterMm: diameterOf(lesion, isLymphNode),
    volumeMl: sizeOf(lesion, "the volume in ml", lesion.volumeMl),
    sliceDistanceMm: lesion.spacingMm?.[2],
  };
}

function unmeasured(study: number, annotationCompleteness: AnnotationCompleteness): Measurement {
  const isAbsent = annotationCompleteness === "complete";
  const size = isAbsent ? 0 : undefined;
  return {
    study,
    status: isAbsent ? "absent" : "not measured",
    row: undefined,
    rows: [],
    longAxisMm: size,
    shortAxisMm: size,
    areaMm2: size,
    diameterMm: size,
    volumeMl: size,
    sliceDistanceMm: undefined,
  };
}

/** The followed axis in mm. */
function diameterOf(lesion: Lesion, isLymphNode: boolean): number {
  const mm = isLymphNode ? lesion.shortAxisMm : lesion.longAxisMm;
  const name = isLymphNode ? "the short axis of a lymph node in mm" : "the long axis in mm";
  return sizeOf(lesion, name, mm) ?? fail("MISSING_FEATURE", name, undefined, placeOf(lesion));
}

/** A size, checked; none where it is unknown. */
function sizeOf(lesion: Lesion, name: string, size: number | undefined): number | undefined {
  if (size === undefined || (size >= 0 && size <= LARGEST)) return size;
  fail("BAD_VALUE", `${name} to be a number from 0 to ${LARGEST}`, size, placeOf(lesion));
}

/** Beyond any body, in mm or ml: products and powers of such sizes overflow. */
const LARGEST = 1e6;
