/** Which DICOM image a lesion was measured on: DL_info.csv does not say. */
import { fail } from "../core/errors.js";
import { readRows } from "../csv/read-rows.js";
import { column, optional, type RowOf } from "../csv/table.js";
import { assertUid } from "./uid.js";

/** Columns of a table of UIDs; they may come in any order. */
export const IMAGE_UID_COLUMNS = Object.freeze({
  row: column.integer("Data row of the lesion", undefined, { min: 1 }),
  patientId: column.text("PatientID of the images"),
  studyUid: column.text("StudyInstanceUID"),
  seriesUid: column.text("SeriesInstanceUID"),
  sopUid: column.text("SOPInstanceUID of the slice"),
  sopClassUid: column.text("SOPClassUID of the slice"),
  studyDate: column.date("Day of the study"),
  studyTime: optional(column.text("Time of the study, HHMMSS (000000 where absent)")),
  frame: optional(column.integer("Frame of a multi-frame image", undefined, { min: 1 })),
  frameOfReferenceUid: optional(
    column.text("FrameOfReferenceUID of the slice, for lesions that have only x, y and z"),
  ),
});

/** The image of one lesion. */
export type ImageUids = RowOf<typeof IMAGE_UID_COLUMNS>;

/**
 * Returns the images of the lesions in input order. O(n).
 *
 * @throws LesionGraphError BAD_VALUE for what is not a UID, BAD_REPORT for a row that comes twice; as `readRows`.
 */
export function readImageUids(source: string | Uint8Array): ImageUids[] {
  const rows = new Set<number>();
  return readRows(source, IMAGE_UID_COLUMNS, (image, at) => {
    assertUids(image);
    if (image.studyTime !== undefined && !isTime(image.studyTime)) {
      fail("BAD_VALUE", "a time such as 134500", image.studyTime, { column: "studyTime" });
    }
    if (rows.has(image.row)) {
      fail("BAD_REPORT", "one image per lesion", `row ${image.row} again`, { row: at });
    }
    rows.add(image.row);
  });
}

/** Asserts that the UIDs of an image are some. @throws LesionGraphError BAD_VALUE with the column. */
export function assertUids(image: ImageUids): void {
  for (const name of ["studyUid", "seriesUid", "sopUid", "sopClassUid"] as const) {
    assertUid(name, image[name]);
  }
  if (image.frameOfReferenceUid !== undefined) {
    assertUid("frameOfReferenceUid", image.frameOfReferenceUid);
  }
}

/** True for a time of day such as 134500. */
export const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(text);
