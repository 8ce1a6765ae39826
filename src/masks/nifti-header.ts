/**
 * The header of a NIfTI-1 label volume (NIfTI-1 Data Format, 2007, https://nifti.nimh.nih.gov/nifti-1):
 * size, affine and how labels are stored. What a label volume cannot be is an error here.
 */
import { fail } from "../core/errors.js";
import type { Vec3 } from "../core/lesion.js";
import { type Affine, length } from "./affine.js";

/** Length of the header in bytes. */
export const NIFTI_HEADER_BYTES = 348;

/** How voxel values are stored. */
export type Storage =
  | "uint8"
  | "int8"
  | "uint16"
  | "int16"
  | "uint32"
  | "int32"
  | "uint64"
  | "int64"
  | "float32"
  | "float64";

/** What the header of a label volume says. */
export interface LabelHeader {
  /** Voxels along the three array axes, the first fastest. */
  readonly size: Vec3;
  readonly affine: Affine;
  readonly storage: Storage;
  readonly littleEndian: boolean;
  /** Bytes before the first voxel. */
  readonly offset: number;
  /** Label = stored value × slope + intercept. */
  readonly slope: number;
  readonly intercept: number;
}

const STORAGES: Readonly<Record<number, Storage>> = {
  2: "uint8",
  4: "int16",
  8: "int32",
  16: "float32",
  64: "float64",
  256: "int8",
  512: "uint16",
  768: "uint32",
  1024: "int64",
  1280: "uint64",
};

/** Extensions between header and voxels beyond this are no part of a mask. */
const MAX_OFFSET = 1 << 24;

/**
 * Reads the first 348 bytes of a `.nii` file, of either byte order.
 *
 * @throws LesionGraphError BAD_MASK for other files, NIfTI-2, header and image in two files, more than three
 * dimensions, values that are no real numbers, units other than mm, headers without an affine, and those whose
 * sform and pixdim contradict each other.
 */
export function readLabelHeader(bytes: Uint8Array): LabelHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < NIFTI_HEADER_BYTES) {
    fail("BAD_MASK", `a NIfTI-1 file of more than ${NIFTI_HEADER_BYTES} bytes`, bytes.length);
  }
  const littleEndian = isLittleEndian(view);
  assertMagic(bytes);
  const [slope, intercept] = [
    view.getFloat32(112, littleEndian),
    view.getFloat32(116, littleEndian),
  ];
  const scaled = Number.isFinite(slope) && slope !== 0;
  assertMillimetres(view.getUint8(123));
  return {
    size: sizeOf(view, littleEndian),
    storage: storageOf(view.getInt16(70, littleEndian)),
    offset: offsetOf(view.getFloat32(108, littleEndian)),
    slope: scaled ? slope : 1,
    intercept: scaled && Number.isFinite(intercept) ? intercept : 0,
    affine: affineOf(view, littleEndian),
    littleEndian,
  };
}

function isLittleEndian(view: DataView): boolean {
  const [little, big] = [view.getInt32(0, true), view.getInt32(0, false)];
  if (little === NIFTI_HEADER_BYTES) return true;
  if (big === NIFTI_HEADER_BYTES) return false;
  if (little === 540 || big === 540) {
    fail("BAD_MASK", "NIfTI-1", "NIfTI-2", { remedy: "save the mask as NIfTI-1" });
  }
  return fail("BAD_MASK", "a NIfTI-1 file (.nii, .nii.gz)", `a file that begins with ${little}`);
}

function assertMagic(bytes: Uint8Array): void {
  const magic = String.fromCharCode(...bytes.subarray(344, 347));
  if (magic === "n+1" && bytes[347] === 0) return;
  fail("BAD_MASK", 'the magic "n+1" at byte 344', magic, {
    ...(magic === "ni1" && { remedy: "save header and image as one .nii file" }),
  });
}

function sizeOf(view: DataView, littleEndian: boolean): Vec3 {
  const dim = Array.from({ length: 8 }, (_, i) => view.getInt16(40 + 2 * i, littleEndian));
  const [count = 0, x = 0, y = 0, z = 0, ...others] = dim;
  const many = count < 3 || count > 7 || others.slice(0, count - 3).some((n) => n !== 1);
  if (many) fail("BAD_MASK", "a volume of three dimensions", dim.slice(1, 1 + Math.max(0, count)));
  if (Math.min(x, y, z) < 1) fail("BAD_MASK", "at least one voxel along each axis", [x, y, z]);
  return [x, y, z];
}

function storageOf(code: number): Storage {
  const storage = STORAGES[code];
  return storage ?? fail("BAD_MASK", "voxels that are whole or real numbers", `datatype ${code}`);
}

function offsetOf(offset: number): number {
  const fits = Number.isInteger(offset) && offset >= 352 && offset <= MAX_OFFSET;
  return fits ? offset : fail("BAD_MASK", `voxels from byte 352 to ${MAX_OFFSET}`, offset);
}

/** NIfTI's code 2 is mm; 0 is unknown, which writers of masks in mm leave. */
function assertMillimetres(units: number): void {
  const length = units & 7;
  if (length !== 0 && length !== 2) fail("BAD_MASK", "lengths in mm", `unit code ${length}`);
}

function affineOf(view: DataView, littleEndian: boolean): Affine {
  const short = (at: number): number => view.getInt16(at, littleEndian);
  const [qform, sform] = [short(252), short(254)];
  const pixdim = [80, 84, 88].map((at) => view.getFloat32(at, littleEndian));
  if (sform > 0) {
    const affine = affineOfSform(view, littleEndian);
    assertSides(affine, pixdim);
    return affine;
  }
  if (qform > 0) return affineOfQform(view, littleEndian, pixdim);
  return fail("BAD_MASK", "an affine (sform or qform)", "neither", {
    remedy: "write the file with the affine of the CT",
  });
}

function affineOfSform(view: DataView, littleEndian: boolean): Affine {
  const row = (at: number) =>
    [0, 4, 8, 12].map((by) => view.getFloat32(at + by, littleEndian)) as [
      number,
      number,
      number,
      number,
    ];
  const [x, y, z] = [row(280), row(296), row(312)];
  return {
    axes: [
      [x[0], y[0], z[0]],
      [x[1], y[1], z[1]],
      [x[2], y[2], z[2]],
    ],
    origin: [x[3], y[3], z[3]],
  };
}

/** Allows the distance of slices as the side of a tilted axis, which is longer by a factor of 1 / cos(10°) = 1.015. */
const SIDE_TOLERANCE = 0.02;

/**
 * Programs differ in which of the two they take as the side of a voxel, and so would diameters. A side of 0 is not
 * stated; its sign has no meaning.
 */
function assertSides({ axes }: Affine, pixdim: readonly number[]): void {
  axes.forEach((axis, i) => {
    const [side, stated] = [length(axis), Math.abs(pixdim[i]!)];
    if (!(stated > 0) || Math.abs(side - stated) <= SIDE_TOLERANCE * stated) return;
    const received = `${round(side)} mm in the sform, ${round(stated)} mm in pixdim`;
    fail("BAD_MASK", `one side of voxels along axis ${i + 1}`, received, {
      remedy: "write the mask with the header of its CT",
    });
  });
}

const round = (mm: number): number => Number(mm.toPrecision(6));

/** Beyond the rounding of 32-bit floats. */
const LONGEST_QUATERNION = 1 + 1e-5;

/** The rotation of a unit quaternion, as the NIfTI-1 standard gives it (method 2). */
function affineOfQform(view: DataView, littleEndian: boolean, pixdim: readonly number[]): Affine {
  const float = (at: number): number => view.getFloat32(at, littleEndian);
  if (!pixdim.every((side) => side > 0)) fail("BAD_MASK", "a pixdim above 0", pixdim);
  const quaternion = [float(256), float(260), float(264)] as const;
  const norm = length(quaternion);
  if (!(norm <= LONGEST_QUATERNION)) fail("BAD_MASK", "a qform of a rotation", quaternion);
  const [b, c, d] = quaternion.map((part) => part / Math.max(1, norm)) as [number, number, number];
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const [sx, sy, sz] = [pixdim[0]!, pixdim[1]!, pixdim[2]! * (float(76) < 0 ? -1 : 1)];
  return {
    axes: [
      [(a * a + b * b - c * c - d * d) * sx, 2 * (b * c + a * d) * sx, 2 * (b * d - a * c) * sx],
      [2 * (b * c - a * d) * sy, (a * a + c * c - b * b - d * d) * sy, 2 * (c * d + a * b) * sy],
      [2 * (b * d + a * c) * sz, 2 * (c * d - a * b) * sz, (a * a + d * d - b * b - c * c) * sz],
    ],
    origin: [float(268), float(272), float(276)],
  };
}
