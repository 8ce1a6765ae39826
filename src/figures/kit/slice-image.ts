/** Parts of key slices as pictures for figures. */

import { fail } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { assertNonNegative } from "../../core/option-checks.js";
import { boolean, completeOptions, number, type OptionSchema, value } from "../../core/options.js";
import { assertShape } from "../../core/shape.js";
import type { DlInfoLesion } from "../../deeplesion/dl-info-lesion.js";
import { cropAround, greyPicture, pngDataUri } from "../../images/picture.js";
import type { CtSlice } from "../../images/slice.js";
import { assertSlice } from "../../images/slice.js";
import { limitsOf, type Window, type WindowName } from "../../images/window.js";
import { SLICE_FIELD_MM, usualField } from "./scale-bar.js";

/** A part of a key slice as a picture of 8 bits, already windowed. */
export interface SliceImage {
  /** The picture as a data URI: `data:image/png;base64,…`. */
  readonly href: string;
  /** Column and row of the slice, counted from 1, that the first pixel of the picture shows. */
  readonly firstPx: readonly [x: number, y: number];
  /** Width and height of the picture in pixels of the slice. */
  readonly sizePx: readonly [width: number, height: number];
  /** Lower and upper HU of the window, where known. */
  readonly windowHu?: Window | undefined;
}

/** Options of {@link sliceImage}. */
export interface SliceImageOptions {
  /**
   * Side in mm of the square around the lesion's box, never less than the box; 0 takes the whole slice.
   * @defaultValue 0
   */
  readonly sideMm: number;
  /** @defaultValue undefined: the window of the lesion's row */
  readonly window: Window | WindowName | undefined;
}

/** Options of figures that show every lesion in a cell. */
export interface CellOptions {
  /**
   * Parts of key slices by the input row of their lesion, for lesions of a DL_info.csv. A lesion without
   * one is drawn as its two axes. @defaultValue none
   */
  readonly slices: ReadonlyMap<number, SliceImage>;
  /**
   * Side of a cell in mm of the patient; what is larger is cropped, with a sign and a note. 0 takes 90 mm
   * for slices, so that the anatomy around the lesion is seen; for axes alone the longest axis and a little
   * more, at most twice the upper quartile of the long axes. @defaultValue 0
   */
  readonly fieldMm: number;
  /** Draw the two axes on slices too. @defaultValue true on the board, false for retrieval */
  readonly axes: boolean;
  /** Print long and short axis in mm below each cell. @defaultValue true */
  readonly sizes: boolean;
}

/** Their declarations. */
export const cellOptions = (axes: boolean): OptionSchema<CellOptions> => ({
  slices: value(
    new Map(),
    "Key slices by input row",
    "a Map of slices by input row",
    (given) => given instanceof Map,
  ),
  fieldMm: {
    ...number(0, "Side of a cell in mm of the patient; 0 takes 90 mm for slices"),
    expected: "0, or a finite number from 1 to 1000",
    accepts: (given) => given === 0 || (typeof given === "number" && given >= 1 && given <= 1000),
  },
  axes: boolean(axes, "Draw the two axes on slices too"),
  sizes: boolean(true, "Print long and short axis below each cell"),
});

/** The side of the cells of these lesions, mm. */
export function cellFieldMm({ fieldMm, slices }: CellOptions, lesions: readonly Lesion[]): number {
  if (fieldMm > 0) return fieldMm;
  const usual = usualField(lesions);
  return slices.size > 0 ? Math.max(SLICE_FIELD_MM, usual) : usual;
}

export const DEFAULT_SLICE_IMAGE_OPTIONS: SliceImageOptions = Object.freeze({
  sideMm: 0,
  window: undefined,
});

/**
 * The key slice of a lesion, or the part around it, as a picture for `boardFigure`, `retrievalFigure` and
 * `annotationFigure`. O(pixels).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 */
export function sliceImage(
  slice: CtSlice,
  lesion: DlInfoLesion,
  given?: Partial<SliceImageOptions>,
): SliceImage {
  assertSlice(slice);
  assertShape(lesion, "a lesion of a DL_info.csv, as readDlInfo returns it", [
    "boxPx",
    "spacingMm",
  ]);
  const { boxPx, spacingMm, windowHu } = lesion;
  const options = completeOptions("sliceImage", DEFAULT_SLICE_IMAGE_OPTIONS, given);
  assertNonNegative("sideMm", options.sideMm);
  const window = limitsOf(options.window ?? windowHu);
  const { width, height } = slice;
  // From any box in it, twice the slice reaches beyond all its edges.
  const most = 2 * Math.max(width * spacingMm[0], height * spacingMm[1]);
  const crop =
    options.sideMm === 0
      ? { left: 0, top: 0, width, height }
      : cropAround(boxPx, spacingMm, Math.min(options.sideMm, most));
  return {
    href: pngDataUri(greyPicture(slice, window, crop)),
    firstPx: [crop.left + 1, crop.top + 1],
    sizePx: [crop.width, crop.height],
    windowHu: window,
  };
}

/** The window of a picture in HU, "−160 to 240"; undefined where it is not known. */
export const windowText = ({ windowHu }: SliceImage): string | undefined =>
  windowHu?.map((hu) => String(hu).replace("-", "−")).join(" to ");

/** Asserts that pictures are data URIs with a place in the slice. @throws LesionGraphError BAD_OPTION. */
export function assertSliceImage(option: string, image: SliceImage, row: number): void {
  const { href, firstPx, sizePx } = image;
  const place = { option, row };
  if (!/^data:image\/[a-z+]+;base64,[A-Za-z0-9+/=]+$/.test(href)) {
    fail("BAD_OPTION", `${option} to be data URIs, data:image/png;base64,…`, href, place);
  }
  if (![...firstPx, ...sizePx].every(Number.isFinite) || !sizePx.every((side) => side > 0)) {
    fail("BAD_OPTION", `${option} with finite firstPx and a sizePx > 0`, [firstPx, sizePx], place);
  }
}

/** What is to be said of lesions that have no picture where others have one. */
export function withoutSlice(
  lesions: readonly Lesion[],
  slices: ReadonlyMap<number, SliceImage>,
): string[] {
  if (slices.size === 0) return [];
  const without = lesions.filter((lesion) => !(isFull(lesion) && slices.has(lesion.row))).length;
  if (without === 0) return [];
  return [`${without} of ${lesions.length} lesions without a key slice, drawn as their axes.`];
}

/** True for a lesion with the ends of its axes, a row of a DL_info.csv. */
export const isFull = (lesion: Lesion): lesion is DlInfoLesion =>
  "longAxisPx" in lesion && "shortAxisPx" in lesion && "spacingMm" in lesion;
