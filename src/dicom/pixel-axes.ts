/** Axes of a lesion in the pixels of its image. */
import type { Lesion } from "../core/lesion.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import type { ImageUids } from "./image-uids.js";
import type { PixelAxes } from "./measurement-group.js";
import type { ReportLesion } from "./read-measurement-reports.js";

/**
 * Returns the ends of the axes on an image, where the lesion was read from a DL_info.csv, or from a report that
 * measured it on that image.
 */
export function pixelAxesOf(lesion: Lesion, image: ImageUids): PixelAxes | undefined {
  const { longAxisPx, shortAxisPx } = lesion as Partial<DlInfoLesion>;
  if (longAxisPx !== undefined && shortAxisPx !== undefined) {
    return { longAxis: fromCorner(longAxisPx), shortAxis: fromCorner(shortAxisPx) };
  }
  const { pixelAxes, image: measured } = lesion as Partial<ReportLesion>;
  const isSame = measured?.sopUid === image.sopUid && measured.frame === image.frame;
  return isSame ? pixelAxes : undefined;
}

/** DL_info.csv counts pixels from 1: the centre of the first pixel, 1, is half a pixel from its corner. */
const fromCorner = (axis: readonly number[]): number[] => axis.map((pixel) => pixel - 0.5);

/** True where `centreMm` is not in patient coordinates: a row of a DL_info.csv does not say where its image is. */
export const isRelativeToImage = (lesion: Lesion): boolean => "keySlice" in lesion;

/** Sex of the patient where the lesion's row has it. */
export const sexOf = (lesion: Lesion): "F" | "M" | undefined =>
  (lesion as Partial<DlInfoLesion>).sex;
