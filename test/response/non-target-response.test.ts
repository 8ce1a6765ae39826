/** Rules 9 and 10: non-targets and new lesions. */
import { describe, expect, it } from "vitest";
import { type Course, nonTargetOf, oneTarget, overallOf, responseOf } from "../support/courses.js";

const target = { ...oneTarget(30, 30, 30), type: "bone" as const };
const days = [0, 60, 120];

/** The response of non-targets beside a target that is stable. */
const ofNonTargets = (...courses: readonly Course[]) =>
  nonTargetOf(responseOf([target, ...courses], { days }))[0];

const small = (course: Partial<Course> = {}): Course => ({ mm: [8], ...course });
const node = (mm: number, statuses: Course["statuses"] = {}): Course => ({
  mm: [12, mm],
  lymphNode: true,
  statuses: statuses as Record<number, never>,
});

describe("rule 9: non-targets", () => {
  it("respond completely where all are gone and all nodes below 10 mm", () => {
    expect(ofNonTargets(small({ statuses: { 2: "absent" } }))).toBe("CR");
    expect(ofNonTargets(small({ statuses: { 2: "absent" } }), node(9.9))).toBe("CR");
    const complete = responseOf([target, small()], { days, annotationCompleteness: "complete" });
    expect(nonTargetOf(complete)[0]).toBe("CR");
    expect(ofNonTargets({ mm: [12], lymphNode: true, statuses: { 2: "absent" } })).toBe("CR");
    // A length of 0 mm is absence, 0.1 mm is not.
    expect(ofNonTargets(small({ mm: [8, 0] }))).toBe("CR");
    expect(ofNonTargets(small({ mm: [8, 0.1] }))).toBe("non-CR/non-PD");
  });

  it.each([
    [9.9, "CR"],
    [10, "non-CR/non-PD"],
    [10.1, "non-CR/non-PD"],
    [14, "non-CR/non-PD"],
    // The last digit of a binary number does not make a normal node of 10 mm.
    [9.999999999999998, "non-CR/non-PD"],
  ])("with a node of %d mm are %s", (mm, response) => {
    expect(ofNonTargets(node(mm))).toBe(response);
  });

  it("with a node too small to measure are CR, as it is for a target: 5 mm is below 10", () => {
    expect(ofNonTargets({ mm: [12], lymphNode: true, statuses: { 2: "too small" } })).toBe("CR");
    expect(ofNonTargets(node(9, { 2: "present" }))).toBe("CR");
    // Without a measurement, presence is no size.
    const unmeasured = { mm: [12], lymphNode: true } as const;
    expect(ofNonTargets({ ...unmeasured, statuses: { 2: "present" } })).toBe("non-CR/non-PD");
    expect(ofNonTargets(unmeasured)).toBe("NE");
  });

  it.each(["present", "too small", "merged"] as const)("persist where one is %s", (status) => {
    expect(ofNonTargets(small({ statuses: { 2: status } }))).toBe("non-CR/non-PD");
    const gone = small({ statuses: { 2: "absent" } });
    expect(ofNonTargets(gone, small({ statuses: { 2: status } }))).toBe("non-CR/non-PD");
    // The reader saw it, also where an unannotated lesion is absent otherwise.
    const seen = responseOf([target, small({ statuses: { 2: status } })], {
      days,
      annotationCompleteness: "complete",
    });
    expect(nonTargetOf(seen)[0]).toBe("non-CR/non-PD");
  });

  it("progress only where the reader says so, however large they get", () => {
    expect(ofNonTargets(small({ mm: [8, 80] }))).toBe("non-CR/non-PD");
    expect(ofNonTargets(node(90))).toBe("non-CR/non-PD");
    const response = responseOf([
      target,
      small({ mm: [8, 9], statuses: { 2: "progressed" } }),
      small({ mm: [8, 8] }),
    ]);
    expect(response.assessments[0]?.nonTarget).toEqual({
      response: "PD",
      rule: 9,
      reason: expect.stringContaining("sequence 2"),
      progressed: [2],
    });
    // Without an annotation, and whatever the others do.
    const gone = small({ statuses: { 2: "absent" } });
    expect(ofNonTargets(gone, small({ statuses: { 2: "progressed" } }), small())).toBe("PD");
  });

  it("are not evaluable where one was not assessed and no other is there still", () => {
    expect(ofNonTargets(small())).toBe("NE");
    expect(ofNonTargets(small(), small({ statuses: { 2: "absent" } }))).toBe("NE");
    expect(ofNonTargets(small({ mm: [8, 8], statuses: { 2: "not evaluable" } }))).toBe("NE");
    const response = responseOf([target, small(), small({ statuses: { 2: "not evaluable" } })]);
    expect(response.assessments[0]?.nonTarget?.reason).toBe("sequences 2, 3 not assessed");
  });

  it("have no response where there are none", () => {
    expect(nonTargetOf(responseOf([target]))).toEqual([undefined, undefined]);
    // A normal node is no non-target.
    expect(nonTargetOf(responseOf([target, { mm: [9, 9], lymphNode: true }]))[0]).toBeUndefined();
  });

  it("are judged study by study", () => {
    const response = responseOf([target, small({ mm: [8, 8, 8], statuses: { 2: "progressed" } })]);
    expect(nonTargetOf(response)).toEqual(["PD", "non-CR/non-PD"]);
  });
});

describe("rule 10: new lesions", () => {
  const fresh = (mm: readonly (number | undefined)[], more: Partial<Course> = {}): Course => ({
    mm,
    note: { role: "new" },
    ...more,
  });
  const newOf = (course: Course) =>
    responseOf([target, course], { days }).assessments.map(({ newLesions }) => newLesions);

  it("count from where they were measured", () => {
    expect(newOf(fresh([undefined, undefined, 7]))).toMatchObject([
      { sequences: [], rows: [], sumMm: 0 },
      { sequences: [2], rows: [203], sumMm: 7 },
    ]);
  });

  it("count as long as they are not known to have gone", () => {
    const sequences = (course: Course) => newOf(course).map((one) => one.sequences);
    expect(sequences(fresh([undefined, 7]))).toEqual([[2], [2]]);
    expect(sequences(fresh([undefined, 7], { statuses: { 3: "absent" } }))).toEqual([[2], []]);
    const complete = responseOf([target, { mm: [undefined, 7] }], {
      days,
      annotationCompleteness: "complete",
    });
    expect(complete.assessments.map((one) => one.newLesions.sequences)).toEqual([[2], []]);
  });

  it("that have gone are gone until they are seen again", () => {
    const four = [0, 60, 120, 180, 240];
    const course = fresh([undefined, 7, undefined, undefined, 9], { statuses: { 3: "absent" } });
    const response = responseOf([{ mm: [30, 30, 30, 30, 30] }, course], { days: four });
    expect(overallOf(response)).toEqual(["PD", "SD", "SD", "PD"]);
  });

  it("count from the study in which the reader saw them first: equivocal first, confirmed later", () => {
    const course = fresh([undefined, undefined, 12], { statuses: { 2: "present" } });
    expect(newOf(course)).toMatchObject([
      { sequences: [2], rows: [], sumMm: 0 },
      { sequences: [2], rows: [203], sumMm: 12 },
    ]);
    expect(overallOf(responseOf([target, course], { days }))).toEqual(["PD", "PD"]);
  });

  it.each([
    [9.9, []],
    [9.999999999999998, [2]],
    [10, [2]],
    [10.1, [2]],
  ])("that are nodes count from 10 mm on: %d mm", (mm, sequences) => {
    expect(newOf(fresh([undefined, mm, mm], { lymphNode: true }))[0]?.sequences).toEqual(sequences);
  });

  it("that were seen before baseline only are not there after it", () => {
    const course = fresh([12]);
    const response = responseOf([target, course], { days, baseline: 2 });
    expect(response.assessments.map((one) => one.newLesions.sequences)).toEqual([[]]);
    expect(overallOf(response)).toEqual(["SD"]);
  });

  it("that are not evaluable keep counting but add nothing to the sum", () => {
    const course = fresh([undefined, 7, 30], { statuses: { 3: "not evaluable" } });
    expect(newOf(course)).toMatchObject([
      { sequences: [2], values: [{ sequence: 2, mm: 7 }], sumMm: 7 },
      { sequences: [2], values: [{ sequence: 2, mm: undefined }], sumMm: 0 },
    ]);
    // Not evaluable from the start: nothing is known to be there.
    const never = fresh([undefined, 7], { statuses: { 2: "not evaluable" } });
    expect(newOf(never).map((one) => one.sequences)).toEqual([[], []]);
  });

  it("are progression, with a name", () => {
    const response = responseOf([
      target,
      fresh([undefined, 7, 7]),
      fresh([undefined, undefined, 6]),
    ]);
    expect(response.assessments.map(({ overall }) => overall)).toEqual([
      { response: "PD", rule: 11, reason: expect.stringContaining("sequence 2") },
      { response: "PD", rule: 11, reason: expect.stringContaining("sequences 2, 3") },
    ]);
    expect(response.assessments[1]?.newLesions.sumMm).toBe(13);
  });
});
