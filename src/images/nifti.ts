/**
 * NIfTI-1: the 348-byte header that goes before the voxels (NIfTI-1 Data Format, 2007,
 * https://nifti.nimh.nih.gov/nifti-1).
 *
 * Axes. A slice's columns go to the patient's left, its rows to the back, and DeepLesion numbers slices
 * from head to feet: voxel (i, j, k) is column, row and slice, and its place in NIfTI's millimetres
 * (right, front and head positive) falls with each of them. The origin is the middle of the image in x
 * and y and slice number 0 in z, so that sub-volumes of a series lie where they lie in the series, and a
 * lesion's `centreMm` is its place with the sign turned.
 */

import { fault, type LesionGraphError } from "../core/errors.js";
import type { Vec3 } from "../core/lesion.js";
import { assertFinite, assertOneOf } from "../core/option-checks.js";
import { assertNumbers, assertShape } from "../core/shape.js";

/** What a volume's header says. */
export interface VolumeShape {
  /** Columns, rows and slices. */
  readonly size: Vec3;
  /** mm between voxels along the same. */
  readonly spacingMm: Vec3;
  /** Number of the first slice in its series. */
  readonly firstSlice: number;
  /** Hounsfield units as 16-bit, or labels as 32-bit integers. */
  readonly voxels: "int16" | "int32";
  /** Up to 79 ASCII characters for the field `descrip`. */
  readonly description?: string;
}

/** Bytes before the voxels: the header and an empty list of extensions. */
const NIFTI_OFFSET = 352;

const TYPES = { int16: { code: 4, bits: 16 }, int32: { code: 8, bits: 32 } } as const;
const UNITS_MM = 2;
const SCANNER = 1;

/**
 * The first 352 bytes of a `.nii` file, little-endian; the voxels follow, columns fastest, then rows.
 *
 * @throws LesionGraphError BAD_OPTION for sizes that are not integers from 1 to 32767 or spacings
 * that are not > 0.
 */
export function niftiHeader(shape: VolumeShape): Uint8Array {
  assertShape(shape, "the shape of a volume", []);
  const { size, spacingMm, firstSlice, voxels, description = "" } = shape;
  assertNumbers(size, "a size of three numbers", 3);
  assertNumbers(spacingMm, "a spacing of three numbers", 3);
  assertFinite("firstSlice", firstSlice);
  assertOneOf("voxels", voxels, Object.keys(TYPES));
  for (const side of size) {
    if (Number.isInteger(side) && side >= 1 && side <= 32767) continue;
    throw badShape("1 to 32767 voxels along each axis", side);
  }
  for (const step of spacingMm) {
    if (Number.isFinite(step) && step > 0) continue;
    throw badShape("spacings > 0 mm", step);
  }
  const header = new DataView(new ArrayBuffer(NIFTI_OFFSET));
  const [nx, ny, nz] = size;
  const [sx, sy, sz] = spacingMm;
  const origin = [((nx - 1) / 2) * sx, ((ny - 1) / 2) * sy, 0 - firstSlice * sz] as const;
  const short = (at: number, values: readonly number[]): void =>
    values.forEach((value, i) => {
      header.setInt16(at + 2 * i, value, true);
    });
  const float = (at: number, values: readonly number[]): void =>
    values.forEach((value, i) => {
      header.setFloat32(at + 4 * i, value, true);
    });

  header.setInt32(0, 348, true);
  short(40, [3, nx, ny, nz, 1, 1, 1, 1]);
  short(70, [TYPES[voxels].code, TYPES[voxels].bits]);
  // pixdim[0] = -1: the third axis of the quaternion's frame is turned.
  float(76, [-1, sx, sy, sz, 1, 1, 1, 1]);
  float(108, [NIFTI_OFFSET, 1, 0]);
  header.setUint8(123, UNITS_MM);
  short(252, [SCANNER, SCANNER]);
  // A half turn about z, with the third axis turned: (-x, -y, -z).
  float(256, [0, 0, 1, ...origin]);
  float(280, [-sx, 0, 0, origin[0]]);
  float(296, [0, -sy, 0, origin[1]]);
  float(312, [0, 0, -sz, origin[2]]);
  const ascii = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) header.setUint8(at + i, text.charCodeAt(i) & 0x7f);
  };
  ascii(148, description.slice(0, 79));
  ascii(344, "n+1");
  return new Uint8Array(header.buffer);
}

/** Voxels as the bytes of a file: little-endian whatever the machine. */
export function voxelBytes(values: Int16Array | Int32Array): Uint8Array {
  const size = values.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(values.length * size));
  for (let i = 0; i < values.length; i++) {
    if (size === 2) view.setInt16(2 * i, values[i]!, true);
    else view.setInt32(4 * i, values[i]!, true);
  }
  return new Uint8Array(view.buffer);
}

const badShape = (expected: string, received: number): LesionGraphError =>
  fault("BAD_OPTION", expected, received);
