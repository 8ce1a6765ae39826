/** Response of patients: RECIST 1.1 and iRECIST, with the rule behind every response. */
import { fail, LesionGraphError, withPlace } from "../core/errors.js";
import { resolveOptions } from "../core/options.js";
import { assertPatient, assertPatientList } from "../core/patient-list.js";
import { GROWTH_KIND, type PatientGrowth } from "../growth/growth-result.js";
import type { StudyTime } from "../growth/patient-dates.js";
import { NamedRows, sequencesByRow } from "../growth/sequence-rows.js";
import { assumptionsOf } from "./assumptions.js";
import { assertBaseline, assertPatientsKnown, baselineOf } from "./baselines.js";
import { bestResponse } from "./best-response.js";
import { immuneCourse, type StudyResponse } from "./irecist.js";
import { type Roles, rolesOf } from "./lesion-roles.js";
import { assertStatusesFit, type StatusOf, statusesOf } from "./lesion-statuses.js";
import { type MeasurementReview, measurementReviews } from "./measurement-reviews.js";
import { lastKnownPresent, newLesionsOf } from "./new-lesions.js";
import { nonTargetAssessment } from "./non-target-response.js";
import { overallResponse } from "./overall-response.js";
import { assertNotes } from "./reader-notes.js";
import { notAssessed, type PatientResponse } from "./response-result.js";
import { RESPONSE_OPTIONS, type ResponseOptions } from "./response-schema.js";
import { targetAssessments } from "./target-response.js";
import { targetSum, targetValue } from "./target-sums.js";

/**
 * Returns the response of every patient by the rules of docs/response.md. Research software; not a medical
 * device.
 *
 * A patient without a study after baseline has no assessments and the best response NE. Lymph nodes are those
 * that {@link grow} was given. O(sequences x studies) per patient.
 *
 * @example
 * const responses = respond(grow(match(lesions), { dates }), { unknownOrgan: "together" });
 * responses[0]?.best.response; // "PR"
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for growths that are not a list; UNKNOWN_ROW
 * for a note on a row that is not there; UNKNOWN_PATIENT for a baseline of such a patient. Unless `faults` is `"report"`: MISSING_ORGAN, BAD_RESPONSE for notes
 * that do not fit, BAD_OPTION for a baseline that the patient does not have.
 */
export function respond(
  growths: readonly PatientGrowth[],
  given?: Partial<ResponseOptions>,
): PatientResponse[] {
  assertPatientList(growths, GROWTH_KIND, "call respondPatient for the growth of one patient");
  const options = responseOptions("respond", given);
  const noted = [...options.lesionNotes, ...options.statusNotes].map(({ row }) => row);
  const named = new NamedRows("notes to be on rows of lesions", noted);
  if (noted.length > 0) for (const growth of growths) named.found(sequencesByRow(growth).keys());
  named.assertAllFound();
  const { baseline } = options;
  if (baseline instanceof Map) {
    const known = new Set(growths.map(({ patient }) => patient));
    withPlace({ option: "baseline" }, () => assertPatientsKnown(baseline, known));
  }
  return growths.map((growth) => respondOne(growth, options));
}

/** Returns the response of one patient. As {@link respond}, but notes and baselines may be of other patients. */
export function respondPatient(
  growth: PatientGrowth,
  given?: Partial<ResponseOptions>,
): PatientResponse {
  assertPatient(growth, GROWTH_KIND, "call respond for a list of growths");
  return respondOne(growth, responseOptions("respondPatient", given));
}

/**
 * Returns checked options for {@link respondOne}.
 *
 * @throws LesionGraphError as {@link respond} for options.
 */
export function responseOptions(
  caller: string,
  given: Partial<ResponseOptions> | undefined,
): ResponseOptions {
  const options = resolveOptions(caller, RESPONSE_OPTIONS, given);
  assertNotes(options.lesionNotes, options.statusNotes);
  if (options.baseline instanceof Map) {
    for (const [patient, baseline] of options.baseline) {
      withPlace({ option: "baseline", patient }, () => assertBaseline(baseline));
    }
  }
  return options;
}

/** As {@link respondPatient}, by options that were checked once for all patients. */
export function respondOne(growth: PatientGrowth, options: ResponseOptions): PatientResponse {
  assertConfirmable(growth, options);
  try {
    return assess(growth, options);
  } catch (error) {
    if (options.faults === "throw" || !(error instanceof LesionGraphError)) throw error;
    const { code, message, where, fault: parts } = error;
    return notAssessed(growth.patient, "not assessed", { code, message, where, parts });
  }
}

/** Confirmation is an interval in days: without dates it cannot be judged. */
function assertConfirmable(
  { unit, patient, studies }: PatientGrowth,
  { confirm }: ResponseOptions,
) {
  if (!confirm || unit === "day" || studies.length === 0) return;
  fail("BAD_OPTION", "study dates where responses are to be confirmed", "no dates", {
    remedy: "pass `dates` to grow, or leave `confirm` out",
    option: "confirm",
    patient,
  });
}

function assess(growth: PatientGrowth, options: ResponseOptions): PatientResponse {
  const { patient, studies } = growth;
  const baseline = baselineOf(growth, options.baseline);
  if (baseline === undefined) return notAssessed(patient, "no studies");
  const sequenceOf = sequencesByRow(growth);
  const statusOf = statusesOf(growth, sequenceOf, options.statusNotes);
  const roles = rolesOf({
    growth,
    sequenceOf,
    baselineStudy: baseline.study,
    notes: options.lesionNotes,
    unknownOrgan: options.unknownOrgan,
    hasValue: (sequence, study) => targetValue(sequence, study, statusOf).mm !== undefined,
  });
  assertStatusesFit(roles, baseline.study, patient, sequenceOf, options.statusNotes);
  const later = studies.filter(({ study }) => study > baseline.study);
  const sum = targetSum(roles.targets, baseline.study, statusOf);
  const reviews = measurementReviews(roles.targets, growth.sequences, baseline.study);
  const assessments = reviewed(
    studyResponses({ roles, baseline, later, statusOf, options }),
    reviews,
  );
  const { responses, ...immune } = immuneCourse(assessments, baseline.day, options);
  const best = bestResponse(assessments, baseline.day, options);
  const bestStudy = best.study;
  const needsReview = assessments.some(
    ({ study, overall }) => study === bestStudy && overall.review === true,
  );
  return {
    patient,
    baseline: { ...baseline, ...sum },
    assignments: roles.assignments,
    assessments: assessments.flatMap((one, i) => {
      const response = responses[i];
      return response === undefined ? [] : [{ ...one, immune: response }];
    }),
    best: needsReview ? { ...best, review: true } : best,
    immune,
    assumptions: assumptionsOf(growth, roles, baseline.study, uniqueTexts(reviews)),
    fault: undefined,
  };
}

/** What the responses of the studies after baseline follow from. */
interface StudyContext {
  readonly roles: Roles;
  readonly baseline: StudyTime;
  readonly later: readonly StudyTime[];
  readonly statusOf: StatusOf;
  readonly options: ResponseOptions;
}

function studyResponses({
  roles,
  baseline,
  later,
  statusOf,
  options,
}: StudyContext): StudyResponse[] {
  const sumAt = ({ study }: StudyTime) => targetSum(roles.targets, study, statusOf);
  const targets =
    roles.targets.length === 0
      ? []
      : targetAssessments(
          sumAt(baseline).evaluableMm,
          later.map(sumAt),
          options.carryForwardResponse,
        );
  let completeSince: number | undefined;
  return later.map((time, i) => {
    const { study } = time;
    const target = targets[i];
    const nonTarget =
      roles.nonTargets.length === 0
        ? undefined
        : nonTargetAssessment(roles.nonTargets, study, statusOf);
    const newLesions = newLesionsOf(roles.newLesions, baseline.study, study, statusOf);
    const uncounted = lastKnownPresent(roles.unassigned, baseline.study, study, statusOf);
    const overall = overallResponse({
      target,
      nonTarget,
      newLesions,
      uncounted: uncounted.map(({ sequence }) => sequence),
      completeSince,
    });
    if (overall.response === "CR") completeSince ??= study;
    return { ...time, target, nonTarget, newLesions, overall };
  });
}

/** From the first flagged measurement on, every response of the targets must be reviewed. */
function reviewed(
  assessments: readonly StudyResponse[],
  reviews: readonly MeasurementReview[],
): StudyResponse[] {
  const [first] = reviews;
  return assessments.map((one) => {
    if (first === undefined || one.study < first.study) return one;
    const reason = `${one.overall.reason}; review: ${first.text}`;
    return { ...one, overall: { ...one.overall, reason, review: true } };
  });
}

const uniqueTexts = (reviews: readonly MeasurementReview[]): string[] => [
  ...new Set(reviews.map(({ text }) => text)),
];
