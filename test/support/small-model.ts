/** A regressor of synthetic bodies, trained in a second. */
import { SCORE_PER_MM } from "../../src/bodypart/losses.js";
import type { BodyPartModel } from "../../src/bodypart/model.js";
import { trainBodyPartRegressor } from "../../src/bodypart/train.js";
import { bodySlice, bodyVolume } from "./synthetic-body.js";

let model: BodyPartModel | undefined;

/** The score of a synthetic body of 500 mm, 0 in its middle. */
export const scoreAt = (along: number): number => (along - 0.5) * 500 * SCORE_PER_MM;

export function smallModel(): BodyPartModel {
  model ??= trainBodyPartRegressor([bodyVolume("a", 0, 0.7), bodyVolume("b", 0.3, 1)], {
    anchors: [0.1, 0.4, 0.7].map((along) => ({
      slice: bodySlice(along),
      pixelMm: 4,
      score: scoreAt(along),
    })),
    steps: 80,
    networks: 1,
    variants: 0,
  });
  return model;
}
