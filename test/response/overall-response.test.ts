/** Rules 11 and 12: the response of the patient. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Course, overallOf, responseOf } from "../support/courses.js";

const days = [0, 60];

/** One target of 40 mm, and what makes its response: 70 % are 28 mm, 120 % are 48 mm. */
const TARGET: Readonly<Record<string, Course>> = {
  CR: { mm: [40], statuses: { 2: "absent" } },
  PR: { mm: [40, 28] },
  SD: { mm: [40, 40] },
  PD: { mm: [40, 48] },
  NE: { mm: [40] },
};
const NON_TARGET: Readonly<Record<string, Course>> = {
  CR: { mm: [8], statuses: { 2: "absent" } },
  "non-CR/non-PD": { mm: [8, 8] },
  NE: { mm: [8] },
  PD: { mm: [8], statuses: { 2: "progressed" } },
};
const NEW: Course = { mm: [undefined, 7], note: { role: "new" } };

/** Nothing but a normal node: the study has an annotation, and there is no disease. */
const overall = (courses: readonly (Course | undefined)[]) =>
  responseOf(
    courses.filter((one) => one !== undefined),
    { days },
  ).assessments[0]?.overall;

describe("rule 11: targets, non-targets, no new lesion", () => {
  it.each([
    ["CR", "none", "CR"],
    ["CR", "CR", "CR"],
    ["CR", "non-CR/non-PD", "PR"],
    ["CR", "NE", "PR"],
    ["CR", "PD", "PD"],
    ["PR", "none", "PR"],
    ["PR", "CR", "PR"],
    ["PR", "non-CR/non-PD", "PR"],
    ["PR", "NE", "PR"],
    ["PR", "PD", "PD"],
    ["SD", "none", "SD"],
    ["SD", "CR", "SD"],
    ["SD", "non-CR/non-PD", "SD"],
    ["SD", "NE", "SD"],
    ["SD", "PD", "PD"],
    ["NE", "none", "NE"],
    ["NE", "CR", "NE"],
    ["NE", "non-CR/non-PD", "NE"],
    ["NE", "NE", "NE"],
    ["NE", "PD", "PD"],
    ["PD", "none", "PD"],
    ["PD", "CR", "PD"],
    ["PD", "non-CR/non-PD", "PD"],
    ["PD", "NE", "PD"],
    ["PD", "PD", "PD"],
  ])("%s and %s is %s; with a new lesion it is PD", (target, nonTarget, expected) => {
    const courses = [TARGET[target], NON_TARGET[nonTarget]];
    const one = responseOf(
      courses.filter((course) => course !== undefined),
      { days },
    ).assessments[0];
    // The courses are what they say they are.
    expect(one?.target?.response).toBe(target);
    expect(one?.nonTarget?.response ?? "none").toBe(nonTarget);
    expect(one?.overall).toMatchObject({ response: expected, rule: 11 });
    expect(overall([...courses, NEW])).toMatchObject({ response: "PD", rule: 11 });
  });

  it("says all that is progression", () => {
    expect(overall([TARGET["PD"], NON_TARGET["PD"], NEW])?.reason).toBe(
      "new lesions: sequence 3; targets PD (rule 5); non-targets PD (rule 9)",
    );
    expect(overall([TARGET["CR"], NON_TARGET["NE"]])?.reason).toBe(
      "targets CR, non-targets NE, no new lesion",
    );
  });
});

describe("rule 12: non-targets only", () => {
  it.each(["CR", "non-CR/non-PD", "NE", "PD"])("%s is the response of the patient", (one) => {
    expect(overall([NON_TARGET[one]])).toMatchObject({ response: one, rule: 12 });
    expect(overall([NON_TARGET[one], NEW])).toMatchObject({ response: "PD", rule: 12 });
  });

  it("is NED where there is no disease, and PD where some appears", () => {
    const healthy: Course = { mm: [8, 8], lymphNode: true };
    expect(overall([healthy])).toMatchObject({ response: "NED", rule: 12 });
    expect(overall([healthy, NEW])).toMatchObject({ response: "PD", rule: 12 });
  });

  it("is not NED where a lesion was first measured later: no annotation is no proof of absence", () => {
    const healthy: Course = { mm: [8, 8, 8], lymphNode: true };
    const later: Course = { mm: [undefined, undefined, 25] };
    const response = responseOf([healthy, later], { days: [0, 60, 120] });
    expect(overallOf(response)).toEqual(["NED", "NE"]);
    expect(response.assessments[1]?.overall).toMatchObject({ review: true });
    expect(response.best.response).toBe("NE");
    // Where all were annotated it is new.
    expect(overallOf(responseOf([healthy, later], { annotationCompleteness: "complete" }))).toEqual(
      ["NED", "PD"],
    );
  });
});

/** From best to worst; NE stands between, for it says neither. */
const RANK = ["CR", "PR", "SD", "non-CR/non-PD", "NED", "NE", "PD"];

/** Lesions over four studies with all that readers say. */
const courses: fc.Arbitrary<Course[]> = fc.array(
  fc
    .record({
      first: fc.integer({ min: 6, max: 60 }),
      rest: fc.array(fc.option(fc.integer({ min: 4, max: 80 }), { nil: undefined }), {
        minLength: 3,
        maxLength: 3,
      }),
      lymphNode: fc.boolean(),
      gone: fc.boolean(),
    })
    .map(
      ({ first, rest, lymphNode, gone }): Course => ({
        mm: [first, ...rest],
        lymphNode,
        statuses: Object.fromEntries(
          rest.flatMap((mm, i) => (mm === undefined && gone ? [[i + 2, "absent" as const]] : [])),
        ),
      }),
    ),
  { minLength: 1, maxLength: 6 },
);
const studies = [0, 50, 100, 150];

describe("the overall response", () => {
  it("stays PD, and becomes PD, when a non-target progresses", () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 2, max: 4 }), (own, study) => {
        const worse: Course = { mm: [8, 8, 8, 8], statuses: { [study]: "progressed" } };
        const calm: Course = { mm: [8, 8, 8, 8] };
        const before = overallOf(responseOf([...own, calm], { days: studies }));
        const after = overallOf(responseOf([...own, worse], { days: studies }));
        const expected = before.map((one, i) => (i === study - 2 ? "PD" : one));
        expect(after).toEqual(expected);
      }),
    );
  });

  it("never gets better by a new lesion, and is PD from then on", () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 2, max: 4 }), (own, study) => {
        const mm = [1, 2, 3, 4].map((one) => (one >= study ? 7 : undefined));
        const before = responseOf(own, { days: studies });
        const after = responseOf([...own, { mm, note: { role: "new" } }], { days: studies });
        before.assessments.forEach((one, i) => {
          const [was, is] = [one.overall.response, after.assessments[i]?.overall.response];
          expect(is).toBe(i >= study - 2 ? "PD" : was);
          expect(RANK.indexOf(is as string)).toBeGreaterThanOrEqual(RANK.indexOf(was));
        });
        const best = RANK.indexOf(after.best.response);
        // Progression may replace "not evaluable" and does not make a response better.
        expect(best).toBeGreaterThanOrEqual(RANK.indexOf(before.best.response));
      }),
    );
  });

  it("is the same under both annotations where every lesion has an annotation in every study", () => {
    const marked = courses.map((own) =>
      own.map((one) => ({ ...one, mm: one.mm.map((mm) => mm ?? 11), statuses: {} })),
    );
    fc.assert(
      fc.property(marked, (own) => {
        const partial = responseOf(own, { days: studies });
        const complete = responseOf(own, { days: studies, annotationCompleteness: "complete" });
        // Only the assumption differs.
        expect({ ...complete, assumptions: [] }).toEqual({ ...partial, assumptions: [] });
      }),
    );
  });
});
