/** A lesion as DL_info.csv describes it, from its row and back to it. */
import { norm } from "../core/arithmetic.js";
import { withPlace } from "../core/errors.js";
import type { Lesion, Vec3 } from "../core/lesion.js";
import type { DlInfoRow, Sex, Split } from "./columns.js";
import { sliceStem, toSlicePath } from "./file-name.js";

/** Two points in pixels counted from 1: x1, y1, x2, y2. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** One row of DL_info.csv. Names that end in Px are pixels counted from 1, in Mm millimetres. */
export interface DlInfoLesion extends Lesion {
  /** `000089_01_01_037.png` */
  readonly fileName: string;
  /** `000089_01_01/037.png` */
  readonly slicePath: string;
  readonly series: number;
  readonly keySlice: number;
  /** The two ends of the RECIST long axis. */
  readonly longAxisPx: Segment;
  /** The two ends of the RECIST short axis. */
  readonly shortAxisPx: Segment;
  /** x1, y1, x2, y2: the extent of the four ends plus 5 px on each side. */
  readonly boxPx: Segment;
  /** Long and short axis in pixels, as the file gives them. */
  readonly diametersPx: readonly [long: number, short: number];
  readonly centreMm: Vec3;
  readonly longAxisMm: number;
  readonly shortAxisMm: number;
  /** The data set's authors doubt this annotation. */
  readonly noisy: boolean;
  /** First and last slice provided around the key slice. */
  readonly sliceRange: readonly [first: number, last: number];
  /** x and y: mm per pixel; z: mm between slices. */
  readonly spacingMm: Vec3;
  readonly imageSizePx: readonly [width: number, height: number];
  /** Lower and upper Hounsfield unit of the display window. */
  readonly windowHu: readonly [lower: number, upper: number];
  readonly sex?: Sex | undefined;
  /** Years. */
  readonly age?: number | undefined;
  readonly split: Split;
}

/** The lesion of a row. Its `id` is the slice's name until its patient is complete. */
export function lesionFromRow(values: DlInfoRow, row: number): DlInfoLesion {
  const coordinates = values.Measurement_coordinates;
  const longAxisPx = coordinates.slice(0, 4) as unknown as Segment;
  const shortAxisPx = coordinates.slice(4) as unknown as Segment;
  const spacingMm = values.Spacing_mm_px_;
  const [longAxisMm, shortAxisMm] = diametersMm(values, longAxisPx, shortAxisPx);
  const [patient, study] = [values.Patient_index, values.Study_index];
  const [series, keySlice] = [values.Series_ID, values.Key_slice_index];
  return {
    row,
    patient: String(patient),
    study,
    id: sliceStem({ patient, study, series, slice: keySlice }),
    fileName: values.File_name,
    slicePath: withPlace({ column: "File_name" }, () => toSlicePath(values.File_name)),
    series,
    keySlice,
    longAxisMm,
    shortAxisMm,
    location: values.Normalized_lesion_location,
    centreMm: centreMm(coordinates, keySlice, spacingMm, values.Image_size),
    type: values.Coarse_lesion_type,
    longAxisPx,
    shortAxisPx,
    boxPx: values.Bounding_boxes,
    diametersPx: values.Lesion_diameters_Pixel_,
    noisy: values.Possibly_noisy,
    sliceRange: values.Slice_range,
    spacingMm,
    imageSizePx: values.Image_size,
    windowHu: values.DICOM_windows,
    sex: values.Patient_gender,
    age: values.Patient_age,
    split: values.Train_Val_Test,
  };
}

/** The row of a lesion: what its pixel fields say (its mm fields follow from them). */
export function rowFromLesion(lesion: DlInfoLesion): DlInfoRow {
  return {
    File_name: lesion.fileName,
    Patient_index: Number(lesion.patient),
    Study_index: lesion.study,
    Series_ID: lesion.series,
    Key_slice_index: lesion.keySlice,
    Measurement_coordinates: [...lesion.longAxisPx, ...lesion.shortAxisPx],
    Bounding_boxes: lesion.boxPx,
    Lesion_diameters_Pixel_: lesion.diametersPx,
    Normalized_lesion_location: lesion.location,
    Coarse_lesion_type: lesion.type,
    Possibly_noisy: lesion.noisy,
    Slice_range: lesion.sliceRange,
    Spacing_mm_px_: lesion.spacingMm,
    Image_size: lesion.imageSizePx,
    DICOM_windows: lesion.windowHu,
    Patient_gender: lesion.sex,
    Patient_age: lesion.age,
    Train_Val_Test: lesion.split,
  };
}

/** DeepLesion's boxes: the extent of the four ends plus this on each side. */
export const BOX_MARGIN_PX = 5;

/** Smallest and largest x and y of the four ends. */
export function extent(coordinates: readonly number[]): Segment {
  const xs = coordinates.filter((_, i) => i % 2 === 0);
  const ys = coordinates.filter((_, i) => i % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Length of a segment, with the spacing along x and y where mm are asked for. */
export const segmentLength = (
  [x1, y1, x2, y2]: Segment,
  [sx, sy]: readonly number[] = [1, 1],
): number => norm((x2 - x1) * (sx as number), (y2 - y1) * (sy as number));

/** The file's diameters times the spacing; from the ends of the axes where pixels are not square. */
function diametersMm(values: DlInfoRow, longAxisPx: Segment, shortAxisPx: Segment) {
  const [sx, sy] = values.Spacing_mm_px_;
  const [long, short] = values.Lesion_diameters_Pixel_;
  if (sx === sy) return [long * sx, short * sx] as const;
  return [segmentLength(longAxisPx, [sx, sy]), segmentLength(shortAxisPx, [sx, sy])] as const;
}

function centreMm(
  coordinates: readonly number[],
  keySlice: number,
  [sx, sy, sz]: Vec3,
  [width, height]: readonly [number, number],
): Vec3 {
  const [x1, y1, x2, y2] = extent(coordinates);
  return [
    ((x1 + x2) / 2 - (width + 1) / 2) * sx,
    ((y1 + y2) / 2 - (height + 1) / 2) * sy,
    keySlice * sz,
  ];
}
