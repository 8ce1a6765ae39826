/** Results of one patient, and lists of them, that a caller gives: checked with a remedy. */
import { fail } from "./errors.js";

/** What a stage returns for one patient. */
export interface PatientResultKind {
  /** "match", "growth", "response" */
  readonly name: string;
  readonly plural: string;
  /** Function that returns a list of them. */
  readonly ofAll: string;
  /** Function that returns one. */
  readonly ofOne: string;
  /** A list that only they have. */
  readonly field: string;
}

/** Asserts a list of results. @throws LesionGraphError BAD_VALUE with the remedy. */
export function assertPatientList(
  given: unknown,
  kind: PatientResultKind,
  remedy = `put the ${kind.name} of one patient into a list`,
): void {
  const expected = `a list of ${kind.plural}, as ${kind.ofAll} returns it`;
  if (!Array.isArray(given)) fail("BAD_VALUE", expected, received(given), { remedy });
  for (const one of given) {
    if (!isPatient(one, kind)) fail("BAD_VALUE", expected, received(one), { remedy });
  }
}

/** Asserts the result of one patient. @throws LesionGraphError BAD_VALUE with the remedy. */
export function assertPatient(
  given: unknown,
  kind: PatientResultKind,
  remedy = `loop over the list that ${kind.ofAll} returns`,
): void {
  if (isPatient(given, kind)) return;
  const expected = `the ${kind.name} of one patient, as ${kind.ofOne} returns it`;
  fail("BAD_VALUE", expected, received(given), { remedy });
}

const isPatient = (given: unknown, { field }: PatientResultKind): boolean =>
  typeof given === "object" &&
  given !== null &&
  typeof (given as Record<string, unknown>)["patient"] === "string" &&
  Array.isArray((given as Record<string, unknown>)[field]);

const received = (given: unknown): unknown => given ?? String(given);
