/** Response as a tidy table, for data frames and CSV. */
import { assertPatientList } from "../core/patient-list.js";
import { column, optional, type RowOf, Table } from "../csv/table.js";
import type { ImmuneResponse } from "./irecist.js";
import type { NonTargetResponse, OverallResponse, TargetResponse } from "./response-criteria.js";
import { type Assessment, type PatientResponse, RESPONSE_KIND } from "./response-result.js";

const { text, integer, number, boolean, date } = column;

/** The columns of {@link responseTable}. */
export const RESPONSE_COLUMNS = Object.freeze({
  patient: text("Patient id"),
  study: optional(integer("Study after baseline; empty for a patient without one")),
  date: optional(date("Date of the study")),
  day: optional(integer("Time since the patient's first study", "days")),
  baselineStudy: optional(integer("Baseline study")),
  baselineMm: optional(number("Sum of target diameters at baseline", "mm")),
  nadirMm: optional(number("Smallest earlier sum, that of the baseline included", "mm")),
  sumMm: optional(number("Sum of target diameters; empty where a target is not evaluable", "mm")),
  fromBaselinePercent: optional(number("Change of the sum from baseline", "%")),
  fromNadirPercent: optional(number("Change of the sum from the nadir", "%")),
  target: optional(text<TargetResponse>("Response of the targets")),
  targetRule: optional(integer("Rule that decided it")),
  targetReason: optional(text("The numbers that decided it")),
  nonTarget: optional(text<NonTargetResponse>("Response of the non-targets")),
  nonTargetReason: optional(text("Why")),
  newLesions: optional(text("Sequences of new lesions, separated by spaces")),
  overall: text<OverallResponse>("Overall response"),
  overallRule: integer("Rule that decided it"),
  overallReason: text("Why"),
  review: boolean("A reader must review the response"),
  immune: text<ImmuneResponse>("Response by iRECIST"),
  immuneReason: text("Why"),
  bestOverall: text<OverallResponse>("Best overall response, the same in every row of a patient"),
  bestOverallReason: text("Why"),
  assumptions: optional(text("What the response assumes, separated by semicolons")),
  fault: optional(text("Why the patient was not assessed: error code and message")),
});

/** One row per study after baseline; unknown values are `undefined`. */
export type ResponseRow = RowOf<typeof RESPONSE_COLUMNS>;

/**
 * Returns a table with one row per study after baseline, and one row for a patient without such a study.
 * O(studies).
 *
 * @throws LesionGraphError BAD_VALUE where `responses` is not a list of responses.
 */
export function responseTable(
  responses: readonly PatientResponse[],
): Table<typeof RESPONSE_COLUMNS> {
  assertPatientList(responses, RESPONSE_KIND);
  return new Table(RESPONSE_COLUMNS, responses.flatMap(responseRows));
}

/** Returns the rows of {@link responseTable} for one patient. */
export const responseRows = (response: PatientResponse): ResponseRow[] =>
  response.assessments.length === 0
    ? [rowWithoutStudy(response)]
    : response.assessments.map((assessment) => rowOfStudy(assessment, response));

const rowOfStudy = (assessment: Assessment, response: PatientResponse): ResponseRow => ({
  patient: response.patient,
  study: assessment.study,
  date: assessment.date,
  day: assessment.day,
  baselineStudy: response.baseline?.study,
  baselineMm: assessment.target?.baselineMm,
  nadirMm: assessment.target?.nadirMm,
  sumMm: assessment.target?.sumMm,
  fromBaselinePercent: assessment.target?.fromBaselinePercent,
  fromNadirPercent: assessment.target?.fromNadirPercent,
  target: assessment.target?.response,
  targetRule: assessment.target?.rule,
  targetReason: assessment.target?.reason,
  nonTarget: assessment.nonTarget?.response,
  nonTargetReason: assessment.nonTarget?.reason,
  newLesions: assessment.newLesions.sequences.join(" ") || undefined,
  overall: assessment.overall.response,
  overallRule: assessment.overall.rule,
  overallReason: assessment.overall.reason,
  review: assessment.overall.review === true,
  immune: assessment.immune.response,
  immuneReason: assessment.immune.reason,
  ...patientCells(response),
});

const rowWithoutStudy = (response: PatientResponse): ResponseRow => ({
  patient: response.patient,
  study: undefined,
  date: undefined,
  day: undefined,
  baselineStudy: response.baseline?.study,
  baselineMm: response.baseline?.sumMm,
  nadirMm: undefined,
  sumMm: undefined,
  fromBaselinePercent: undefined,
  fromNadirPercent: undefined,
  target: undefined,
  targetRule: undefined,
  targetReason: undefined,
  nonTarget: undefined,
  nonTargetReason: undefined,
  newLesions: undefined,
  overall: response.best.response,
  overallRule: response.best.rule,
  overallReason: response.best.reason,
  review: response.fault !== undefined,
  immune: response.immune.best,
  immuneReason: response.best.reason,
  ...patientCells(response),
});

const patientCells = ({ best, assumptions, fault }: PatientResponse) => ({
  bestOverall: best.response,
  bestOverallReason: best.reason,
  assumptions: assumptions.map((one) => one.text).join("; ") || undefined,
  fault: fault && `${fault.code}: ${fault.message}`,
});
