/**
 * A multilayer perceptron with one output: features → 64 → 32 → score, leaky rectifiers between. Plain loops
 * over typed arrays of sums and products, so that every engine computes the same bits.
 */
import type { RandomSource } from "../core/random.js";

/** Layer sizes after the features. */
const HIDDEN = [64, 32] as const;
/** Slope of the rectifier below 0. */
const LEAK = 0.1;
/** Scores are this many times the output of the last layer, whose weights so stay about 1. */
const SCORE_SCALE = 5;

/** One layer: output = weights · input + bias. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** inputs x outputs, the weights of one input side by side. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

export type Network = readonly Layer[];

/** Returns a network with random weights of deviation 1/√inputs. */
export function randomNetwork(features: number, random: RandomSource): Network {
  const sizes = [features, ...HIDDEN, 1];
  return sizes.slice(1).map((outputs, l) => {
    const inputs = sizes[l]!;
    // Uniform within ±√3 has deviation 1.
    const half = Math.sqrt(3 / inputs) * (outputs === 1 ? 0.5 : 1);
    const weights = Float64Array.from({ length: inputs * outputs }, () =>
      random.uniform(-half, half),
    );
    return { inputs, outputs, weights, bias: new Float64Array(outputs) };
  });
}

/** Returns a network whose scores are those of another, times a factor plus an offset. */
export function rescaled(network: Network, factor: number, offset: number): Network {
  const last = network.at(-1)!;
  const weights = last.weights.map((weight) => weight * factor);
  const bias = last.bias.map((one) => one * factor + offset / SCORE_SCALE);
  return network.with(-1, { ...last, weights, bias });
}

/** What a forward pass leaves for the backward pass: the input of every layer, sample by sample. */
export interface Pass {
  readonly scores: Float64Array;
  readonly inputs: readonly Float64Array[];
}

/**
 * Returns the scores of samples, with what {@link backward} needs. O(samples x weights).
 *
 * @param samples standardised features, sample by sample
 */
export function forward(network: Network, samples: Float64Array): Pass {
  const inputs: Float64Array[] = [];
  let values: Float64Array = samples;
  network.forEach((layer, l) => {
    inputs.push(values);
    values = layerOutput(layer, values);
    if (l + 1 < network.length) rectify(values);
  });
  return { scores: values.map((value) => value * SCORE_SCALE), inputs };
}

/** Gradients of a loss by weights and biases, summed over samples, from its gradient by the scores. */
export function backward(network: Network, { inputs }: Pass, byScore: Float64Array): Network {
  let error: Float64Array = byScore.map((slope) => slope * SCORE_SCALE);
  const gradients = network.map((layer) => ({
    ...layer,
    weights: new Float64Array(layer.weights.length),
    bias: new Float64Array(layer.bias.length),
  }));
  for (let l = network.length - 1; l >= 0; l--) {
    addGradient(gradients[l]!, inputs[l]!, error);
    if (l > 0) error = errorBelow(network[l]!, inputs[l]!, error);
  }
  return gradients;
}

/** Four inputs at a time: half the time goes into reading and writing the sums. */
function layerOutput(
  { inputs, outputs, weights, bias }: Layer,
  values: Float64Array,
): Float64Array {
  const out: Float64Array = new Float64Array((values.length / inputs) * outputs);
  const fours = inputs - (inputs % 4);
  for (let from = 0, to = 0; from < values.length; from += inputs, to += outputs) {
    out.set(bias, to);
    for (let i = 0; i < fours; i += 4) {
      const [a, b, c, d] = [
        values[from + i]!,
        values[from + i + 1]!,
        values[from + i + 2]!,
        values[from + i + 3]!,
      ];
      const at = i * outputs;
      for (let j = 0; j < outputs; j++) {
        out[to + j]! +=
          a * weights[at + j]! +
          b * weights[at + outputs + j]! +
          c * weights[at + 2 * outputs + j]! +
          d * weights[at + 3 * outputs + j]!;
      }
    }
    for (let i = fours; i < inputs; i++) {
      for (let j = 0; j < outputs; j++) {
        out[to + j]! += values[from + i]! * weights[i * outputs + j]!;
      }
    }
  }
  return out;
}

function rectify(values: Float64Array): void {
  for (let j = 0; j < values.length; j++) if (values[j]! < 0) values[j]! *= LEAK;
}

/** Four samples at a time, as above. */
function addGradient(gradient: Layer, values: Float64Array, error: Float64Array): void {
  const { inputs, outputs, weights, bias } = gradient;
  const samples = values.length / inputs;
  for (let e = 0; e < error.length; e++) bias[e % outputs]! += error[e]!;
  const fours = samples - (samples % 4);
  for (let s = 0; s < fours; s += 4) {
    const [from, e] = [s * inputs, s * outputs];
    for (let i = 0; i < inputs; i++) {
      const a = values[from + i]!;
      const b = values[from + inputs + i]!;
      const c = values[from + 2 * inputs + i]!;
      const d = values[from + 3 * inputs + i]!;
      const at = i * outputs;
      for (let j = 0; j < outputs; j++) {
        weights[at + j]! +=
          a * error[e + j]! +
          b * error[e + outputs + j]! +
          c * error[e + 2 * outputs + j]! +
          d * error[e + 3 * outputs + j]!;
      }
    }
  }
  for (let s = fours; s < samples; s++) {
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < outputs; j++) {
        weights[i * outputs + j]! += values[s * inputs + i]! * error[s * outputs + j]!;
      }
    }
  }
}

/** The error of a layer's input, through the rectifier that made it (`values` are behind it). */
function errorBelow(
  { inputs, outputs, weights }: Layer,
  values: Float64Array,
  error: Float64Array,
): Float64Array {
  const below = new Float64Array(values.length);
  for (let from = 0, e = 0; from < values.length; from += inputs, e += outputs) {
    for (let i = 0, at = 0; i < inputs; i++, at += outputs) {
      let sum = 0;
      for (let j = 0; j < outputs; j++) sum += weights[at + j]! * error[e + j]!;
      below[from + i] = values[from + i]! < 0 ? sum * LEAK : sum;
    }
  }
  return below;
}
