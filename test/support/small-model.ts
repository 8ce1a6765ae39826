/** A regressor of synthetic bodies, trained in a second. */
import type { BodyPartModel } from "../../src/bodypart/model.js";
import { trainBodyPartRegressor } from "../../src/bodypart/train.js";
import { bodyVolume } from "./synthetic-body.js";

let model: BodyPartModel | undefined;

export function smallModel(): BodyPartModel {
  model ??= trainBodyPartRegressor([bodyVolume("a", 0, 0.7), bodyVolume("b", 0.3, 1)], {
    steps: 80,
    networks: 1,
    variants: 0,
  });
  return model;
}
