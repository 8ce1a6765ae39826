/** A copy in shared memory, which workers read without copying. */
export function sharedCopy(values: Float32Array | Float64Array): Float32Array | Float64Array;
export function sharedCopy(values: Int32Array): Int32Array;
export function sharedCopy(values: Uint8Array): Uint8Array;
export function sharedCopy(values: Float32Array | Float64Array | Int32Array | Uint8Array) {
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => typeof values;
  const copy = new Kind(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
