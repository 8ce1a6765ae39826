/** A lesion's position relative to the body, comparable with DeepLesion's `Normalized_lesion_location`. */
import type { Segment } from "../deeplesion/geometry.js";
import { bodyPosition } from "../images/locate.js";
import type { CtSlice } from "../images/slice.js";
import { defaultBodyPartModel } from "./default-model.js";
import type { BodyPartModel } from "./model.js";
import { sliceScore } from "./score.js";

/** Position relative to the body. */
export interface NormalisedLocation {
  /** From the patient's right (image left), about 0-1. */
  readonly x: number;
  /** From the front (image top), about 0-1. */
  readonly y: number;
  /** From head to feet, about 0-1; `undefined` where the slice shows too little body, or the model has no calibration. */
  readonly z: number | undefined;
  readonly zStandardError: number | undefined;
  /** Whether z can be relied on, as `sliceScore` says. */
  readonly reliable: boolean;
}

/**
 * Returns the position of a lesion relative to the body: x and y of its box against the body's extent on its
 * slice, z by the body-part regressor. With it, lesions of other scans are comparable with DeepLesion's.
 *
 * @param lesion its box in px counted from 1, and the sides of a pixel in mm
 * @param model @defaultValue the shipped model
 * @throws LesionGraphError BAD_IMAGE where the slice shows no body; BAD_MODEL, BAD_OPTION.
 *
 * @example
 * const { x, y, z } = await normalisedLocation(lesion, decodeSlice(png));
 */
export async function normalisedLocation(
  lesion: { readonly boxPx: Segment; readonly spacingMm: readonly [number, number, ...number[]] },
  slice: CtSlice,
  model?: BodyPartModel,
): Promise<NormalisedLocation> {
  const { x, y } = bodyPosition(slice, lesion.boxPx);
  const [sx, sy] = lesion.spacingMm;
  const found = sliceScore(model ?? (await defaultBodyPartModel()), slice, [sx, sy]);
  return {
    x,
    y,
    z: found?.z,
    zStandardError: found?.zStandardError,
    reliable: found?.reliable ?? false,
  };
}
