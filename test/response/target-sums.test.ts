/** Rule 3: the sum of target diameters. */
import { describe, expect, it } from "vitest";
import { type Course, oneTarget, responseOf, rowOf, sumsOf, targetOf } from "../support/courses.js";

/** What the first target adds in study 2. */
const addedBy = (course: Course, others: readonly Course[] = [], more = {}) => {
  const { assessments } = responseOf([course, ...others], { days: [0, 60], ...more });
  return assessments[0]?.target?.values[0];
};

describe("rule 3: what a target adds to the sum", () => {
  it("is its long axis, and the short axis of a node", () => {
    // 30 + 18 = 48 mm at baseline, 24 + 12 = 36 mm later; the node is 22 and 16 mm long.
    const response = responseOf([{ mm: [30, 24] }, { mm: [18, 12], lymphNode: true }]);
    expect(sumsOf(response)).toEqual([48, 36]);
  });

  it("is 0 for an absent one", () => {
    expect(addedBy({ mm: [30], statuses: { 2: "absent" } })).toMatchObject({
      mm: 0,
      basis: "absent",
    });
    expect(addedBy({ mm: [30] }, [], { annotationCompleteness: "complete" })).toMatchObject({
      mm: 0,
      basis: "absent",
    });
  });

  it("is 5 mm for one that is visible and too small to measure", () => {
    expect(addedBy({ mm: [30], statuses: { 2: "too small" } })).toMatchObject({
      mm: 5,
      basis: "too small",
      rows: [],
    });
    const complete = { annotationCompleteness: "complete" as const };
    expect(addedBy({ mm: [30], statuses: { 2: "too small" } }, [], complete)?.mm).toBe(5);
  });

  it.each([4.9, 3, 0.5, 5, 7])("is the real number where there is one: %d mm", (mm) => {
    expect(addedBy({ mm: [30, mm], statuses: { 2: "too small" } })).toMatchObject({
      mm,
      basis: "measured",
      rows: [rowOf(1, 2)],
    });
    expect(addedBy({ mm: [30, mm] })?.mm).toBe(mm);
  });

  it.each([12, 10, 9.9, 4])("is the true value of a node, normal or not: %d mm", (mm) => {
    expect(addedBy({ mm: [20, mm], lymphNode: true })?.mm).toBe(mm);
  });

  it("is unknown without an annotation, where only presence was statuses, and where it was not evaluable", () => {
    const unknown = { mm: undefined, basis: "not evaluable" };
    expect(addedBy({ mm: [30] })).toMatchObject(unknown);
    expect(addedBy({ mm: [30], statuses: { 2: "present" } })).toMatchObject(unknown);
    expect(addedBy({ mm: [30], statuses: { 2: "not evaluable" } })).toMatchObject(unknown);
    // Presence is no size, also where all lesions were annotated.
    const complete = { annotationCompleteness: "complete" as const };
    expect(addedBy({ mm: [30], statuses: { 2: "present" } }, [], complete)).toMatchObject(unknown);
    // The reader's word wins over the annotation.
    expect(addedBy({ mm: [30, 31], statuses: { 2: "not evaluable" } })).toMatchObject(unknown);
  });

  it("has no sum where one target is unknown, and says what is known", () => {
    const { assessments } = responseOf([{ mm: [30, 20] }, { mm: [25] }]);
    expect(assessments[0]?.target).toMatchObject({ sumMm: undefined, evaluableMm: 20 });
  });
});

describe("rule 3: a lesion that split", () => {
  const part = (...mm: readonly (number | undefined)[]): Course => ({
    mm,
    note: { partOf: rowOf(1, 1) },
  });

  it("adds up its parts", () => {
    // 40; then 20 + 15 + 4 = 39; then 18 + 16 + 3 = 37.
    const response = responseOf([
      { mm: [40, 20, 18] },
      part(undefined, 15, 16),
      part(undefined, 4, 3),
    ]);
    expect(sumsOf(response)).toEqual([40, 39, 37]);
    expect(response.assessments[0]?.target?.values).toEqual([
      { sequence: 1, mm: 39, basis: "parts", rows: [rowOf(1, 2), rowOf(2, 2), rowOf(3, 2)] },
    ]);
    expect(response.assessments[0]?.newLesions.sequences).toEqual([]);
  });

  it("has parts that are no new lesions, also where all lesions were annotated", () => {
    // 40; 20 + 15 = 35 mm.
    const response = responseOf([{ mm: [40, 20] }, part(undefined, 15)], {
      annotationCompleteness: "complete",
    });
    expect(response.assignments[1]).toMatchObject({ role: "part", rule: 3 });
    expect(response.assessments[0]?.overall.response).toBe("SD");
  });

  it("counts a part once, however many of its annotations have a note", () => {
    // 40; 20 + 15 = 35; 18 + 16 = 34. Two annotations of one part, both noted, are one part still.
    const courses = [{ mm: [40, 20, 18] }, { mm: [undefined, 15, 16] }];
    const partOf = rowOf(1, 1);
    const lesionNotes = [rowOf(2, 2), rowOf(2, 3)].map((row) => ({ row, partOf }));
    expect(sumsOf(responseOf(courses, { lesionNotes }))).toEqual([40, 35, 34]);
  });

  it("leaves a part out before its first annotation, and gives no sum where a part is unknown later", () => {
    const response = responseOf([{ mm: [40, 40, 20, 18] }, part(undefined, undefined, 15)]);
    expect(sumsOf(response)).toEqual([40, 40, 35, undefined]);
    expect(targetOf(response)).toEqual(["SD", "SD", "NE"]);
  });

  it("adds 0 and 5 mm for parts that are gone or too small", () => {
    const response = responseOf([
      { mm: [40, 20], statuses: { 3: "too small", 4: "absent" } },
      { ...part(undefined, 15), statuses: { 3: "absent", 4: "too small" } },
      { mm: [20, 20, 20, 20], type: "lung" },
    ]);
    // 40 + 20; 20 + 15 + 20; 5 + 0 + 20; 0 + 5 + 20.
    expect(sumsOf(response)).toEqual([60, 55, 25, 25]);
  });

  it("is gone when all parts are", () => {
    const response = responseOf(
      [
        { mm: [40, 20], statuses: { 3: "absent" } },
        { ...part(undefined, 15), statuses: { 3: "absent" } },
      ],
      { days: [0, 60, 120] },
    );
    expect(targetOf(response)).toEqual(["SD", "CR"]);
  });
});

describe("rule 3: lesions that merged", () => {
  it("have one longest diameter", () => {
    // 30 + 20 = 50; then one of 45: 30 % below it would be 35, 20 % above 60, so SD.
    const response = responseOf([
      { mm: [30, 45] },
      { mm: [20], type: "liver", statuses: { 2: "merged" } },
    ]);
    expect(sumsOf(response)).toEqual([50, 45]);
    expect(targetOf(response)).toEqual(["SD"]);
    expect(response.assessments[0]?.target?.values[1]).toMatchObject({ mm: 0, basis: "merged" });
  });

  it("are not evaluable where no target has the diameter of both: 0 mm would be a response", () => {
    const nonTarget: Course = { mm: [8, 9], type: "bone" };
    const alone = responseOf([{ mm: [20], statuses: { 2: "merged" } }, nonTarget]);
    expect(sumsOf(alone)).toEqual([20, undefined]);
    expect(targetOf(alone)).toEqual(["NE"]);
    const beside: Course = { mm: [30], statuses: { 2: "absent" } };
    const gone = responseOf([beside, { mm: [20], statuses: { 2: "merged" } }, nonTarget]);
    expect(targetOf(gone)).toEqual(["NE"]);
    const both = responseOf([
      { mm: [30], statuses: { 2: "merged" } },
      { mm: [20], statuses: { 2: "merged" } },
      nonTarget,
    ]);
    expect(targetOf(both)).toEqual(["NE"]);
  });

  it("are not gone while the other is there", () => {
    // A lesion that grew together with a node of now 9 mm is a part of it, not gone: 9 of 38 mm.
    const response = responseOf([
      { mm: [18, 9], lymphNode: true },
      { mm: [20], statuses: { 2: "merged" } },
    ]);
    expect(targetOf(response)).toEqual(["PR"]);
  });
});

describe("the sum", () => {
  it("has last digits that decide nothing: a node of 10 mm in parts is not below 10 mm", () => {
    // In binary 0.1 + 0.1 + 9.7 + 0.1 is 9.999999999999998.
    const part = (mm: number): Course => ({
      mm: [undefined, mm],
      lymphNode: true,
      note: { partOf: rowOf(1, 1) },
    });
    const whole: Course = { mm: [20, 0.1], lymphNode: true };
    expect(targetOf(responseOf([whole, part(0.1), part(9.7), part(0.1)]))).toEqual(["PR"]);
    expect(targetOf(responseOf([whole, part(0.1), part(9.7)]))).toEqual(["CR"]);
  });

  it("does not depend on the order of the lesions", () => {
    const courses = [oneTarget(30, 10.1), oneTarget(20, 20.2), oneTarget(12, 30.3)];
    const there = responseOf(courses).assessments[0]?.target;
    const back = responseOf([...courses].reverse()).assessments[0]?.target;
    expect(back?.response).toBe(there?.response);
    expect(back?.sumMm).toBeCloseTo(there?.sumMm as number, 12);
  });
});
