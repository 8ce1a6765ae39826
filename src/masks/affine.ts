/** Where voxels lie in the patient: NIfTI's affine and the anatomical axis that each array axis follows. */
import { fail } from "../core/errors.js";
import type { Vec3 } from "../core/lesion.js";

/**
 * Voxel indices to mm, right, anterior and superior positive (RAS): `origin + i * axes[0] + j * axes[1] +
 * k * axes[2]`.
 */
export interface Affine {
  /** Centre of voxel (0, 0, 0). */
  readonly origin: Vec3;
  /** The step from one voxel to the next along each array axis. */
  readonly axes: readonly [Vec3, Vec3, Vec3];
}

/** Steepest angle between an array axis and the anatomical axis it follows. */
const MAX_TILT_DEGREES = 10;

/** Voxel sides outside this range in mm are taken as another unit, and rejected. */
const SIDE_MM = { least: 0.01, most: 100 } as const;

/** For x, y and z of the patient the array axis (0, 1, 2) that follows it. */
export type AxisOrder = readonly [x: number, y: number, z: number];

/**
 * Returns the array axis that runs along each anatomical axis.
 *
 * @throws LesionGraphError BAD_MASK where a side is not a length in mm, an axis is tilted by more than 10
 * degrees, or two array axes follow the same anatomical axis.
 */
export function axisOrder({ origin, axes }: Affine): AxisOrder {
  if (!origin.every(Number.isFinite)) fail("BAD_MASK", "an affine of finite numbers", [...origin]);
  const followed = axes.map(anatomicalAxis);
  const [x, y, z] = [0, 1, 2].map((axis) => followed.indexOf(axis)) as [number, number, number];
  if (Math.min(x, y, z) < 0) fail("BAD_MASK", "an affine with three different axes", followed);
  return [x, y, z];
}

function anatomicalAxis(step: Vec3): number {
  const side = length(step);
  if (!(side >= SIDE_MM.least && side <= SIDE_MM.most)) {
    fail("BAD_MASK", `voxel sides of ${SIDE_MM.least} to ${SIDE_MM.most} mm`, side);
  }
  const shares = step.map((part) => Math.abs(part) / side);
  const share = Math.max(...shares);
  const tilt = (Math.acos(Math.min(1, share)) * 180) / Math.PI;
  if (tilt > MAX_TILT_DEGREES + 1e-6) {
    fail("BAD_MASK", `axes tilted by at most ${MAX_TILT_DEGREES} degrees`, tilt.toFixed(1), {
      remedy: "resample the mask to axial slices",
    });
  }
  return shares.indexOf(share);
}

/** The place of a voxel, whole or fractional, in mm (RAS). */
export const placeOf = ({ origin, axes: [a, b, c] }: Affine, [i, j, k]: Vec3): Vec3 => [
  origin[0] + i * a[0] + j * b[0] + k * c[0],
  origin[1] + i * a[1] + j * b[1] + k * c[1],
  origin[2] + i * a[2] + j * b[2] + k * c[2],
];

/** Volume of a voxel in mm³: the absolute determinant of the axes. */
export const voxelMm3 = ({ axes: [a, b, c] }: Affine): number =>
  Math.abs(
    a[0] * (b[1] * c[2] - b[2] * c[1]) -
      a[1] * (b[0] * c[2] - b[2] * c[0]) +
      a[2] * (b[0] * c[1] - b[1] * c[0]),
  );

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const length = (a: Vec3): number => Math.sqrt(dot(a, a));
