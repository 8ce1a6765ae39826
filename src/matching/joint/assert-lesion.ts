/** Checks of the lesions that the joint matcher is given. */
import { fail, placeOf } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { assertType } from "../../features/type.js";
import type { JointFeature } from "./joint-model.js";

/**
 * Asserts that the present values of a lesion are finite and within 1e6. Missing values are allowed.
 *
 * @throws LesionGraphError BAD_VALUE with row and field.
 */
export function assertLesion(lesion: Lesion, features: readonly JointFeature[]): void {
  const { location, centreMm, longAxisMm, shortAxisMm, series } = lesion;
  if (features.includes("location")) {
    assertPosition(lesion, "location", location);
    assertPosition(lesion, "centreMm", centreMm);
  }
  if (features.includes("size")) {
    assertAxis(lesion, "longAxisMm", longAxisMm);
    assertAxis(lesion, "shortAxisMm", shortAxisMm);
  }
  if (series !== undefined && !Number.isFinite(series)) {
    failAt(lesion, "series", "a finite number", series);
  }
  if (features.includes("type")) assertType(lesion);
}

/**
 * Asserts that some lesion has a location or a vector where the features ask for either: size and type alone join
 * lesions anywhere in the body.
 *
 * @throws LesionGraphError MISSING_FEATURE.
 */
export function assertPlaced(lesions: readonly Lesion[], features: readonly JointFeature[]): void {
  const [first] = lesions;
  const places = features.filter((feature) => feature === "location" || feature === "appearance");
  if (first === undefined || places.length === 0) return;
  const placed = (lesion: Lesion): boolean =>
    places.some((one) => PLACES[one].some((field) => lesion[field] !== undefined));
  if (lesions.some(placed)) return;
  const fields = places.flatMap((one) => PLACES[one]).join(" or ");
  fail("MISSING_FEATURE", `a lesion with ${fields}`, "none", {
    remedy: 'give it, or accept links by size and type alone with `features: ["size", "type"]`',
    ...placeOf(first),
  });
}

/** Fields that say where a lesion is or how it looks, by feature. */
const PLACES = { location: ["location", "centreMm"], appearance: ["vector"] } as const;

/** Beyond any body and scanner, in mm or relative: such a number is not a length, and would link anything. */
const LARGEST = 1e6;

/** True for a number that is a position along an axis or a length. */
export const isLength = (value: number): boolean => Math.abs(value) <= LARGEST;

function assertPosition(lesion: Lesion, column: string, value: ArrayLike<number> | undefined) {
  if (value === undefined) return;
  if (value.length === 3 && Array.from(value).every(isLength)) return;
  failAt(lesion, column, `three finite numbers within ${LARGEST}`, value);
}

function assertAxis(lesion: Lesion, column: string, mm: number | undefined): void {
  if (mm === undefined || (isLength(mm) && mm >= 0)) return;
  failAt(lesion, column, `a finite number from 0 to ${LARGEST}`, mm);
}

function failAt(lesion: Lesion, column: string, expected: string, received: unknown): never {
  const remedy = "leave out missing values";
  fail("BAD_VALUE", expected, received, { remedy, ...placeOf(lesion), column });
}
