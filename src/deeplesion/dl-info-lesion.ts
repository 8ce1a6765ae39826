/** A lesion as DL_info.csv describes it, from its row and back to it. */
import { withPlace } from "../core/errors.js";
import { LESION_TYPES, type Lesion, type LesionType, type Vec3 } from "../core/lesion.js";
import { assertShapes } from "../core/shape.js";
import {
  AT,
  NUMERIC_COLUMNS,
  type NumericColumn,
  type NumericValues,
  ROW_LENGTH,
  SEXES,
  type Sex,
  SPLITS,
  type Split,
} from "./dl-info-columns.js";
import { sliceStem, toSlicePath } from "./file-name.js";
import { deriveMillimetres, type Segment } from "./geometry.js";

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
  /** Flagged as possibly noisy by the data set's authors. */
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

/** Asserts that each value is a lesion of a DL_info.csv. O(n). @throws LesionGraphError BAD_VALUE. */
export const assertDlInfo = (given: unknown): void =>
  assertShapes(given, "a lesion of a DL_info.csv, as readDlInfo returns it", [
    "row",
    "fileName",
    "boxPx",
    "spacingMm",
    "imageSizePx",
  ]);

/** A data row with its columns' names and typed values; `undefined` is a missing value. */
export interface DlInfoRow {
  readonly File_name: string;
  readonly Patient_index: number;
  readonly Study_index: number;
  readonly Series_ID: number;
  readonly Key_slice_index: number;
  /** Ends of the long axis, then of the short axis: x1, y1, x2, y2 of each. */
  readonly Measurement_coordinates: readonly [...long: Segment, ...short: Segment];
  readonly Bounding_boxes: Segment;
  readonly Lesion_diameters_Pixel_: readonly [long: number, short: number];
  readonly Normalized_lesion_location: Vec3 | undefined;
  readonly Coarse_lesion_type: LesionType | undefined;
  readonly Possibly_noisy: boolean;
  readonly Slice_range: readonly [first: number, last: number];
  readonly Spacing_mm_px_: Vec3;
  readonly Image_size: readonly [width: number, height: number];
  readonly DICOM_windows: readonly [lower: number, upper: number];
  readonly Patient_gender: Sex | undefined;
  readonly Patient_age: number | undefined;
  readonly Train_Val_Test: Split;
}

/** Returns a row as numbers, mm derived. */
export function valuesOfRow(row: DlInfoRow): NumericValues {
  const values = new Float64Array(ROW_LENGTH);
  const coded = {
    ...row,
    Coarse_lesion_type: row.Coarse_lesion_type && LESION_TYPES.indexOf(row.Coarse_lesion_type) + 1,
    Possibly_noisy: Number(row.Possibly_noisy),
    Train_Val_Test: SPLITS.indexOf(row.Train_Val_Test) + 1,
  };
  for (const [name, { at, count, missing }] of Object.entries<NumericColumn>(NUMERIC_COLUMNS)) {
    const value = coded[name as keyof typeof NUMERIC_COLUMNS];
    if (value === undefined) values.fill(missing ?? Number.NaN, at, at + count);
    else values.set(typeof value === "number" ? [value] : value, at);
  }
  values[AT.sex] = SEXES.indexOf(row.Patient_gender);
  deriveMillimetres(values);
  return values;
}

/** The lesion of a named row. Its `id` is the slice's name until its patient is complete. */
export const lesionFromRow = (values: DlInfoRow, row: number): DlInfoLesion =>
  lesionFromValues(valuesOfRow(values), values.File_name, row);

/** The lesion of a numeric row. Its `id` is the slice's name until its patient is complete. */
export function lesionFromValues(
  values: NumericValues,
  fileName: string,
  row: number,
): DlInfoLesion {
  const sliceName = {
    patient: values[AT.patient]!,
    study: values[AT.study]!,
    series: values[AT.series]!,
    slice: values[AT.slice]!,
  };
  return {
    row,
    patient: String(sliceName.patient),
    study: sliceName.study,
    id: sliceStem(sliceName),
    fileName,
    slicePath: withPlace({ column: "File_name" }, () => toSlicePath(fileName)),
    series: sliceName.series,
    keySlice: sliceName.slice,
    longAxisMm: values[AT.axesMm]!,
    shortAxisMm: values[AT.axesMm + 1]!,
    location: Number.isNaN(values[AT.location]) ? undefined : three(values, AT.location),
    centreMm: three(values, AT.centreMm),
    type: LESION_TYPES[values[AT.type]! - 1],
    longAxisPx: four(values, AT.ends),
    shortAxisPx: four(values, AT.ends + 4),
    boxPx: four(values, AT.box),
    diametersPx: two(values, AT.diameters),
    noisy: values[AT.noisy] === 1,
    sliceRange: two(values, AT.range),
    spacingMm: three(values, AT.spacing),
    imageSizePx: two(values, AT.size),
    windowHu: two(values, AT.window),
    sex: SEXES[values[AT.sex]!],
    age: Number.isNaN(values[AT.age]) ? undefined : values[AT.age],
    split: SPLITS[values[AT.split]! - 1] as Split,
  };
}

// Array.from(values.subarray(…)) takes five times as long.
const two = (values: NumericValues, at: number): readonly [number, number] => [
  values[at]!,
  values[at + 1]!,
];
const three = (values: NumericValues, at: number): Vec3 => [
  values[at]!,
  values[at + 1]!,
  values[at + 2]!,
];
const four = (values: NumericValues, at: number): Segment => [
  values[at]!,
  values[at + 1]!,
  values[at + 2]!,
  values[at + 3]!,
];

/** The named row of a lesion: what its pixel fields say (its mm fields follow from them). */
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
