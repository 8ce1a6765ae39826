/** The weight of each feature. */
import { JOINT_FEATURES, type JointModel } from "../../matching/joint/joint-model.js";
import { PairWeigher } from "../../matching/joint/pair-weigher.js";
import { type Case, logisticWeights } from "./logistic.js";
import { ENOUGH, type Sample } from "./sample.js";

const RIDGE = 0.3;

/** The model with the weights by which the evidence best predicts which pairs are the same. */
export function withWeights(model: JointModel, samples: readonly Sample[]): JointModel {
  const plain = { ...model, weights: { location: 1, size: 1, type: 1, appearance: 1 } };
  const cases = samples.flatMap(({ merged, same, different }): Case[] => {
    const weigher = new PairWeigher(merged, plain);
    weigher.forEach(() => {});
    const count = 1 / Math.sqrt(same.length + different.length);
    return [
      ...same.map((pair) => [pair, true] as const),
      ...different.map((pair) => [pair, false] as const),
    ]
      .map(([[i, j], holds]) => ({ evidence: weigher.evidence(i, j), holds }))
      .flatMap(({ evidence, holds }) =>
        evidence === undefined
          ? []
          : [{ features: JOINT_FEATURES.map((name) => evidence[name]), holds, count }],
      );
  });
  if (cases.length < ENOUGH) return model;
  const [, ...weights] = logisticWeights(
    cases,
    JOINT_FEATURES.map(() => 1),
    RIDGE,
  );
  return {
    ...model,
    weights: Object.fromEntries(
      JOINT_FEATURES.map((name, k) => [name, Math.max(0, weights[k]!)]),
    ) as JointModel["weights"],
  };
}
