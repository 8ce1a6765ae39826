/** Calibrations of the joint matcher's probabilities. */
import { ln } from "../../core/arithmetic.js";
import type { Lesion } from "../../core/lesion.js";
import { joint } from "../../matching/joint/joint.js";
import type { Calibration, JointModel } from "../../matching/joint/joint-model.js";
import { type JudgedPair, judgedPairs } from "../calibration.js";
import type { Truth } from "../truth.js";
import { logisticWeights } from "./logistic.js";
import { ENOUGH } from "./sample.js";

/** Drawn towards a slope of 1 with this strength. */
const RIDGE = 1;
const IDENTITY: Calibration = { intercept: 0, slope: 1 };

/**
 * The model with probabilities fitted to complete truth: for every kind of pair the logistic
 * regression of "the same lesion" on the log-odds behind the probability (Platt 1999). A calibration keeps its start
 * where fewer than 10 pairs of either kind are there.
 */
export function withCalibration(
  model: JointModel,
  patients: readonly { readonly lesions: readonly Lesion[] }[],
  truth: Truth,
): JointModel {
  const identity = { link: IDENTITY, duplicate: IDENTITY, conflict: IDENTITY, odds: IDENTITY };
  const plain = { ...model, calibration: identity };
  const matches = patients.map(({ lesions }) => joint(lesions, { model: plain }));
  const pairs = judgedPairs(matches, truth);
  const fitted = (kind: JudgedPair["kind"]): Calibration => {
    const own = pairs.filter((pair) => pair.kind === kind);
    const same = own.filter((pair) => pair.same).length;
    if (Math.min(same, own.length - same) < ENOUGH) return model.calibration[kind];
    const cases = own.map(({ probability, same }) => ({
      features: [logit(probability)],
      holds: same,
      count: 1,
    }));
    const [intercept = 0, slope = 1] = logisticWeights(cases, [1], RIDGE);
    return { intercept, slope: Math.max(0.05, slope) };
  };
  return {
    ...model,
    calibration: {
      link: fitted("link"),
      duplicate: fitted("duplicate"),
      conflict: fitted("conflict"),
      odds: fitted("odds"),
    },
  };
}

/** Log-odds, within ±30 so that certain pairs stay finite. */
const logit = (probability: number): number =>
  Math.max(-30, Math.min(30, ln(probability / (1 - probability))));
