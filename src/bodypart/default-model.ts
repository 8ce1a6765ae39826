/** The model that comes with the package, loaded when it is first asked for. */
import type { BodyPartModel } from "./model.js";
import { readBodyPartModel } from "./read-model.js";

let loaded: Promise<BodyPartModel> | undefined;

/**
 * Returns the shipped model. Its `fittedOn` and `attribution` name the volumes and slices it was trained on;
 * docs/bodypart.md says how well it does. Loaded once.
 */
export function defaultBodyPartModel(): Promise<BodyPartModel> {
  loaded ??= import("./default-model-json.js").then(({ DEFAULT_MODEL_JSON }) =>
    readBodyPartModel(DEFAULT_MODEL_JSON),
  );
  return loaded;
}
