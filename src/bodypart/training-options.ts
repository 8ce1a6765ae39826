/** Options of training the body-part regressor. */
import { choice, integer, type OptionSchema, text, value } from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions } from "../core/progress.js";
import type { SelfSupervisedLoss } from "./losses.js";
import type { Anchor } from "./samples.js";

/** Options of `trainBodyPartRegressor`. */
export interface TrainingOptions extends ProgressOptions {
  /** Slices of known score; they give the scale its zero, without which there is no z. @defaultValue none */
  readonly anchors: readonly Anchor[];
  /** Training steps of each network. @defaultValue 1000 */
  readonly steps: number;
  /** Networks whose scores are averaged. @defaultValue 4 */
  readonly networks: number;
  /** Varied copies of each slice. @defaultValue 16 */
  readonly variants: number;
  /** @defaultValue 1 */
  readonly seed: number;
  /** @defaultValue "spacing" */
  readonly loss: SelfSupervisedLoss;
  /** @defaultValue "" */
  readonly name: string;
  /** ISO 8601 date that the model carries. @defaultValue "" */
  readonly date: string;
  /** Sources and terms of the training data. @defaultValue none */
  readonly attribution: readonly string[];
}

export const TRAINING_OPTIONS: OptionSchema<TrainingOptions> = {
  anchors: value<readonly Anchor[]>(
    [],
    "Slices of known score",
    "a list of { slice, pixelMm, score }, scores finite",
    isAnchors,
  ),
  steps: integer(1000, "Training steps of each network", 1),
  networks: integer(4, "Networks whose scores are averaged", 1),
  variants: integer(16, "Varied copies of each slice"),
  seed: integer(1, "Seed of the random numbers"),
  loss: choice(["spacing", "paper"], "spacing", "Self-supervised loss"),
  name: text("", "Name of the model"),
  date: text("", "Date of the model"),
  attribution: value<readonly string[]>(
    [],
    "Sources and terms of the training data",
    "a list of texts",
    (given) => Array.isArray(given) && given.every((one) => typeof one === "string"),
  ),
  ...PROGRESS_SCHEMA,
};

function isAnchors(given: unknown): boolean {
  return (
    Array.isArray(given) &&
    given.every((one) => Number.isFinite(one?.score) && "slice" in one && "pixelMm" in one)
  );
}
