/** A painted slice with a lesion on it, and retrievals made by hand. */

import type { Lesion } from "../../src/core/lesion.js";
import { compareLesions } from "../../src/core/lesion-order.js";
import type { DlInfoLesion } from "../../src/deeplesion/dl-info-lesion.js";
import {
  type AnnotatedSlice,
  annotatedSlice,
} from "../../src/figures/annotation/annotated-slice.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import type { Retrieval } from "../../src/retrieval/retrieve.js";
import { dlInfo } from "./dl-info.js";
import { inEllipse, paint } from "./slices.js";

/** Cells of a row that fit a slice of 96 x 64 px: axes of 20 and 10 px that cross in (40, 30). */
export const PAINTED_ROW = {
  Measurement_coordinates: "30, 30, 50, 30, 40, 25, 40, 35",
  Bounding_boxes: "25, 20, 55, 40",
  Image_size: "96, 64",
};

/** A body from column 9 to 88 and row 5 to 58, counted from 0, with a darker ellipse under the axes. */
export const paintedSlice = paint(96, 64, (x, y) => {
  if (inEllipse(39, 29, 10, 5)(x, y)) return -20;
  return x >= 9 && x <= 88 && y >= 5 && y <= 58 ? 60 : -1000;
});

export const paintedLesion = readDlInfo(dlInfo([PAINTED_ROW])).lesions[0] as DlInfoLesion;

/** The first of these lesions, in their own order, as if it were on the painted slice. */
export function annotated(lesions: readonly Lesion[] = []): AnnotatedSlice {
  const [first] = [...lesions].sort(compareLesions);
  const { row, patient, id, type, study } = first ?? paintedLesion;
  return annotatedSlice(paintedSlice, { ...paintedLesion, row, patient, id, type, study });
}

/** The lesion of the lowest row as the query, up to nine others as what was found. */
export function retrieved(lesions: readonly Lesion[]): Retrieval {
  const [query = paintedLesion, ...rest] = [...lesions].sort((a, b) => a.row - b.row);
  const hits = rest.slice(0, 9).map((lesion, i) => ({
    lesion: i % 2 === 0 ? lesion : { ...lesion, type: "lung" as const },
    distance: i * 0.02,
    sameType: i % 3 === 2 ? undefined : i % 2 === 0,
  }));
  return { query, hits, leftOut: 0 };
}
