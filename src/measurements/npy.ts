/**
 * NumPy's .npy files, as far as vectors need them: two dimensions, float32 or float64, C order, little-endian. All
 * else is an error; nothing is reordered or converted.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

import { fault, type LesionGraphError } from "../core/errors.js";
import type { VectorTable } from "../csv/read-options.js";

/**
 * Vectors of a .npy array of shape (rows, dimensions); row i of the array (counted from 1) belongs to
 * data row i. Pass the result to a reader as its option `vectors`. No copy where the bytes are aligned.
 *
 * @throws LesionGraphError BAD_NPY for another file, type, order, shape or length.
 */
export function readNpy(bytes: Uint8Array): VectorTable {
  if (!(bytes instanceof Uint8Array)) throw badNpy("the bytes of a .npy file", bytes ?? "nothing");
  const { header, dataStart } = readHeader(bytes);
  const type = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const wordSize = type === "<f4" ? 4 : type === "<f8" ? 8 : 0;
  if (wordSize === 0 || !HOST_IS_LITTLE_ENDIAN) {
    throw badNpy("float32 or float64, little-endian", type ?? header, "astype(numpy.float32)");
  }
  if (!/'fortran_order'\s*:\s*False/.test(header)) {
    throw badNpy("an array in C order", "Fortran order", "numpy.ascontiguousarray");
  }
  const shape = /'shape'\s*:\s*\(\s*(\d+)\s*,\s*(\d+)\s*,?\s*\)/.exec(header);
  if (shape === null) {
    throw badNpy(
      "an array of shape (rows, dimensions)",
      /'shape'\s*:\s*(\([^)]*\))/.exec(header)?.[1],
    );
  }
  const [rows, dimensions] = [Number(shape[1]), Number(shape[2])];
  if (dimensions === 0) throw badNpy("vectors of one dimension and more", `(${rows}, 0)`);
  const length = rows * dimensions * wordSize;
  if (bytes.length - dataStart !== length) {
    throw badNpy(
      `${length} bytes of data for shape (${rows}, ${dimensions})`,
      bytes.length - dataStart,
    );
  }
  const data = aligned(bytes.subarray(dataStart), wordSize);
  const values =
    wordSize === 4
      ? new Float32Array(data.buffer, data.byteOffset, rows * dimensions)
      : new Float64Array(data.buffer, data.byteOffset, rows * dimensions);
  return {
    rows,
    dimensions,
    at: (row) =>
      row >= 1 && row <= rows
        ? values.subarray((row - 1) * dimensions, row * dimensions)
        : undefined,
  };
}

const MAGIC = [0x93, ...new TextEncoder().encode("NUMPY")];
const HOST_IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function readHeader(bytes: Uint8Array): { header: string; dataStart: number } {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw badNpy("a .npy file", bytes.length === 0 ? "no bytes" : "other bytes", "numpy.save");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6]!;
  const headerStart = version === 1 ? 10 : 12;
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = headerStart + headerLength;
  if (dataStart > bytes.length) throw badNpy("a whole header", `${bytes.length} bytes`);
  return {
    header: new TextDecoder("latin1").decode(bytes.subarray(headerStart, dataStart)),
    dataStart,
  };
}

/** The bytes if a typed array can view them, else a copy. */
const aligned = (bytes: Uint8Array, wordSize: number): Uint8Array =>
  // Not bytes.slice(): that of a Buffer shares its memory.
  bytes.byteOffset % wordSize === 0 ? bytes : new Uint8Array(bytes);

const badNpy = (expected: string, received: unknown, remedy?: string): LesionGraphError =>
  fault("BAD_NPY", expected, received, {
    ...(remedy === undefined ? {} : { remedy: `see ${remedy}` }),
  });
