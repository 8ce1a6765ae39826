/** Calibrations of the joint matcher's probabilities. */
import { ln } from "../../core/arithmetic.js";
import type { Patient } from "../../core/lesion.js";
import { joint } from "../../matching/joint/joint.js";
import type { Calibration, JointModel } from "../../matching/joint/joint-model.js";
import { type JudgedPair, judgedPairs } from "../calibration.js";
import type { Truth } from "../truth.js";
import { logisticWeights } from "./logistic.js";
import { ENOUGH } from "./sample.js";

/** Drawn towards a weight of 1 for strength, and 0 for other signals, with this strength. */
const RIDGE = 1;
const SIGNALS = ["strength", "detour", "crowding", "withoutOffset", "competitor"] as const;
const EXPECTED = [1, 0, 0, 0, 0];

/**
 * The model with probabilities fitted to complete truth: for every kind of pair the logistic
 * regression of "the same lesion" on the signals behind the probability (Platt 1999). A calibration keeps its start
 * where fewer than 10 pairs of either kind are there.
 */
export function withCalibration(
  model: JointModel,
  patients: readonly Patient[],
  truth: Truth,
): JointModel {
  // A model that weighs one signal only gives every pair the probability of that signal.
  const bySignal = SIGNALS.map((signal) => {
    const plain = { ...model, calibration: calibrationOf((): Calibration => only(signal)) };
    return judgedPairs(
      patients.map(({ lesions }) => joint(lesions, { model: plain })),
      truth,
    );
  });
  const pairs = bySignal[0]!.map(({ kind, same }, at) => ({
    kind,
    same,
    signals: bySignal.map((ofSignal) => logit(ofSignal[at]!.probability)),
  }));
  const fitted = (kind: JudgedPair["kind"]): Calibration => {
    const own = pairs.filter((pair) => pair.kind === kind);
    const same = own.filter((pair) => pair.same).length;
    if (Math.min(same, own.length - same) < ENOUGH) return model.calibration[kind];
    const cases = own.map(({ signals, same }) => ({ features: signals, holds: same, count: 1 }));
    const [
      intercept = 0,
      strength = 1,
      detour = 0,
      crowding = 0,
      withoutOffset = 0,
      competitor = 0,
    ] = logisticWeights(cases, EXPECTED, RIDGE);
    return { intercept, strength, detour, crowding, withoutOffset, competitor };
  };
  return { ...model, calibration: calibrationOf(fitted) };
}

const calibrationOf = (
  of: (kind: JudgedPair["kind"]) => Calibration,
): JointModel["calibration"] => ({
  link: of("link"),
  duplicate: of("duplicate"),
  conflict: of("conflict"),
  odds: of("odds"),
});

const only = (signal: (typeof SIGNALS)[number]): Calibration => ({
  intercept: 0,
  strength: 0,
  detour: 0,
  crowding: 0,
  withoutOffset: 0,
  competitor: 0,
  [signal]: 1,
});

/** Log-odds, within ±30 so that certain pairs stay finite. */
const logit = (probability: number): number =>
  Math.max(-30, Math.min(30, ln(probability / (1 - probability))));
