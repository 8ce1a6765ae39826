/** Key slices of a folder, as pictures for figures. */
import { fail, LesionGraphError } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { text } from "../core/options.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { SLICE_FIELD_MM, usualField } from "../figures/kit/scale-bar.js";
import { isFull, type SliceImage } from "../figures/kit/slice-image.js";
import { readSliceImages } from "../node/slice-images.js";
import { optionalFlag } from "./flags.js";

export const SLICES_FLAG = {
  slices: optionalFlag("--slices <folder>", text("", "Folder of key slices to show")),
};

/** The pictures around lesions in cells of this many mm; 0 takes what the lesions need, at least 90. */
export function keySlices(
  folder: string,
  lesions: readonly Lesion[],
  cellMm = 0,
): Promise<ReadonlyMap<number, SliceImage>> {
  const fieldMm = cellMm > 0 ? cellMm : Math.max(SLICE_FIELD_MM, usualField(lesions));
  // The cell is centred on the axes, the crop on the box, so the crop is slightly larger than the cell.
  return readSliceImages(folder, withKeySlices(lesions), { sideMm: fieldMm * 1.1 });
}

/** The same of a patient of a cohort: none where the folder has no slice of the patient. */
export async function keySlicesIfAny(
  folder: string,
  lesions: readonly Lesion[],
): Promise<ReadonlyMap<number, SliceImage> | LesionGraphError> {
  try {
    return await keySlices(folder, lesions);
  } catch (error) {
    if (error instanceof LesionGraphError && error.code === "FILE_NOT_FOUND") return error;
    throw error;
  }
}

/** @throws LesionGraphError BAD_CALL for lesions of a vectors CSV. */
export function withKeySlices(lesions: readonly Lesion[]): readonly DlInfoLesion[] {
  const full = lesions.filter(isFull);
  if (full.length === lesions.length) return full;
  fail(
    "BAD_CALL",
    "a DL_info.csv, whose rows name their key slices, with --slices",
    "an input without them",
  );
}
