/** How likely a link, and a duplicate, is to begin with. */
import { ln } from "../../core/arithmetic.js";
import type { Lesion } from "../../core/lesion.js";
import { joint } from "../../matching/joint/joint.js";
import type { JointModel } from "../../matching/joint/model.js";
import { labelledLesions } from "../labelled.js";
import { addPairs, countPairs, NO_PAIRS, scorePairs } from "../pairs.js";
import type { Truth } from "../truth.js";
import { ENOUGH, type Sample } from "./sample.js";

/** Priors tried, as steps from that of the regression. */
const STEPS = Array.from({ length: 9 }, (_, i) => -2 + i / 2);
/** F1 that differ by less are taken as equal. */
const INDIFFERENCE = 0.002;

/** The model with the middle one of the priors of a link that do (nearly) best, and duplicates' base rate. */
export function withPriors(
  model: JointModel,
  patients: readonly { readonly lesions: readonly Lesion[] }[],
  samples: readonly Sample[],
  truth: Truth,
  partial: boolean,
): JointModel {
  const duplicates = samples.reduce((sum, sample) => sum + sample.duplicates.length, 0);
  const neighbours = samples.reduce((sum, sample) => sum + sample.neighbours.length, 0);
  const duplicate =
    duplicates < ENOUGH ? model.prior.duplicate : ln((duplicates + 1) / (neighbours + 1));
  const tried = STEPS.map((step) => {
    const prior = { link: model.prior.link + step, duplicate };
    const counts = patients
      .map(({ lesions }) => joint(lesions, { model: { ...model, prior }, rejectedPairs: "none" }))
      .map((match) => countPairs(labelledLesions(match, truth), partial))
      .reduce(addPairs, NO_PAIRS);
    return { prior, f1: scorePairs(counts).f1 };
  });
  const best = Math.max(...tried.map(({ f1 }) => f1));
  const good = tried.filter(({ f1 }) => f1 >= best - INDIFFERENCE);
  const chosen = good[(good.length - 1) >> 1];
  return chosen === undefined ? model : { ...model, prior: chosen.prior };
}
