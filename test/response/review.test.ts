/** Responses that a reader must review, and what a response assumes. */
import { describe, expect, it } from "vitest";
import { growPatient } from "../../src/growth/index.js";
import type { PatientMatch } from "../../src/matching/result.js";
import { respondPatient } from "../../src/response/index.js";
import {
  type Course,
  matchOfCourses,
  oneTarget,
  overallOf,
  responseOf,
} from "../support/courses.js";

/** A match with these in-plane pixel spacings by study. */
function withPixels(match: PatientMatch, mm: readonly number[]): PatientMatch {
  const sequences = match.sequences.map((sequence) => ({
    ...sequence,
    lesions: sequence.lesions.map((lesion) => {
      const pixel = mm[lesion.study - 1] ?? 1;
      return { ...lesion, spacingMm: [pixel, pixel, 5] };
    }),
  }));
  return { ...match, sequences };
}

const reviewsOf = ({ assessments }: ReturnType<typeof respondPatient>) =>
  assessments.map(({ overall }) => overall.review === true);

describe("a spacing in the wrong unit", () => {
  // 40 px and 44 px at 0.8 mm are 32 and 35.2 mm; at 0.08 mm the second is 3.52 mm: a false PR of -89 %.
  const wrong = withPixels(matchOfCourses([oneTarget(32, 3.52, 30)]), [0.8, 0.08, 0.8]);

  it("asks for review from that study on, and says so", () => {
    const response = respondPatient(growPatient(wrong));
    expect(overallOf(response)).toEqual(["PR", "PD"]);
    expect(reviewsOf(response)).toEqual([true, true]);
    expect(response.best).toMatchObject({ response: "PR", review: true });
    expect(response.assumptions).toContainEqual({
      kind: "measurement",
      text: expect.stringContaining("Target sequence 1"),
    });
  });

  it("at baseline asks for review of every response", () => {
    const match = withPixels(matchOfCourses([oneTarget(32, 33, 30)]), [8, 0.8, 0.8]);
    expect(reviewsOf(respondPatient(growPatient(match)))).toEqual([true, true]);
  });

  it("asks for no review of a best response that was reached before", () => {
    const match = withPixels(matchOfCourses([oneTarget(32, 16, 17)]), [0.4, 0.4, 0.14]);
    const response = respondPatient(growPatient(match));
    expect(reviewsOf(response)).toEqual([false, true]);
    expect(response.best).toMatchObject({ response: "PR", study: 2 });
    expect(response.best.review).toBeUndefined();
  });

  it("later asks for no review of earlier responses", () => {
    const match = withPixels(matchOfCourses([oneTarget(32, 33, 30)]), [0.8, 0.8, 0.08]);
    // The spacings of the patient differ by ten times: which of them is wrong is unknown.
    expect(reviewsOf(respondPatient(growPatient(match)))).toEqual([true, true]);
    const alone = withPixels(matchOfCourses([oneTarget(32, 33, 30)]), [0.4, 0.4, 0.14]);
    expect(reviewsOf(respondPatient(growPatient(alone)))).toEqual([false, true]);
  });

  it("at baseline asks for review of a lesion that is no target because of it", () => {
    // 40 px and 44 px at 0.08 mm: 3.2 mm is not measurable, 32 mm would be.
    const match = withPixels(matchOfCourses([{ mm: [3.2, 3.52, 3.6] }]), [0.08, 0.08, 0.08]);
    const response = respondPatient(growPatient(match));
    expect(overallOf(response)).toEqual(["non-CR/non-PD", "non-CR/non-PD"]);
    expect(reviewsOf(response)).toEqual([true, true]);
    const later = withPixels(matchOfCourses([{ mm: [3.2, 3.52, 3.6] }]), [0.3, 0.3, 0.14]);
    expect(reviewsOf(respondPatient(growPatient(later)))).toEqual([false, false]);
  });

  it("is not asked for where spacings are plausible", () => {
    const plausible = withPixels(matchOfCourses([oneTarget(32, 20, 30)]), [0.6, 0.8, 0.9]);
    expect(reviewsOf(respondPatient(growPatient(plausible)))).toEqual([false, false]);
  });
});

it("two different lesions of one study in a target ask for review", () => {
  const match = matchOfCourses([oneTarget(32, 20, 30)]);
  const conflicts = [{ sequence: 1, study: 2, rows: [102, 999] }];
  expect(reviewsOf(respondPatient(growPatient({ ...match, conflicts })))).toEqual([true, true]);
});

describe("disease after an overall complete response (RECIST 1.1, table 3)", () => {
  const days = [0, 30, 60, 90];
  const gone = (...mm: readonly (number | undefined)[]): Course => ({
    mm,
    statuses: { 2: "absent" },
  });

  it("is PD: CR on day 30, 12 mm on day 60", () => {
    const response = responseOf([gone(30, undefined, 12)], { days: days.slice(0, 3) });
    expect(overallOf(response)).toEqual(["CR", "PD"]);
    expect(response.assessments[1]?.overall.review).toBeUndefined();
    expect(response.assessments[1]?.overall.reason).toBe(
      "disease after CR in study 2; targets PD (rule 5)",
    );
  });

  it("below 5 mm is PD too, for a reader to review", () => {
    const response = responseOf([gone(30, undefined, 3)], { days: days.slice(0, 3) });
    expect(overallOf(response)).toEqual(["CR", "PD"]);
    expect(response.assessments[1]?.overall).toMatchObject({ rule: 11, review: true });
  });

  it("in a lymph node from 10 mm on is PD, for a reader to review below 5 mm of growth", () => {
    const node = (mm: number): Course => ({ mm: [20, 8, mm], lymphNode: true });
    expect(overallOf(responseOf([node(9.9)], { days: days.slice(0, 3) }))).toEqual(["CR", "CR"]);
    const response = responseOf([node(10)], { days: days.slice(0, 3) });
    expect(overallOf(response)).toEqual(["CR", "PD"]);
    expect(response.assessments[1]?.overall.review).toBe(true);
  });

  it("in a non-target is PD", () => {
    const nonTarget: Course = { mm: [8], statuses: { 2: "absent", 3: "present" } };
    const target: Course = { mm: [30], statuses: { 2: "absent", 3: "absent" } };
    expect(overallOf(responseOf([target, nonTarget], { days: days.slice(0, 3) }))).toEqual([
      "CR",
      "PD",
    ]);
    // Without targets by rule 12.
    const alone = responseOf([nonTarget], { days: days.slice(0, 3) });
    expect(alone.assessments[1]?.overall).toMatchObject({ response: "PD", rule: 12 });
  });

  it("is not looked for in a study that was not evaluable", () => {
    const target: Course = { mm: [30], statuses: { 2: "absent" } };
    expect(overallOf(responseOf([target], { days: days.slice(0, 3) }))).toEqual(["CR", "NE"]);
  });

  it("needs an overall CR: a target CR with persisting non-targets does not count", () => {
    const nonTarget: Course = { mm: [8, 8, 8], type: "bone" };
    const response = responseOf([gone(30, undefined, 3), nonTarget], { days: days.slice(0, 3) });
    expect(overallOf(response)).toEqual(["PR", "NE"]);
  });
});

it("a CR while a lesion is measured that does not count asks for review", () => {
  const target: Course = { mm: [30], statuses: { 2: "absent" } };
  const later: Course = { mm: [undefined, 25], type: "bone" };
  const response = responseOf([target, later], { days: [0, 60] });
  expect(response.assessments[0]?.overall).toMatchObject({ response: "CR", review: true });
  // Unless the reader says that it is to be ignored, or it was measured before baseline only.
  const ignored = responseOf([target, { ...later, note: { role: "ignored" } }], { days: [0, 60] });
  expect(ignored.assessments[0]?.overall).toMatchObject({ response: "CR" });
  expect(ignored.assessments[0]?.overall.review).toBeUndefined();
  const earlier = responseOf([{ mm: [30, 30], statuses: { 3: "absent" } }, oneTarget(25)], {
    days: [0, 30, 90],
    baseline: 2,
  });
  expect(earlier.assessments[0]?.overall).toMatchObject({ response: "CR" });
  expect(earlier.assessments[0]?.overall.review).toBeUndefined();
});

describe("a lesion that is measured and does not count, in a patient without targets", () => {
  const later: Course = { mm: [undefined, 25], type: "bone" };
  const overall = (nonTarget: Course) =>
    responseOf([nonTarget, later], { days: [0, 60] }).assessments[0]?.overall;

  it("asks for review of a CR, and says which lesion it is", () => {
    expect(overall({ mm: [8], statuses: { 2: "absent" } })).toMatchObject({
      response: "CR",
      rule: 12,
      review: true,
      reason: expect.stringContaining("sequence 2"),
    });
    const alone = responseOf([{ mm: [8], statuses: { 2: "absent" } }], { days: [0, 60] });
    expect(alone.assessments[0]?.overall).toMatchObject({ response: "CR", rule: 12 });
    expect(alone.assessments[0]?.overall.review).toBeUndefined();
  });

  it("changes nothing where non-targets persist: there is disease anyway", () => {
    const persisting = overall({ mm: [8, 8] });
    expect(persisting).toMatchObject({ response: "non-CR/non-PD", rule: 12 });
    expect(persisting?.review).toBeUndefined();
  });
});

describe("assumptions", () => {
  const kinds = (...of: Parameters<typeof responseOf>) =>
    responseOf(...of).assumptions.map(({ kind }) => kind);
  const complete = { annotationCompleteness: "complete", days: [0, 60] } as const;

  it("are none where annotation is complete, dates are known and organs are noted", () => {
    expect(kinds([{ mm: [30, 20], note: { organ: "liver" } }], complete)).toEqual([]);
  });

  it("name what is unknown", () => {
    expect(kinds([oneTarget(30, 20)], complete)).toEqual(["coarseOrgans"]);
    const unknown = { mm: [30, 20], type: undefined };
    expect(kinds([unknown], { ...complete, unknownOrgan: "together" })).toEqual(["unknownOrgans"]);
    expect(kinds([oneTarget(8, 8)], complete)).toEqual(["noTargets"]);
    expect(kinds([{ mm: [20, 20], lymphNode: true }])).toEqual(["partialAnnotation", "noDates"]);
  });

  it("name the largest lesion where none is measurable, and nothing where none is measured", () => {
    const { assumptions } = responseOf([oneTarget(7, 20), oneTarget(8, 8)], complete);
    expect(assumptions).toMatchObject([
      { kind: "noTargets", text: expect.stringMatching(/\b8 mm/) },
    ]);
    expect(kinds([oneTarget(undefined, 20)], complete)).toEqual([]);
  });

  it("name lymph nodes that were normal at baseline and have grown since", () => {
    const lymphNode = true;
    const grown = (mm: (number | undefined)[], baseline: number) =>
      kinds([oneTarget(30, 30, 30), { mm, lymphNode }], {
        ...complete,
        days: [0, 60, 120],
        baseline,
      }).filter((kind) => kind === "lymphNode").length;
    expect(grown([8, 9, 10], 1)).toBe(1);
    expect(grown([8, 9, 9], 1)).toBe(0);
    // Before the baseline, or at it.
    expect(grown([14, 9, 9], 2)).toBe(0);
    expect(grown([8, 9, 12], 2)).toBe(1);
    expect(grown([8, undefined, 12], 2)).toBe(0);
  });

  it("list the sequences that are first measured later", () => {
    const { assumptions, assignments } = responseOf([oneTarget(30, 20), oneTarget(undefined, 12)]);
    expect(assumptions[0]).toMatchObject({
      kind: "partialAnnotation",
      text: expect.stringContaining("sequence 2"),
    });
    expect(assignments[1]).toMatchObject({ role: "first measured later", firstMeasuredStudy: 2 });
  });

  it("tell new lesions that a reader named from those that are not counted", () => {
    const textOf = (courses: readonly Course[]) =>
      responseOf([oneTarget(30, 20), ...courses]).assumptions.find(
        ({ kind }) => kind === "partialAnnotation",
      )?.text;
    const named: Course = { mm: [undefined, 9], note: { role: "new" } };
    expect(textOf([])).toBe("New lesions not counted (partial annotation)");
    expect(textOf([named])).toBe(
      "Only new lesions named by the reader are counted (partial annotation)",
    );
  });

  it("of unknown organs and of limits are for targets by rule and for targets that are named", () => {
    const target = { role: "target" } as const;
    const unknown: Course = { mm: [30, 20], type: undefined };
    // Targets that are named do not depend on organs.
    expect(kinds([{ ...unknown, note: target }, unknown], complete)).toEqual([]);
    // 9 mm are too small for a target, not for a non-target.
    const named: Course = { mm: [30, 20], note: { ...target, organ: "liver" } };
    expect(kinds([named, oneTarget(9, 9)], complete)).toEqual([]);
  });
});

it("a patient whose notes disagree is reported and the others are assessed", () => {
  const courses: Course[] = [oneTarget(30, 20), { mm: [undefined, 12], note: { role: "target" } }];
  const { fault, assessments } = responseOf(courses, { faults: "report" });
  expect(fault).toMatchObject({ code: "BAD_RESPONSE", where: { patient: "p" } });
  expect(assessments).toEqual([]);
});
