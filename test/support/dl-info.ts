/** Small DL_info.csv texts. */

import { quoteCell } from "../../src/csv/csv-line.js";
import { COLUMN_NAMES, type ColumnName } from "../../src/deeplesion/dl-info-columns.js";

/** A made-up lesion: axes of 20 and 10 px that cross in (100, 200), pixels of 0.8 mm, slices of 5 mm. */
export const ROW: Readonly<Record<ColumnName, string>> = {
  File_name: "000007_01_02_030.png",
  Patient_index: "7",
  Study_index: "1",
  Series_ID: "2",
  Key_slice_index: "30",
  Measurement_coordinates: "90, 200, 110, 200, 100, 195, 100, 205",
  Bounding_boxes: "85, 190, 115, 210",
  Lesion_diameters_Pixel_: "20, 10",
  Normalized_lesion_location: "0.3, 0.4, 0.5",
  Coarse_lesion_type: "4",
  Possibly_noisy: "0",
  Slice_range: "24, 36",
  Spacing_mm_px_: "0.8, 0.8, 5",
  Image_size: "512, 512",
  DICOM_windows: "-175, 275",
  Patient_gender: "F",
  Patient_age: "62",
  Train_Val_Test: "3",
};

/** A file with one row per set of changes to ROW. */
export function dlInfo(
  changes: readonly Partial<Record<ColumnName, string>>[],
  columns: readonly ColumnName[] = COLUMN_NAMES,
): string {
  const lines = changes.map((change) => {
    const row = { ...ROW, ...change };
    return columns.map((name) => quoteCell(row[name])).join(",");
  });
  return [columns.join(","), ...lines, ""].join("\n");
}
