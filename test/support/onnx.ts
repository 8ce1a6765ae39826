/**
 * A tiny ONNX model, byte by byte (protobuf encoding; field numbers of onnx.proto, ONNX IR version 8):
 * Flatten, then MatMul with given weights, so that its output is known by hand.
 */

type Field = readonly [number: number, value: number | string | Uint8Array];

function message(...fields: readonly Field[]): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    bytes.push(rest);
  };
  for (const [number, value] of fields) {
    if (typeof value === "number") {
      varint(number * 8);
      varint(value);
      continue;
    }
    const content = typeof value === "string" ? new TextEncoder().encode(value) : value;
    varint(number * 8 + 2);
    varint(content.length);
    bytes.push(...content);
  }
  return Uint8Array.from(bytes);
}

const FLOAT = 1;

/** A tensor's name and shape; texts are free dimensions. */
const valueInfo = (name: string, dims: readonly (number | string)[]): Uint8Array =>
  message(
    [1, name],
    [
      2,
      message([
        1,
        message(
          [1, FLOAT],
          [2, message(...dims.map((d): Field => [1, message([typeof d === "number" ? 1 : 2, d])]))],
        ),
      ]),
    ],
  );

/** A model from [batch, 1, size, size] to [batch, weights per pixel]: y = x W, W row by row. */
export function linearModel(size: number, weights: readonly (readonly number[])[]): Uint8Array {
  const width = weights[0]!.length;
  const raw = new Uint8Array(Float32Array.from(weights.flat()).buffer);
  const initializer = message([1, size * size], [1, width], [2, FLOAT], [8, "W"], [9, raw]);
  const graph = message(
    [1, message([1, "x"], [2, "flat"], [4, "Flatten"])],
    [1, message([1, "flat"], [1, "W"], [2, "y"], [4, "MatMul"])],
    [2, "linear"],
    [5, initializer],
    [11, valueInfo("x", ["batch", 1, size, size])],
    [12, valueInfo("y", ["batch", width])],
  );
  return message([1, 8], [8, message([2, 13])], [7, graph]);
}
