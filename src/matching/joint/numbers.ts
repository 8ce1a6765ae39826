/** What is not known of a lesion is absent; what is there must be a number. */
import { fault, type LesionGraphError } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import type { Feature } from "../../features/matrix.js";
import { assertType } from "../../features/type.js";

/**
 * Refuses a lesion of which something is there, but is no number.
 *
 * @throws LesionGraphError BAD_VALUE with row and field.
 */
export function assertNumbers(lesion: Lesion, features: readonly Feature[]): void {
  const { row, patient, id, location, centreMm, longAxisMm, shortAxisMm, series } = lesion;
  const refuse = (column: string, expected: string, received: unknown): LesionGraphError =>
    fault("BAD_VALUE", expected, received, {
      remedy: "leave out what is not known",
      row,
      patient,
      lesion: id,
      column,
    });
  if (features.includes("location")) {
    for (const [name, place] of Object.entries({ location, centreMm })) {
      if (place === undefined || (place.length === 3 && place.every(Number.isFinite))) continue;
      throw refuse(name, "three finite numbers", place);
    }
  }
  if (features.includes("size")) {
    for (const [name, mm] of Object.entries({ longAxisMm, shortAxisMm })) {
      if (mm === undefined || (Number.isFinite(mm) && mm >= 0)) continue;
      throw refuse(name, "a finite number of at least 0", mm);
    }
  }
  if (series !== undefined && !Number.isFinite(series)) {
    throw refuse("series", "a finite number", series);
  }
  if (features.includes("type")) assertType(lesion);
}
