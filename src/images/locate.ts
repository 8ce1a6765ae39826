/**
 * The relative position of a lesion in the body (Fig. 1 of Yan et al., "Deep Lesion Graphs in the
 * Wild", CVPR 2018, doi 10.1109/CVPR.2018.00965): the centre of its box against the body's extent.
 */
import { assertOneOf } from "../core/option-checks.js";
import { assertNumbers, assertShape } from "../core/shape.js";
import type { Segment } from "../deeplesion/geometry.js";
import {
  type BodyOptions,
  bodyExtent,
  CONVENTIONS,
  type Convention,
  DEFAULT_BODY_OPTIONS,
} from "./body.js";
import type { Extent } from "./mask.js";
import { badImage, type CtSlice } from "./slice.js";

/** Relative position of a box centre in the body, with the extent of the body. */
export interface BodyPosition {
  /** From the patient's right (image left), about 0-1. */
  readonly x: number;
  /** From the front (image top), about 0-1. */
  readonly y: number;
  readonly extent: Extent;
}

/**
 * The last step of DeepLesion's own position: factor and offset applied to (centre counted from 1 -
 * first pixel counted from 0) / (last - first). Found by least squares on the 15 real slices (30
 * numbers, 4 parameters, largest residual 9e-7: the six digits of the file); their origin
 * is not published.
 */
const DEEPLESION_STEP = Object.freeze({
  x: Object.freeze({ factor: 0.9964238, offset: -0.0090628 }),
  y: Object.freeze({ factor: 0.8135204, offset: 0.1197933 }),
});

/**
 * The relative position of the centre of a box, such as `lesion.boxPx`.
 *
 * `anatomical`: 0 at the first and 1 at the last edge of the clean body mask. `deeplesion`: the number
 * that the data set's column `Normalized_lesion_location` holds for this slice and box, to about 1e-6.
 *
 * @throws LesionGraphError BAD_IMAGE where the slice shows no body, and as `bodyExtent`.
 */
export function bodyPosition(
  slice: CtSlice,
  box: Segment,
  given?: Partial<BodyOptions>,
): BodyPosition {
  const extent = bodyExtent(slice, given);
  if (extent === undefined) throw badImage("a slice that shows a body", "none");
  const convention = given?.convention ?? DEFAULT_BODY_OPTIONS.convention;
  return { ...relativePosition(extent, box, convention), extent };
}

/**
 * The same against a known extent, for several boxes of a slice.
 *
 * @throws LesionGraphError BAD_IMAGE where the extent is one pixel wide or high (deeplesion only).
 */
export function relativePosition(
  extent: Extent,
  box: Segment,
  convention: Convention = DEFAULT_BODY_OPTIONS.convention,
): { readonly x: number; readonly y: number } {
  assertShape(extent, "an extent, as bodyExtent returns it", ["left", "right", "top", "bottom"]);
  assertNumbers(box, "a box [x1, y1, x2, y2] in px", 4);
  assertOneOf("convention", convention, CONVENTIONS);
  const { left, right, top, bottom } = extent;
  const [x1, y1, x2, y2] = box;
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  if (convention === "anatomical") {
    return {
      x: (x - 0.5 - left) / (right + 1 - left),
      y: (y - 0.5 - top) / (bottom + 1 - top),
    };
  }
  if (right <= left || bottom <= top) {
    throw badImage("a body of more than one pixel", `${right - left + 1} x ${bottom - top + 1}`);
  }
  const step = DEEPLESION_STEP;
  return {
    x: ((x - left) / (right - left)) * step.x.factor + step.x.offset,
    y: ((y - top) / (bottom - top)) * step.y.factor + step.y.offset,
  };
}
