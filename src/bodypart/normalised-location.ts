/** A lesion's position relative to the body, comparable with DeepLesion's `Normalized_lesion_location`. */
import { assertNumbers, assertShape } from "../core/shape.js";
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
  /** From head to feet, about 0-1; `undefined` for too little body, or a model without calibration. */
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
 * @throws LesionGraphError BAD_IMAGE where the slice shows no body; BAD_VALUE for a lesion without box or spacing;
 * BAD_MODEL, BAD_OPTION.
 *
 * @example
 * const { x, y, z } = await normalisedLocation(lesion, decodeSlice(png));
 */
export async function normalisedLocation(
  lesion: { readonly boxPx: Segment; readonly spacingMm: readonly [number, number, ...number[]] },
  slice: CtSlice,
  model?: BodyPartModel,
): Promise<NormalisedLocation> {
  assertShape(lesion, "a lesion with boxPx and spacingMm", ["boxPx", "spacingMm"]);
  const { boxPx, spacingMm } = lesion;
  assertNumbers(boxPx, "four numbers as boxPx", 4);
  assertNumbers(spacingMm, "two numbers as spacingMm", 2);
  const { x, y } = bodyPosition(slice, boxPx);
  const found = sliceScore(model ?? (await defaultBodyPartModel()), slice, [
    spacingMm[0],
    spacingMm[1],
  ]);
  return {
    x,
    y,
    z: found?.z,
    zStandardError: found?.zStandardError,
    reliable: found?.reliable ?? false,
  };
}
