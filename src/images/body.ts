/**
 * The mask and the extent of the body in an axial slice.
 *
 * Two masks. The **anatomical** one is the patient without table, blankets and tubes; lungs, gut and other enclosed
 * air are filled; an arm apart from the trunk is excluded, one that touches it is included; two legs are both
 * included. The **deeplesion** one is what the data set's authors measured on: everything above -768 HU that is at
 * least 7 px thick, with arms and the thick parts of the table. Threshold (32000 as stored) and square are those of
 * their published code (CADLab, lesion_detector_3DCE, Yan et al., MICCAI 2018, arXiv 1806.09648); that the column
 * `Normalized_lesion_location` was measured on this mask was found here (docs/images.md).
 */

import { assertOneOf, assertPositive } from "../core/option-checks.js";
import { completeOptions } from "../core/options.js";
import type { Extent, Mask } from "./mask.js";
import type { CtSlice } from "./slice.js";
import { assertSlice } from "./slice.js";
import {
  above,
  dilated,
  eroded,
  extentOf,
  filled,
  intersection,
  maskOf,
  opened,
  richestParts,
  type Spans,
} from "./spans.js";

/** The mask, and the relative position that follows from it. */
export const CONVENTIONS = Object.freeze(["deeplesion", "anatomical"] as const);
/** One of {@link CONVENTIONS}. */
export type Convention = (typeof CONVENTIONS)[number];

/** Options of the body mask. */
export interface BodyOptions {
  /** @defaultValue "deeplesion", which is comparable with `Normalized_lesion_location` */
  readonly convention: Convention;
  /**
   * Side of a pixel in mm; only `anatomical` uses it, for the smallest thickness of a part of the
   * body. @defaultValue 0.8, about the median of DeepLesion
   */
  readonly pixelMm: number;
}

export const DEFAULT_BODY_OPTIONS: BodyOptions = Object.freeze({
  convention: "deeplesion",
  pixelMm: 0.8,
});

/** HU above which a pixel is more than air and foam; skin against air is at about -500. */
const SKIN_HU = -400;
/** Parts of the body are thicker than this; table tops, blankets and tubes are mostly not. */
const THINNEST_MM = 8;
/** A part with at least this share of the tissue of the largest part is included: the other leg, not an arm. */
const SECOND_PART = 0.35;

const DEEPLESION_HU = -768;
const DEEPLESION_SIDE_PX = 7;

/**
 * The mask of the body. O(n). A slice without a body has an empty
 * anatomical mask and, as in the data set's code, a full deeplesion mask.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 */
export function bodyMask(slice: CtSlice, given?: Partial<BodyOptions>): Mask {
  assertSlice(slice);
  const { convention, pixelMm } = checked(given);
  if (convention === "anatomical") return maskOf(anatomical(slice, pixelMm));
  return maskOf(opened(above(slice, DEEPLESION_HU), DEEPLESION_SIDE_PX));
}

/**
 * The extent of the body in pixels counted from 0, both ends inside; `undefined` without a
 * body. Faster than the extent of {@link bodyMask}.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 */
export function bodyExtent(slice: CtSlice, given?: Partial<BodyOptions>): Extent | undefined {
  assertSlice(slice);
  const { convention, pixelMm } = checked(given);
  if (convention === "anatomical") return extentOf(anatomical(slice, pixelMm));
  const centres = extentOf(eroded(above(slice, DEEPLESION_HU), DEEPLESION_SIDE_PX));
  if (centres === undefined) return undefined;
  const half = (DEEPLESION_SIDE_PX - 1) / 2;
  return {
    left: centres.left - half,
    right: centres.right + half,
    top: centres.top - half,
    bottom: centres.bottom + half,
  };
}

function checked(given: Partial<BodyOptions> | undefined): BodyOptions {
  const options = completeOptions("bodyMask", DEFAULT_BODY_OPTIONS, given);
  assertOneOf("convention", options.convention, CONVENTIONS);
  assertPositive("pixelMm", options.pixelMm);
  return options;
}

function anatomical(slice: CtSlice, pixelMm: number): Spans {
  const tissue = above(slice, SKIN_HU);
  // Filled first: the opening would break a thin chest wall and open the lungs to the outside.
  const solid = filled(tissue);
  const side = 2 * Math.max(1, Math.round(THINNEST_MM / pixelMm / 2)) + 1;
  // By thick tissue, not by area: the shell of a table is thin and encloses air.
  const trunk = richestParts(opened(solid, side), opened(tissue, side), SECOND_PART);
  // The opening rounds corners; pixels within its radius are restored.
  return filled(intersection(dilated(trunk, side), solid));
}
