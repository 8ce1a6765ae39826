/** CT volumes: what they are. */
import { fail } from "../core/errors.js";
import type { Vec3 } from "../core/lesion.js";
import { assertShape } from "../core/shape.js";
import { type CtSlice, FAT_HU, isHounsfield } from "../images/slice.js";

/** A CT volume: equidistant axial slices. */
export interface CtVolume {
  readonly name: string;
  /** From head to feet; rows from front to back, columns from the patient's right to left. */
  readonly slices: readonly CtSlice[];
  /** Sides of a pixel, and the distance between slices. */
  readonly spacingMm: Vec3;
  /** Numbers of the slices in their file or folder, counted from 1; 1, 2, 3, … where absent. */
  readonly numbers?: readonly number[];
}

/**
 * Asserts that a value is a CT volume with slices and spacing.
 *
 * @throws LesionGraphError BAD_VALUE for what is no volume; BAD_SERIES for no slices, or a distance between
 * them that is not > 0.
 */
export function assertVolume(given: unknown): asserts given is CtVolume {
  const expected = "a CT volume, as readCtVolume returns it";
  assertShape(given, expected, ["name", "slices", "spacingMm"]);
  const { name, slices, spacingMm } = given as CtVolume;
  if (!Array.isArray(slices) || !Array.isArray(spacingMm)) fail("BAD_VALUE", expected, given);
  if (slices.length === 0) fail("BAD_SERIES", "a volume with slices", "none", { file: name });
  const mm = spacingMm[2];
  if (mm > 0 && Number.isFinite(mm)) return;
  fail("BAD_SERIES", "a distance between slices > 0 mm", mm, { file: name });
}

/** @throws LesionGraphError BAD_VOLUME where no value is as low as that of fat or air. */
export function assertHounsfield(slices: readonly CtSlice[], file: string): void {
  if (slices.some(isHounsfield)) return;
  badVolume(`Hounsfield units, some below ${FAT_HU}`, "none", file);
}

/** Throws BAD_VOLUME. */
export function badVolume(expected: string, received: unknown, file: string): never {
  fail("BAD_VOLUME", expected, received, { file });
}
