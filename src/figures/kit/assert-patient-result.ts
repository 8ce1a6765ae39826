/** Whether a figure of one patient is given the result of one patient. */
import { fail } from "../../core/errors.js";

/**
 * Asserts that `given` is an object with the list `field`, as the result of one patient is. A list of results is the
 * usual mistake.
 *
 * @param expected what the figure takes, for example "the match of one patient, as matchPatient returns it"
 * @throws LesionGraphError BAD_VALUE.
 */
export function assertPatientResult(given: unknown, field: string, expected: string): void {
  const isObject = typeof given === "object" && given !== null;
  if (isObject && Array.isArray((given as Record<string, unknown>)[field])) return;
  const received = Array.isArray(given)
    ? `a list of ${given.length}`
    : isObject
      ? "object"
      : String(given);
  fail("BAD_VALUE", expected, received, { remedy: "draw one figure per patient" });
}

/** Asserts the match of one patient. @throws LesionGraphError BAD_VALUE. */
export const assertPatientMatch = (given: unknown): void =>
  assertPatientResult(
    given,
    "acceptedPairs",
    "the match of one patient, as matchPatient returns it",
  );

/** Asserts the growth of one patient. @throws LesionGraphError BAD_VALUE. */
export function assertPatientGrowth(given: unknown): void {
  const expected = "the growth of one patient, as growPatient returns it";
  assertPatientResult(given, "sequences", expected);
  assertPatientResult(given, "studies", expected);
}

/** Asserts the response of one patient. @throws LesionGraphError BAD_VALUE. */
export const assertPatientResponse = (given: unknown): void =>
  assertPatientResult(
    given,
    "assessments",
    "the response of one patient, as respondPatient returns it",
  );
