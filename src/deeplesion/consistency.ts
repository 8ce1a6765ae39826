/**
 * Whether the columns of a row agree with each other. What does not is noticed, not repaired.
 *
 * Tolerances. In DeepLesion's own rows, written with six significant digits, diameters and
 * coordinates differ by at most 0.001 px and boxes by 0.0004 px. Where coordinates are rounded to
 * 0.1 px (as in the DLS lists derived from the data set), lengths differ by up to 0.143 px; the
 * worst that such rounding can do is 0.19 px. Hence 0.2 px for both.
 *
 * Ends of axes are placed by hand, and one of the 892 rows looked at has an end 1.6 px outside its image. Only
 * what lies further outside than a box does by its margin is noticed.
 */
import type { Warning } from "../core/lesion.js";
import type { DlInfoRow } from "./columns.js";
import { parseFileName } from "./file-name.js";
import {
  BOX_MARGIN_PX,
  type DlInfoLesion,
  extent,
  rowFromLesion,
  type Segment,
  segmentLength,
} from "./lesion.js";

/** Largest difference in px between diameters or boxes and what the coordinates give. */
export const TOLERANCE_PX = 0.2;

/** How far outside the image, in px, an end of an axis may lie. */
export const OUTSIDE_PX = BOX_MARGIN_PX;

/** Everything about a lesion's columns that does not fit together. */
export function inconsistencies(lesion: DlInfoLesion): Warning[] {
  const values = rowFromLesion(lesion);
  return CHECKS.flatMap(([kind, check]) => {
    const message = check(values);
    if (message === undefined) return [];
    return [{ kind, row: lesion.row, patient: lesion.patient, message }];
  });
}

/** A sentence with the figures, or nothing. */
type Check = (values: DlInfoRow) => string | undefined;

const diameters: Check = ({ Measurement_coordinates: ends, Lesion_diameters_Pixel_: given }) => {
  const lengths = [ends.slice(0, 4), ends.slice(4)].map((axis) => segmentLength(axis as never));
  if (lengths.every((length, i) => within(length, given[i]!))) return undefined;
  return `diameters are ${list(given)} px, the ends of the axes lie ${list(lengths)} px apart`;
};

const box: Check = ({ Measurement_coordinates: ends, Bounding_boxes: given }) => {
  const [x1, y1, x2, y2] = extent(ends);
  const expected = [
    x1 - BOX_MARGIN_PX,
    y1 - BOX_MARGIN_PX,
    x2 + BOX_MARGIN_PX,
    y2 + BOX_MARGIN_PX,
  ] as Segment;
  if (expected.every((side, i) => within(side, given[i]!))) return undefined;
  return `box is ${list(given)} px, the axes with ${BOX_MARGIN_PX} px around them give ${list(expected)}`;
};

const image: Check = ({ Measurement_coordinates: ends, Image_size: [width, height] }) => {
  const [x1, y1, x2, y2] = extent(ends);
  const least = 1 - OUTSIDE_PX;
  if (x1 >= least && y1 >= least && x2 <= width + OUTSIDE_PX && y2 <= height + OUTSIDE_PX) {
    return undefined;
  }
  return `the ends of the axes reach from ${list([x1, y1])} to ${list([x2, y2])} px, the image has ${width} x ${height}`;
};

const axes: Check = ({ Lesion_diameters_Pixel_: [long, short] }) =>
  short > long ? `short axis ${short} px is longer than long axis ${long} px` : undefined;

const zeroDiameter: Check = ({ Lesion_diameters_Pixel_: given }) =>
  given.some((diameter) => diameter === 0) ? `a diameter is 0: ${list(given)} px` : undefined;

const sliceRange: Check = ({ Key_slice_index: key, Slice_range: [first, last] }) =>
  key < first || key > last ? `key slice ${key} lies outside ${first}-${last}` : undefined;

const pixels: Check = ({ Spacing_mm_px_: [x, y] }) =>
  x === y ? undefined : `pixels are not square: ${x} x ${y} mm; diameters in mm come from the axes`;

const location: Check = ({ Normalized_lesion_location: relative }) =>
  relative?.some((part) => part < 0 || part > 1)
    ? `normalised location ${list(relative)} leaves 0-1`
    : undefined;

const fileName: Check = (values) => {
  const name = parseFileName(values.File_name);
  const same =
    name !== undefined &&
    name.patient === values.Patient_index &&
    name.study === values.Study_index &&
    name.series === values.Series_ID &&
    name.slice === values.Key_slice_index;
  if (same) return undefined;
  return `file name ${JSON.stringify(values.File_name)} does not say what the columns say`;
};

const CHECKS: readonly (readonly [kind: string, check: Check])[] = [
  ["file-name", fileName],
  ["diameters", diameters],
  ["zero-diameter", zeroDiameter],
  ["axes", axes],
  ["box", box],
  ["image", image],
  ["slice-range", sliceRange],
  ["pixels", pixels],
  ["location", location],
];

const within = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE_PX;
const list = (values: readonly number[]): string =>
  values.map((value) => Number(value.toFixed(3))).join(", ");
