/** Checks of the data that figures are given. */
import { fail } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { assertPatient, assertPatientList } from "../../core/patient-list.js";
import { GROWTH_KIND, type PatientGrowth } from "../../growth/growth-result.js";
import { MATCH_KIND } from "../../matching/result.js";
import { type PatientResponse, RESPONSE_KIND } from "../../response/response-result.js";
import { isFull } from "./slice-image.js";

const ONE = "draw one figure per patient";

/** Asserts the match of one patient. @throws LesionGraphError BAD_VALUE. */
export const assertPatientMatch = (given: unknown): void => assertPatient(given, MATCH_KIND, ONE);

/** Asserts the growth of one patient. @throws LesionGraphError BAD_VALUE. */
export function assertPatientGrowth(given: unknown): void {
  assertPatient(given, GROWTH_KIND, ONE);
  assertPatient(given, { ...GROWTH_KIND, field: "sequences" }, ONE);
}

/** Asserts the response of one patient. @throws LesionGraphError BAD_VALUE. */
export const assertPatientResponse = (given: unknown): void =>
  assertPatient(given, RESPONSE_KIND, ONE);

/** Asserts a list of matches. @throws LesionGraphError BAD_VALUE. */
export const assertMatchList = (given: unknown): void => assertPatientList(given, MATCH_KIND);

/** Asserts a list of responses. @throws LesionGraphError BAD_VALUE. */
export const assertResponseList = (given: unknown): void => assertPatientList(given, RESPONSE_KIND);

/** Asserts a list of growths or responses, and divides it. @throws LesionGraphError BAD_VALUE. */
export function growthsAndResponses(given: readonly (PatientGrowth | PatientResponse)[]): {
  readonly growths: readonly PatientGrowth[];
  readonly responses: readonly PatientResponse[];
} {
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  const isResponse = (one: unknown): one is PatientResponse =>
    typeof one === "object" && one !== null && RESPONSE_KIND.field in one;
  const responses = all.filter(isResponse);
  const growths = all.filter((one) => !isResponse(one));
  assertPatientList(Array.isArray(given) ? growths : given, GROWTH_KIND);
  assertPatientList(responses, RESPONSE_KIND);
  return { growths: growths as PatientGrowth[], responses };
}

/**
 * Asserts that an option is of the patient of the figure.
 *
 * @throws LesionGraphError BAD_OPTION.
 */
export function assertSamePatient(
  option: string,
  received: string | undefined,
  patient: string,
): void {
  if (received === undefined || received === patient) return;
  fail("BAD_OPTION", `${option} of patient ${patient}`, `that of patient ${received}`, {
    remedy: `make the ${option} of the same lesions as the first argument`,
    option,
    patient,
  });
}

/**
 * Asserts that sizes and places of lesions are finite numbers. O(n).
 *
 * @throws LesionGraphError BAD_VALUE, with row, patient and the value's name.
 */
export function assertFinite(lesions: Iterable<Lesion>): void {
  for (const lesion of lesions) {
    check(lesion, "longAxisMm", lesion.longAxisMm);
    check(lesion, "shortAxisMm", lesion.shortAxisMm);
    check(lesion, "location", lesion.location);
    check(lesion, "centreMm", lesion.centreMm);
    if (!isFull(lesion)) continue;
    check(lesion, "longAxisPx", lesion.longAxisPx);
    check(lesion, "shortAxisPx", lesion.shortAxisPx);
    check(lesion, "spacingMm", lesion.spacingMm);
  }
}

function check(
  { row, patient, id }: Lesion,
  name: string,
  value: number | readonly number[] | undefined,
): void {
  const parts = typeof value === "number" ? [value] : (value ?? []);
  const bad = parts.find((part) => !Number.isFinite(part));
  if (bad === undefined) return;
  fail("BAD_VALUE", `${name} of finite numbers`, bad, {
    remedy: "leave the value out where it is not known",
    row,
    patient,
    lesion: id,
  });
}
