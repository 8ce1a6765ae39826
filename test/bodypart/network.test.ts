import { describe, expect, it } from "vitest";
import {
  backward,
  forward,
  type Network,
  randomNetwork,
  rescaled,
} from "../../src/bodypart/network.js";
import { randomSource } from "../../src/core/random.js";

const random = randomSource(4, 2);
const network = randomNetwork(7, random);
const samples = Float64Array.from({ length: 7 * 6 }, () => random.uniform(-2, 2));

/** The score by the definition, one product at a time. */
function slowScore(layers: Network, features: readonly number[]): number {
  let values = [...features];
  layers.forEach(({ outputs, weights, bias }, l) => {
    values = Array.from({ length: outputs }, (_, j) => {
      const sum = values.reduce((s, value, i) => s + value * weights[i * outputs + j]!, bias[j]!);
      return l + 1 < layers.length && sum < 0 ? sum * 0.1 : sum;
    });
  });
  return values[0]! * 5;
}

describe("forward", () => {
  it("gives the scores of the definition", () => {
    const { scores } = forward(network, samples);
    for (let s = 0; s < 6; s++) {
      const own = [...samples.subarray(7 * s, 7 * s + 7)];
      expect(scores[s]).toBeCloseTo(slowScore(network, own), 10);
    }
  });
});

describe("rescaled", () => {
  it("gives the scores times a factor plus an offset", () => {
    const { scores } = forward(network, samples);
    const other = forward(rescaled(network, 1.5, -4), samples).scores;
    for (let s = 0; s < 6; s++) expect(other[s]).toBeCloseTo(1.5 * scores[s]! - 4, 10);
  });
});

describe("backward", () => {
  it("gives the gradient that central differences give, for every kind of parameter", () => {
    const byScore = Float64Array.of(1, -2, 0.5, 0, 3, -1);
    const loss = (): number =>
      forward(network, samples).scores.reduce((sum, score, i) => sum + score * byScore[i]!, 0);
    const gradient = backward(network, forward(network, samples), byScore);
    const h = 1e-6;
    network.forEach((layer, l) => {
      for (const kind of ["weights", "bias"] as const) {
        for (let i = 0; i < layer[kind].length; i += Math.ceil(layer[kind].length / 12)) {
          const before = layer[kind][i]!;
          layer[kind][i] = before + h;
          const above = loss();
          layer[kind][i] = before - h;
          const below = loss();
          layer[kind][i] = before;
          expect(gradient[l]![kind][i]).toBeCloseTo((above - below) / (2 * h), 4);
        }
      }
    });
  });
});
