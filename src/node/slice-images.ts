/** Parts of key slices of many lesions, from a folder. */
import { stat } from "node:fs/promises";
import { fail } from "../core/errors.js";
import { lesionsBySlice } from "../deeplesion/by-slice.js";
import { assertDlInfo, type DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { parseFileName } from "../deeplesion/file-name.js";
import { type SliceImage, type SliceImageOptions, sliceImage } from "../figures/kit/slice-image.js";
import { assertPath } from "./file-bytes.js";
import { lookForKeySlice } from "./slices.js";

/**
 * The pictures of those lesions whose key slice lies below `folder`, by data row, for the option `slices` of figures;
 * lesions without one are left out. A slice is read once for all of its lesions. One slice is in memory at a time.
 *
 * @throws LesionGraphError FILE_NOT_FOUND for a missing folder, or one without any slice of
 * these lesions; BAD_IMAGE and CANNOT_READ for a slice that cannot be read.
 */
export async function readSliceImages(
  folder: string,
  lesions: readonly DlInfoLesion[],
  given?: Partial<SliceImageOptions>,
): Promise<Map<number, SliceImage>> {
  assertPath(folder);
  assertDlInfo(lesions);
  const images = new Map<number, SliceImage>();
  const named = lesions.filter(({ fileName }) => parseFileName(fileName) !== undefined);
  for (const own of lesionsBySlice(named).values()) {
    const slice = await lookForKeySlice(folder, own);
    if (slice === undefined) continue;
    for (const lesion of own) images.set(lesion.row, sliceImage(slice, lesion, given));
  }
  if (lesions.length > 0 && images.size === 0) await failWithoutSlices(folder, lesions);
  return images;
}

async function failWithoutSlices(folder: string, lesions: readonly DlInfoLesion[]): Promise<never> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  fail(
    "FILE_NOT_FOUND",
    isFolder
      ? `a key slice such as ${lesions[0]?.slicePath} or ${lesions[0]?.fileName} in the folder`
      : "a folder of key slices",
    undefined,
    { file: folder },
  );
}
