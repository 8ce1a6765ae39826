/** Networks as text: weights as 8-bit whole numbers, in base64. */
import { fail } from "../core/errors.js";
import type { Layer, Network } from "./network.js";

/** Weights as 8-bit whole numbers times a factor of their output. */
export interface StoredLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Base64 of int8, inputs x outputs. */
  readonly weights: string;
  /** Base64 of float32: factors, then biases of the outputs. */
  readonly scales: string;
}

/** A network with its weights rounded to 8 bits, as a model stores it. */
export const storedNetwork = (network: Network): StoredLayer[] => network.map(storedLayer);

function storedLayer({ inputs, outputs, weights, bias }: Layer): StoredLayer {
  const rounded = new Int8Array(weights.length);
  const scales = new Float32Array(2 * outputs);
  for (let j = 0; j < outputs; j++) {
    let largest = 0;
    for (let at = j; at < weights.length; at += outputs) {
      largest = Math.max(largest, Math.abs(weights[at]!));
    }
    const factor = largest / 127 || 1;
    for (let at = j; at < weights.length; at += outputs) {
      rounded[at] = Math.round(weights[at]! / factor);
    }
    scales[j] = factor;
    scales[outputs + j] = bias[j]!;
  }
  return { inputs, outputs, weights: base64(rounded), scales: base64Floats(scales) };
}

/** The network of its stored layers. @throws LesionGraphError BAD_MODEL. */
export const openedNetwork = (layers: readonly StoredLayer[]): Network => layers.map(openedLayer);

function openedLayer({ inputs, outputs, weights, scales }: StoredLayer): Layer {
  const rounded = new Int8Array(bytesOf(weights).buffer);
  if (rounded.length !== inputs * outputs)
    badModel(`${inputs} x ${outputs} weights`, rounded.length);
  const numbers = floats(scales, 2 * outputs);
  return {
    inputs,
    outputs,
    weights: Float64Array.from(rounded, (value, at) => value * numbers[at % outputs]!),
    bias: Float64Array.from(numbers.subarray(outputs)),
  };
}

/** Float32 numbers of base64. @throws LesionGraphError BAD_MODEL for another count. */
export function floats(text: string, count: number): Float32Array {
  const bytes = bytesOf(text);
  if (bytes.length !== 4 * count) badModel(`${count} float32 numbers`, bytes.length / 4);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    badModel("numbers as base64", text);
  }
}

/** Base64 of float32 numbers, little-endian whatever the machine. */
export function base64Floats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  return base64(new Uint8Array(view.buffer));
}

function base64(values: Int8Array | Uint8Array): string {
  let text = "";
  for (const value of values) text += String.fromCharCode(value & 0xff);
  return btoa(text);
}

/** Throws BAD_MODEL. */
export function badModel(expected: string, received: unknown): never {
  fail("BAD_MODEL", expected, received, {
    remedy: "use a model that lesion-graph bodypart train has written",
  });
}
