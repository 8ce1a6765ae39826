/** The plane of an image in the patient (PS3.3, C.7.6.2). */
import type { Vec3 } from "../core/lesion.js";
import { decimalOf } from "../csv/numbers.js";
import type { DataSet } from "./data-set.js";

export interface Plane {
  /** Centre of the first pixel in mm. */
  readonly position: Vec3;
  /** Direction in which columns are counted, and rows. */
  readonly across: Vec3;
  readonly down: Vec3;
  /** mm between rows and between columns. */
  readonly spacingMm: readonly [rows: number, columns: number];
}

/** The plane of an image by its SOP Instance UID; `undefined` where it is not known. */
export type PlaneOfImage = (sopUid: string) => Plane | undefined;

/** The plane of a single-frame image; `undefined` where the data set does not give it. */
export function readPlane(data: DataSet): Plane | undefined {
  const numbers = (tag: string): number[] => data.values(tag).map(decimalOf);
  const [frames = ""] = data.values("x00280008");
  const position = numbers("x00200032");
  const directions = numbers("x00200037");
  const spacing = numbers("x00280030");
  const all = [...position, ...directions, ...spacing];
  if (position.length !== 3 || directions.length !== 6 || spacing.length !== 2) return undefined;
  if (!all.every(Number.isFinite) || !spacing.every((mm) => mm > 0)) return undefined;
  const across = directions.slice(0, 3) as unknown as Vec3;
  const down = directions.slice(3) as unknown as Vec3;
  if ((frames !== "" && frames !== "1") || !areDirections(across, down)) return undefined;
  return {
    position: position as unknown as Vec3,
    across,
    down,
    spacingMm: spacing as unknown as [number, number],
  };
}

/** Directions are written with three digits and more: 3 x 0.577² is 0.9988. */
const ROUNDING = 2e-3;

/** True for two directions of length 1 at a right angle: any others would displace all points. */
const areDirections = (across: Vec3, down: Vec3): boolean =>
  [dot(across, across) - 1, dot(down, down) - 1, dot(across, down)].every(
    (rest) => Math.abs(rest) <= ROUNDING,
  );

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** A point of an image, counted in pixels from the outer corner of the first, in patient coordinates (mm). */
export function placeOnPlane(plane: Plane, x: number, y: number): Vec3 {
  const { position, across, down, spacingMm } = plane;
  const [right, below] = [(x - 0.5) * spacingMm[1], (y - 0.5) * spacingMm[0]];
  return [
    position[0] + right * across[0] + below * down[0],
    position[1] + right * across[1] + below * down[1],
    position[2] + right * across[2] + below * down[2],
  ];
}
