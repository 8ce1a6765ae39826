/** A slice with a lesion, as the annotation figure shows it. */
import { fail } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { assertNonNegative, assertOneOf } from "../../core/option-checks.js";
import { completeOptions } from "../../core/options.js";
import type { DlInfoLesion } from "../../deeplesion/dl-info-lesion.js";
import { bodyExtent, CONVENTIONS, type Convention } from "../../images/body.js";
import type { Extent } from "../../images/mask.js";
import type { CtSlice } from "../../images/slice.js";
import type { Window, WindowName } from "../../images/window.js";
import { isFull, type SliceImage, sliceImage } from "../kit/slice-image.js";

/** What an annotation figure shows; {@link annotatedSlice} makes it of a slice. */
export interface AnnotatedSlice {
  readonly lesion: DlInfoLesion;
  /** The key slice, or as much of it as is to be seen. */
  readonly slice: SliceImage;
  /** The part around the lesion, for the enlargement beside it; without it there is none. */
  readonly detail?: SliceImage | undefined;
  /** Extent of the body in px counted from 0, as `bodyExtent` gives it; undefined where none was found. */
  readonly extent: Extent | undefined;
}

export interface AnnotatedSliceOptions {
  /** By which convention the extent is measured. @defaultValue "deeplesion" */
  readonly convention: Convention;
  /** Side of the enlarged square in mm, as in the figure. @defaultValue 0 */
  readonly fieldMm: number;
  /** @defaultValue undefined: the window of the lesion's row */
  readonly window: Window | WindowName | undefined;
}

export const DEFAULT_ANNOTATED_SLICE_OPTIONS: AnnotatedSliceOptions = Object.freeze({
  convention: "deeplesion",
  fieldMm: 0,
  window: undefined,
});

/**
 * What {@link annotationFigure} needs, of a slice: its picture in the window of the row (or another), the
 * enlargement, and the extent of the body. Give it the `convention` and `fieldMm` of the figure.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for no slice or a lesion without pixels.
 */
export function annotatedSlice(
  slice: CtSlice,
  lesion: DlInfoLesion,
  given?: {
    readonly [Name in keyof AnnotatedSliceOptions]?: AnnotatedSliceOptions[Name] | undefined;
  },
): AnnotatedSlice {
  const options = completeOptions(
    "annotatedSlice",
    DEFAULT_ANNOTATED_SLICE_OPTIONS,
    given as Partial<AnnotatedSliceOptions> | undefined,
  );
  const { convention, window, fieldMm } = options;
  assertSliceAndLesion(slice, lesion);
  assertOneOf("convention", convention, CONVENTIONS);
  assertNonNegative("fieldMm", fieldMm);
  return {
    lesion,
    slice: sliceImage(slice, lesion, { window }),
    detail: sliceImage(slice, lesion, { window, sideMm: detailMm(lesion, fieldMm) * 1.1 }),
    extent: bodyExtent(slice, { convention, pixelMm: lesion.spacingMm[0] }),
  };
}

/** Twice the longer side of the box, as an integer of 5 mm, unless a side is given. */
export function detailMm(
  { boxPx: [x1, y1, x2, y2], spacingMm: [sx, sy] }: DlInfoLesion,
  fieldMm: number,
) {
  if (fieldMm > 0) return fieldMm;
  return Math.max(30, Math.ceil((2 * Math.max((x2 - x1) * sx, (y2 - y1) * sy)) / 5) * 5);
}

/** @throws LesionGraphError BAD_VALUE for no slice, or a lesion without its place in it. */
function assertSliceAndLesion(slice: unknown, lesion: unknown): void {
  const { width, height } = (slice ?? {}) as Readonly<Record<"width" | "height", unknown>>;
  if (typeof width !== "number" || typeof height !== "number") {
    fail("BAD_VALUE", "a slice, as decodeSlice and sliceOf return it", slice ?? String(slice));
  }
  assertFullLesion(lesion);
}

/** @throws LesionGraphError BAD_VALUE for anything but an annotated slice. */
export function assertAnnotated(given: unknown): void {
  const { lesion, slice } = (given ?? {}) as Readonly<Record<"lesion" | "slice", unknown>>;
  if (typeof slice !== "object" || slice === null) {
    fail("BAD_VALUE", "an annotated slice, as annotatedSlice returns it", given ?? String(given));
  }
  assertFullLesion(lesion);
}

function assertFullLesion(lesion: unknown): void {
  if (typeof lesion === "object" && lesion !== null && isFull(lesion as Lesion)) return;
  fail(
    "BAD_VALUE",
    "a lesion of a DL_info.csv, as readDlInfo returns it",
    lesion ?? String(lesion),
  );
}
