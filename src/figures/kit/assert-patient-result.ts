/** Whether figures are given the result of one patient, or a list of results. */
import { assertPatient, assertPatientList } from "../../core/patient-list.js";
import { GROWTH_KIND, type PatientGrowth } from "../../growth/growth-result.js";
import { MATCH_KIND } from "../../matching/result.js";
import { type PatientResponse, RESPONSE_KIND } from "../../response/response-result.js";

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
