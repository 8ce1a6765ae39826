/** What the regressor measures in a slice: how much of each tissue lies where in the body, in mm. */
import { assertNumber } from "../core/option-checks.js";
import type { CtSlice } from "../images/slice.js";
import { bodyBox, touchesEdge } from "./body-box.js";
import { type BodyImage, bodyImage, bodyInside, STEP_MM } from "./body-image.js";
import { CELL_VALUES, tissueCells } from "./tissue-cells.js";

/** Number of features of a slice. */
export const FEATURE_COUNT = CELL_VALUES + 5;

/** Below this area of body in mm² a slice cannot be scored. */
const LEAST_BODY_MM2 = 4000;
/** A body is at least this wide and high; a table alone is not. The least in 538 real slices was 138 mm. */
const LEAST_SIDE_MM = 60;
/** Every axial slice of a body shows bone; the least in 538 real slices was 510 mm². */
const LEAST_BONE_MM2 = 150;
const BONE_HU = 150;
/** Pixel sizes in mm outside this range are another unit, or no CT of a body. */
const PIXEL_MM = Object.freeze({ min: 0.1, max: 10 });

/** Features of a slice, with what decides whether they can be trusted. */
export interface SliceFeatures {
  /** {@link FEATURE_COUNT} numbers. */
  readonly values: Float32Array;
  /** Area of bone and contrast medium in mm². */
  readonly boneMm2: number;
  /** Area of the body in mm². */
  readonly bodyMm2: number;
  /** The body reaches the left, right, top or bottom edge of the slice. */
  readonly touchesEdge: boolean;
}

/**
 * Returns the features of a slice, or `undefined` where it shows too little body to be scored: below 40 cm² of
 * body, less than 6 cm wide or high, or below 1.5 cm² of bone, without which it is a phantom or no CT.
 *
 * The slice is reduced to 3 mm pixels, limited to -175…275 HU and masked (anatomical body mask). Around the
 * middle of the body lie 12 x 10 cells of 33 mm; each holds its share of five tissues (mean HU, gas, bone, fat,
 * soft tissue) and of body, cells left and right of the middle added up. Width, height and area of the body
 * complete the vector. All are square roots, so that a little bone or gas counts beside much soft tissue.
 * Mirroring left-right changes nothing; shifting in the image plane changes nothing but the sampling of the
 * pixels. O(pixels).
 *
 * @param pixelMm side of a pixel in mm, or sides along x and y
 * @throws LesionGraphError BAD_OPTION for a pixel size outside 0.1-10 mm; BAD_VALUE, BAD_IMAGE for what is no
 * slice.
 */
export function sliceFeatures(
  slice: CtSlice,
  pixelMm: number | readonly [x: number, y: number],
): SliceFeatures | undefined {
  const found = imageFeatures(bodyImage(slice, pixelSides(pixelMm)));
  return found !== undefined && found.boneMm2 >= LEAST_BONE_MM2 ? found : undefined;
}

/** Checked sides of a pixel in mm. @throws LesionGraphError BAD_OPTION. */
export function pixelSides(pixelMm: number | readonly [number, number]): readonly [number, number] {
  const [x, y] = Array.isArray(pixelMm) ? pixelMm : [pixelMm, pixelMm];
  for (const side of [x, y]) assertNumber("pixelMm", side, PIXEL_MM);
  return [x, y];
}

/** As {@link sliceFeatures}, of a body image; varied copies may have lost their bone. */
export function imageFeatures(image: BodyImage): SliceFeatures | undefined {
  const inside = bodyInside(image);
  const box = bodyBox(image, inside);
  const bodyMm2 = box.area * STEP_MM ** 2;
  if (bodyMm2 < LEAST_BODY_MM2) return undefined;
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (Math.min(width, height) * STEP_MM < LEAST_SIDE_MM) return undefined;
  const cells = tissueCells(image, inside, box);
  const values = Float32Array.of(
    ...cells,
    (width * STEP_MM) / 100,
    (height * STEP_MM) / 100,
    height / width,
    box.area / (width * height),
    bodyMm2 / 1e5,
  ).map(Math.sqrt);
  return {
    values,
    boneMm2: boneArea(image, inside),
    bodyMm2,
    touchesEdge: touchesEdge(image, inside),
  };
}

function boneArea({ hu }: BodyImage, inside: Uint8Array): number {
  let pixels = 0;
  for (let i = 0; i < hu.length; i++) if (inside[i] === 1 && hu[i]! > BONE_HU) pixels++;
  return pixels * STEP_MM ** 2;
}
