/** NIfTI-1 label volumes as bytes, with any header a test needs. */

const TYPES = {
  uint8: { code: 2, bytes: 1 },
  int16: { code: 4, bytes: 2 },
  int32: { code: 8, bytes: 4 },
  float32: { code: 16, bytes: 4 },
  float64: { code: 64, bytes: 8 },
  uint16: { code: 512, bytes: 2 },
  int64: { code: 1024, bytes: 8 },
} as const;

export interface NiftiLabels {
  readonly size: readonly [number, number, number];
  readonly labels: ArrayLike<number>;
  /** Rows of the sform: 3 × 4. */
  readonly sform?: readonly (readonly number[])[] | undefined;
  /** b, c, d, offsets x, y, z, then pixdim 0 to 3. */
  readonly qform?: readonly number[];
  /** Sides of voxels; those of the qform come before them. */
  readonly pixdim?: readonly number[];
  readonly type?: keyof typeof TYPES;
  readonly bigEndian?: boolean;
  readonly slope?: number;
  readonly intercept?: number;
  readonly dim?: readonly number[];
  readonly units?: number;
  readonly magic?: string;
  readonly offset?: number;
}

/** Steps along x, y and z without rotation, the first voxel at the origin: RAS where all are positive. */
export const steps = (x: number, y: number, z: number, origin = [0, 0, 0]) => [
  [x, 0, 0, origin[0] ?? 0],
  [0, y, 0, origin[1] ?? 0],
  [0, 0, z, origin[2] ?? 0],
];

export function niftiLabels(given: NiftiLabels): Uint8Array {
  const { size, labels, type = "uint8", offset = 352 } = given;
  const little = given.bigEndian !== true;
  const { code, bytes } = TYPES[type];
  const view = new DataView(new ArrayBuffer(offset + bytes * labels.length));
  const floats = (at: number, values: readonly number[]) =>
    values.forEach((value, i) => {
      view.setFloat32(at + 4 * i, value, little);
    });
  view.setInt32(0, 348, little);
  (given.dim ?? [3, ...size, 1, 1, 1, 1]).forEach((n, i) => {
    view.setInt16(40 + 2 * i, n, little);
  });
  view.setInt16(70, code, little);
  view.setInt16(72, 8 * bytes, little);
  floats(108, [offset, given.slope ?? 0, given.intercept ?? 0]);
  view.setUint8(123, given.units ?? 2);
  const { sform, qform } = given;
  floats(80, given.pixdim ?? []);
  if (qform !== undefined) {
    view.setInt16(252, 1, little);
    floats(256, qform.slice(0, 6));
    floats(76, qform.slice(6));
  } else if (sform !== undefined) {
    view.setInt16(254, 1, little);
    for (const [i, row] of sform.entries()) floats(280 + 16 * i, row);
  }
  [...(given.magic ?? "n+1")].forEach((letter, i) => {
    view.setUint8(344 + i, letter.charCodeAt(0));
  });
  for (let i = 0; i < labels.length; i++) {
    const at = offset + bytes * i;
    const label = labels[i] ?? 0;
    if (type === "uint8") view.setUint8(at, label);
    else if (type === "int16") view.setInt16(at, label, little);
    else if (type === "uint16") view.setUint16(at, label, little);
    else if (type === "int32") view.setInt32(at, label, little);
    else if (type === "float32") view.setFloat32(at, label, little);
    else if (type === "float64") view.setFloat64(at, label, little);
    else view.setBigInt64(at, BigInt(label), little);
  }
  return new Uint8Array(view.buffer);
}

/** The labels of a grid, x fastest, painted by a function of the indices. */
export function painted(
  [nx, ny, nz]: readonly [number, number, number],
  labelAt: (i: number, j: number, k: number) => number,
): Int32Array {
  const labels = new Int32Array(nx * ny * nz);
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) labels[at++] = labelAt(i, j, k);
  }
  return labels;
}
