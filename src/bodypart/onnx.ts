/** Scores by a custom body-part regressor, an ONNX model. */
import { fail } from "../core/errors.js";
import { choice, integer, type OptionSchema, resolveOptions, value } from "../core/options.js";
import { assertShape } from "../core/shape.js";
import {
  EMBED_SCHEMA,
  type EmbedOptions,
  embedPatches,
  type OnnxRuntime,
} from "../images/embed.js";
import { patchAround } from "../images/patch.js";
import type { CtSlice } from "../images/slice.js";
import { limitsOf } from "../images/window.js";
import { bodyImage, STEP_MM } from "./body-image.js";
import { pixelSides, sliceFeatures } from "./features.js";

/** A slice and the sides of its pixels. */
export interface SizedSlice {
  readonly slice: CtSlice;
  readonly pixelMm: number | readonly [x: number, y: number];
}

/** Options of {@link onnxScores}. */
export interface OnnxScoreOptions
  extends Pick<EmbedOptions, "window" | "mean" | "standardDeviation" | "channels" | "batch"> {
  /** Side of the model's input in pixels; the whole slice is reduced to it. @defaultValue 128 */
  readonly sizePx: number;
  /** "head" for models whose score rises towards the head: its sign is turned. @defaultValue "feet" */
  readonly risesTowards: "feet" | "head";
}

const OPTIONS: OptionSchema<OnnxScoreOptions> = {
  sizePx: integer(128, "Side of the model's input in pixels", 1),
  risesTowards: choice(["feet", "head"], "feet", "Where the model's score rises to"),
  window: value<EmbedOptions["window"]>([-175, 275], "HU that become 0 and 1"),
  mean: EMBED_SCHEMA.mean,
  standardDeviation: EMBED_SCHEMA.standardDeviation,
  channels: EMBED_SCHEMA.channels,
  batch: integer(1, "Slices of one run of the model", 1),
};

/**
 * Returns the scores of slices by an ONNX model with one number per slice as its output. Every slice is limited
 * to the window, reduced to a square of 128 pixels as in the paper, and scaled to 0-1. The score is `undefined`
 * for slices with too little body, as of {@link sliceFeatures}. Such scores have the model's own scale: fit a
 * line to z by {@link fitCalibration}.
 *
 * @throws LesionGraphError BAD_NETWORK for a model that cannot be used or gives more than one number;
 * BAD_VALUE for what are no slices; UNKNOWN_OPTION, BAD_OPTION.
 */
export async function onnxScores(
  runtime: OnnxRuntime,
  model: Uint8Array,
  slices: Iterable<SizedSlice>,
  given?: Partial<OnnxScoreOptions>,
): Promise<(number | undefined)[]> {
  const { sizePx, risesTowards, ...embedding } = resolveOptions("onnxScores", OPTIONS, given);
  const range = limitsOf(embedding.window);
  if (!(Symbol.iterator in Object(slices))) fail("BAD_VALUE", "slices", String(slices));
  const scores: (number | undefined)[] = [];
  /** Where in `scores` each patch belongs. */
  const places: number[] = [];
  const patches = function* () {
    for (const sized of slices) {
      assertShape(sized, "a slice and the size of its pixels", ["slice", "pixelMm"]);
      const { slice, pixelMm } = sized;
      const place = scores.push(undefined) - 1;
      if (sliceFeatures(slice, pixelMm) === undefined) continue;
      places.push(place);
      const { width, height, hu } = bodyImage(slice, pixelSides(pixelMm), range);
      const fieldMm = STEP_MM * Math.max(width, height);
      const middle = [(width + 1) / 2, (height + 1) / 2] as const;
      yield patchAround({ width, height, hu }, middle, [STEP_MM, STEP_MM], { fieldMm, sizePx });
    }
  };
  for await (const vector of embedPatches(runtime, model, patches(), embedding)) {
    if (vector.length !== 1) {
      fail("BAD_NETWORK", "a model that gives one number per slice", `${vector.length} numbers`);
    }
    scores[places.shift()!] = risesTowards === "head" ? -vector[0]! : vector[0]!;
  }
  return scores;
}
