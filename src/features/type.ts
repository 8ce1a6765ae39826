/** Coarse type of a lesion. An unknown type adds nothing to a distance. */
import { fail, placeOf } from "../core/errors.js";
import { LESION_TYPES, type Lesion } from "../core/lesion.js";
import { columnsFrom, type FeatureColumns } from "./feature-columns.js";

/** Two known and different types are 1 apart, since each differs in two columns. */
export const PRESENT = Math.SQRT1_2;

/** One column per type; NaN in all of them if the type is unknown. */
export function typeColumns(lesions: readonly Lesion[]): FeatureColumns {
  const names = LESION_TYPES.map((type) => `type:${type}`);
  return columnsFrom(names, lesions, (lesion) => {
    assertType(lesion);
    const { type } = lesion;
    return LESION_TYPES.map((other) =>
      type === undefined ? Number.NaN : other === type ? PRESENT : 0,
    );
  });
}

/** Asserts a known type; an unknown one would become a type of its own. @throws LesionGraphError BAD_VALUE. */
export function assertType(lesion: Lesion): void {
  const { type } = lesion;
  if (type === undefined || LESION_TYPES.includes(type)) return;
  const expected = `one of ${LESION_TYPES.join(", ")}`;
  fail("BAD_VALUE", expected, type, { ...placeOf(lesion), column: "type" });
}
