/** Lists of patients that a caller gives, checked with a remedy. */
import { fail } from "../core/errors.js";

/** How a list of patients is described in an error. */
export interface PatientListText {
  /** What the function takes, for example "a list of matches, as match() returns it". */
  readonly expected: string;
  /** A field that every patient has. */
  readonly field: string;
  /** What to call for a single patient. */
  readonly remedy: string;
}

/** Asserts a list of patients. @throws LesionGraphError BAD_VALUE with the remedy. */
export function assertPatientList(
  given: unknown,
  { expected, field, remedy }: PatientListText,
): void {
  if (!Array.isArray(given)) fail("BAD_VALUE", expected, received(given), { remedy });
  for (const one of given) {
    if (!isPatient(one, field)) fail("BAD_VALUE", expected, received(one), { remedy });
  }
}

/** Asserts one patient. @throws LesionGraphError BAD_VALUE with the remedy. */
export function assertPatient(given: unknown, { expected, field, remedy }: PatientListText): void {
  if (!isPatient(given, field)) fail("BAD_VALUE", expected, received(given), { remedy });
}

const isPatient = (given: unknown, field: string): boolean =>
  typeof given === "object" &&
  given !== null &&
  typeof (given as Record<string, unknown>)["patient"] === "string" &&
  Array.isArray((given as Record<string, unknown>)[field]);

const received = (given: unknown): unknown => given ?? String(given);
