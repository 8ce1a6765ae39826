/** The priors of links and duplicates. */
import type { Patient } from "../../core/lesion.js";
import { joint } from "../../matching/joint/joint.js";
import type { JointModel } from "../../matching/joint/joint-model.js";
import { labelledLesions } from "../labelled.js";
import { countPairs, scorePairs, sumPairs } from "../pairs.js";
import type { Truth } from "../truth.js";

/** Steps from the prior of `start` that are tried, the smallest first. */
const STEPS = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];
/** How many models {@link withPriors} tries. */
export const PRIORS_TRIED = 2 * STEPS.length;
/** F1 that differ by less are taken as equal. */
const INDIFFERENCE = 0.002;

/**
 * The model with the smallest prior of a link, then of a duplicate, whose pair F1 is within 0.002 of the best. It
 * takes complete truth: partial truth does not see most wrong links, so that any larger prior looks as good or better.
 */
export function withPriors(
  model: JointModel,
  patients: readonly Patient[],
  truth: Truth,
  onTried: () => void,
): JointModel {
  const chosen = (name: "link" | "duplicate", start: JointModel): JointModel => {
    const tried = STEPS.map((step) => {
      const prior = { ...start.prior, [name]: start.prior[name] + step };
      const tried = { ...start, prior };
      const f1 = pairF1(tried, patients, truth);
      onTried();
      return { model: tried, f1 };
    });
    const best = Math.max(...tried.map(({ f1 }) => f1));
    return tried.find(({ f1 }) => f1 >= best - INDIFFERENCE)?.model ?? start;
  };
  return chosen("duplicate", chosen("link", model));
}

function pairF1(model: JointModel, patients: readonly Patient[], truth: Truth): number {
  const counts = patients
    .map(({ lesions }) => joint(lesions, { model, rejectedPairs: "none", explain: false }))
    .map((match) => countPairs(labelledLesions(match, truth), false));
  return scorePairs(sumPairs(counts)).f1;
}
