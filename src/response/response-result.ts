/** The response of a patient: what `respond` returns. */
import type { ErrorCode, Fault, Place } from "../core/errors.js";
import type { PatientResultKind } from "../core/patient-list.js";
import type { StudyTime } from "../growth/patient-dates.js";
import type { Assumption } from "./assumptions.js";
import type { BestResponse } from "./best-response.js";
import type { ImmuneCourse, ImmuneResponse, StudyResponse } from "./irecist.js";
import type { Assignment } from "./lesion-roles.js";
import type { Decision } from "./response-criteria.js";
import type { TargetSum } from "./target-sums.js";

/** The responses of one study after baseline. */
export interface Assessment extends StudyResponse {
  readonly immune: Decision<ImmuneResponse>;
}

/** Why a patient was not assessed. */
export interface ResponseFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly where: Place;
  /** The parts of the message: what was expected, what was received, the remedy. */
  readonly parts: Fault;
}

/** The response of a patient. */
export interface PatientResponse {
  readonly patient: string;
  /** The baseline with the sum of the targets; none where the patient was not assessed. */
  readonly baseline: (StudyTime & TargetSum) | undefined;
  /** The role of every sequence, in order. */
  readonly assignments: readonly Assignment[];
  /** One for every study after baseline, in time order. */
  readonly assessments: readonly Assessment[];
  readonly best: BestResponse;
  readonly immune: Pick<ImmuneCourse, "best" | "progression">;
  /** What the response assumes; print it beside every table and figure. */
  readonly assumptions: readonly Assumption[];
  /** Why the patient was not assessed, where faults are reported. */
  readonly fault: ResponseFault | undefined;
}

/** Returns the result of a patient who was not assessed. */
export const notAssessed = (
  patient: string,
  reason: string,
  fault?: ResponseFault,
): PatientResponse => ({
  patient,
  baseline: undefined,
  assignments: [],
  assessments: [],
  best: { response: "NE", rule: 13, reason, study: undefined },
  immune: { best: "iNE", progression: undefined },
  assumptions: [],
  fault,
});

/** How arguments that should be responses are described and recognised. */
export const RESPONSE_KIND: PatientResultKind = Object.freeze({
  name: "response",
  plural: "responses",
  ofAll: "respond",
  ofOne: "respondPatient",
  field: "assessments",
});
