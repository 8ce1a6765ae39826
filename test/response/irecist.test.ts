/** Rule 14: iRECIST. Sums are those of one target unless it says otherwise. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Course,
  type CourseOptions,
  immuneOf,
  oneTarget,
  overallOf,
  responseOf,
} from "../support/courses.js";

/** 40 days between studies, within 4 to 8 weeks. */
const every40 = (count: number): number[] => Array.from({ length: count }, (_, i) => 40 * i);
const ofSums = (...mm: readonly (number | undefined)[]) =>
  responseOf([oneTarget(...mm)], { days: every40(mm.length) });

describe("progression of the target sum", () => {
  it.each([
    [125, "iCPD"],
    [130, "iCPD"],
    [124.9, "iUPD"],
    [120, "iUPD"],
    // 119 is no progression any more: the bar is reset.
    [119, "iSD"],
  ])("of 120 from 100 is unconfirmed, and with %d mm next it is %s", (mm, expected) => {
    expect(immuneOf(ofSums(100, 120, mm))).toEqual(["iUPD", expected]);
  });

  it("adds up increases: 4 mm, then 2 mm", () => {
    expect(immuneOf(ofSums(100, 120, 124, 126))).toEqual(["iUPD", "iUPD", "iCPD"]);
    expect(immuneOf(ofSums(100, 120, 124, 124.9))).toEqual(["iUPD", "iUPD", "iUPD"]);
    expect(immuneOf(ofSums(100, 120, 122, 124, 125))).toEqual(["iUPD", "iUPD", "iUPD", "iCPD"]);
  });

  it("does not hang on the last digit of binary numbers", () => {
    // 120.3 + 5 mm.
    expect(immuneOf(ofSums(100, 120.3, 125.3))).toEqual(["iUPD", "iCPD"]);
    expect(immuneOf(ofSums(10.1, 15.1, 20.1))).toEqual(["iUPD", "iCPD"]);
  });

  it("is confirmed for good", () => {
    expect(immuneOf(ofSums(100, 120, 130, 50, 100))).toEqual(["iUPD", "iCPD", "iCPD", "iCPD"]);
  });

  it("compares those targets that were evaluable both times", () => {
    // 50 + 50; 70 + 50 = 120: iUPD; then the first is 76 and the other unknown: 76 of 70 is +6 mm. Alone it
    // proves no progression (76 < 120), so the study is not evaluable.
    const days = every40(3);
    const unknown = responseOf([oneTarget(50, 70, 76), oneTarget(50, 50)], { days });
    expect(immuneOf(unknown)).toEqual(["iUPD", "iNE"]);
    // 130 mm alone do.
    const proof = responseOf([oneTarget(50, 120, 130), oneTarget(50, 50)], { days });
    expect(immuneOf(proof)).toEqual(["iUPD", "iCPD"]);
    const other = responseOf([oneTarget(50, 126, 130), oneTarget(50, 50)], { days });
    expect(immuneOf(other)).toEqual(["iUPD", "iUPD"]);
  });
});

describe("the bar", () => {
  it("is reset by iSD, iPR or iCR: the next progression needs its own confirmation", () => {
    const stable = ofSums(100, 120, 110, 130, 135);
    expect(immuneOf(stable)).toEqual(["iUPD", "iSD", "iUPD", "iCPD"]);
    // The date of progression is the first iUPD of the block that was confirmed, not the first of all.
    expect(stable.immune.progression).toEqual({ study: 4, date: "2020-04-30", day: 120 });
    // 65 is the nadir: 78 is 20 % above it.
    expect(immuneOf(ofSums(100, 120, 65, 78, 82))).toEqual(["iUPD", "iPR", "iUPD", "iUPD"]);
    expect(immuneOf(ofSums(100, 120, 65, 78, 83))).toEqual(["iUPD", "iPR", "iUPD", "iCPD"]);
  });

  it("is not reset by a study that was not evaluable", () => {
    const response = ofSums(100, 120, undefined, 125);
    expect(immuneOf(response)).toEqual(["iUPD", "iNE", "iCPD"]);
    expect(response.immune.progression?.study).toBe(2);
  });

  it("does not change RECIST 1.1", () => {
    expect(overallOf(ofSums(100, 120, 110, 130, 135))).toEqual(["PD", "SD", "PD", "PD"]);
  });
});

describe("the window", () => {
  const nextAfter = (interval: number) =>
    responseOf([oneTarget(100, 120, 125)], { days: [0, 60, 60 + interval] });

  it.each([
    [27, "iUPD"],
    [28, "iCPD"],
    [56, "iCPD"],
    [57, "iCPD"],
  ])("of 4 to 8 weeks: after %d days it is %s", (interval, expected) => {
    expect(immuneOf(nextAfter(interval))).toEqual(["iUPD", expected]);
  });

  it("is told where it was not kept", () => {
    const reason = (interval: number) => nextAfter(interval).assessments[1]?.immune.reason;
    expect(reason(27)).toContain("27 days");
    expect(reason(56)).not.toContain("days");
    expect(reason(57)).toContain("57 days");
  });

  it("is counted from the first iUPD: too early once, it may be confirmed next", () => {
    const days = [0, 60, 80, 88];
    const response = responseOf([oneTarget(100, 120, 125, 125)], { days });
    expect(immuneOf(response)).toEqual(["iUPD", "iUPD", "iCPD"]);
    expect(response.immune.progression).toMatchObject({ study: 2, day: 60 });
  });

  it("is unknown without dates, and the response says so", () => {
    const response = responseOf([oneTarget(100, 120, 125)]);
    expect(immuneOf(response)).toEqual(["iUPD", "iCPD"]);
    expect(response.assessments[1]?.immune.reason).toContain("no dates");
    expect(response.immune.progression).toEqual({ study: 2, date: undefined, day: undefined });
  });
});

const stable = (count: number): Course => ({ mm: Array(count).fill(40), type: "bone" });
const beside = (courses: readonly Course[], count = 3, more: CourseOptions = {}) =>
  responseOf([stable(count), ...courses], { days: every40(count), ...more });

describe("progression of non-targets", () => {
  const nonTarget = (...progressed: readonly number[]): Course => ({
    mm: [8, 8, 8],
    statuses: Object.fromEntries(progressed.map((study) => [study, "progressed" as const])),
  });

  it("is confirmed by any further increase", () => {
    const response = beside([nonTarget(2, 3)]);
    expect(immuneOf(response)).toEqual(["iUPD", "iCPD"]);
    expect(response.assessments[1]?.immune.reason).toBe(
      "non-targets progressed further since study 2",
    );
  });

  it("is confirmed in a patient without targets", () => {
    expect(immuneOf(responseOf([nonTarget(2, 3)], { days: every40(3) }))).toEqual(["iUPD", "iCPD"]);
    expect(immuneOf(responseOf([nonTarget(2)], { days: every40(3) }))).toEqual([
      "iUPD",
      "non-iCR/non-iUPD",
    ]);
  });

  it("is reset where it does not go on", () => {
    expect(immuneOf(beside([nonTarget(2)], 4))).toEqual(["iUPD", "iSD", "iSD"]);
    expect(immuneOf(beside([nonTarget(2, 4)], 4))).toEqual(["iUPD", "iSD", "iUPD"]);
  });

  it("confirms progression of another kind", () => {
    const response = responseOf([oneTarget(100, 120, 120), nonTarget(3)], { days: every40(3) });
    expect(immuneOf(response)).toEqual(["iUPD", "iCPD"]);
    const back = responseOf([oneTarget(100, 100, 120), nonTarget(2)], { days: every40(3) });
    expect(immuneOf(back)).toEqual(["iUPD", "iCPD"]);
    expect(back.assessments[1]?.immune.reason).toContain("the targets progressed too");
    expect(response.assessments[1]?.immune.reason).toContain("non-targets progressed too");
  });

  it("is no confirmation by a target that grows without progressing", () => {
    // Targets 100, 100, 110 are stable; the new lesion is as large as it was.
    const fresh: Course = { mm: [undefined, 10, 10], note: { role: "new" } };
    const response = responseOf([oneTarget(100, 100, 110), fresh], { days: every40(3) });
    expect(immuneOf(response)).toEqual(["iUPD", "iUPD"]);
  });
});

describe("new lesions", () => {
  const fresh = (
    mm: readonly (number | undefined)[],
    statuses: Course["statuses"] = {},
  ): Course => ({
    mm,
    note: { role: "new" },
    statuses: statuses as Record<number, never>,
  });

  it.each([
    [14.9, "iUPD"],
    [15, "iCPD"],
    [10, "iUPD"],
    [3, "iUPD"],
  ])("of 10 mm are unconfirmed, and with %d mm next it is %s", (mm, expected) => {
    expect(immuneOf(beside([fresh([undefined, 10, mm])]))).toEqual(["iUPD", expected]);
  });

  it("count together", () => {
    // 10 + 8 = 18; then 12.5 + 10.5 = 23 is 5 mm more.
    const two = (a: number, b: number) =>
      immuneOf(beside([fresh([undefined, 10, a]), fresh([undefined, 8, b])]));
    expect(two(12.5, 10.5)).toEqual(["iUPD", "iCPD"]);
    expect(two(12.4, 10.5)).toEqual(["iUPD", "iUPD"]);
  });

  it("are confirmed by another one, however small", () => {
    const response = beside([fresh([undefined, 10, 10]), fresh([undefined, undefined, 2])]);
    expect(immuneOf(response)).toEqual(["iUPD", "iCPD"]);
    expect(response.assessments[1]?.immune.reason).toBe(
      "another new lesion, sequence 3 since study 2",
    );
  });

  it("are confirmed by any increase of one without a figure", () => {
    const response = beside([fresh([undefined, 10], { 3: "progressed" })]);
    expect(immuneOf(response)).toEqual(["iUPD", "iCPD"]);
    expect(response.assessments[1]?.immune.reason).toBe(
      "new lesions progressed further: sequence 2 since study 2",
    );
  });

  it("do not grow by being measured for the first time", () => {
    // Seen without a figure in study 2, 12 mm in study 3: there is no increase to be told.
    const statuses = fresh([undefined, undefined, 12], { 2: "present" });
    expect(immuneOf(beside([statuses]))).toEqual(["iUPD", "iUPD"]);
    // Nor is it 0 mm in study 2 where all lesions were annotated: the reader saw it.
    const complete = { annotationCompleteness: "complete" } as const;
    expect(immuneOf(beside([statuses], 3, complete))).toEqual(["iUPD", "iUPD"]);
    // Beside one that grows from 10 mm: to 15 mm is an increase of 5 mm, to 14 mm is not.
    const other = (mm: number) => immuneOf(beside([statuses, fresh([undefined, 10, mm])]));
    expect([other(15), other(14)]).toEqual([
      ["iUPD", "iCPD"],
      ["iUPD", "iUPD"],
    ]);
  });

  it("that go reset the bar", () => {
    const response = beside([fresh([undefined, 10], { 3: "absent" })], 4);
    expect(immuneOf(response)).toEqual(["iUPD", "iSD", "iSD"]);
  });

  it("confirm progression of the targets", () => {
    const response = responseOf([oneTarget(100, 120, 120), fresh([undefined, undefined, 5])], {
      days: every40(3),
    });
    expect(immuneOf(response)).toEqual(["iUPD", "iCPD"]);
  });
});

describe("the best response", () => {
  it.each<[(number | undefined)[], string]>([
    // iUPD, iPR
    [[100, 120, 65], "iPR"],
    // iUPD, iCPD
    [[100, 120, 130], "iCPD"],
    // iUPD, NE
    [[100, 120, undefined], "iUPD"],
    [[100, 120, undefined, undefined], "iUPD"],
    // iSD, iUPD, iCPD
    [[100, 100, 120, 130], "iSD"],
    // iUPD, iSD
    [[100, 120, 110], "iSD"],
    // iPR, iUPD, iUPD
    [[100, 60, 72, 72], "iPR"],
    [[100, undefined], "iNE"],
    [[100], "iNE"],
    // What comes after iCPD does not count.
    [[100, 120, 130, 50], "iCPD"],
  ])("of the sums %j is %s", (mm, expected) => {
    const days = mm.map((_, i) => 50 * i);
    expect(responseOf([oneTarget(...mm)], { days }).immune.best).toBe(expected);
  });

  /** The same interval as for SD: 42 days from baseline, both inclusive; without dates none. */
  it("needs its days for iSD, as SD does", () => {
    const of = (day: number, stableDays = 42) =>
      responseOf([oneTarget(100, 100)], { days: [0, day], stableDays }).immune.best;
    expect([of(41), of(42), of(41, 41), of(0, 0)]).toEqual(["iNE", "iSD", "iSD", "iSD"]);
    expect(responseOf([oneTarget(100, 100)]).immune.best).toBe("iSD");
  });

  it("must be confirmed where that is asked for, and may be after iUPD", () => {
    const of = (mm: number[], days: number[]) =>
      responseOf([oneTarget(...mm)], { days, confirm: true, carryForwardResponse: false }).immune
        .best;
    // iPR on day 50; on day 78 again: 28 days later; on day 77: one too few, hence iSD.
    expect(of([100, 60, 60], [0, 50, 78])).toBe("iPR");
    expect(of([100, 60, 60], [0, 50, 77])).toBe("iSD");
    // iPR on day 30, then 90 mm, iUPD: nothing is confirmed, and 30 days are too few for iSD.
    expect(of([100, 60, 90], [0, 30, 58])).toBe("iUPD");
    // iUPD on day 50, then iPR twice.
    expect(of([100, 120, 65, 65], [0, 50, 100, 130])).toBe("iPR");
    // iPR, iUPD, iPR: what stands between is worse.
    expect(of([100, 60, 75, 60], [0, 50, 80, 110])).toBe("iSD");
  });

  it("has a name for every response", () => {
    const gone: Course = { mm: [8], statuses: { 2: "absent" } };
    const of = (courses: readonly Course[]) => responseOf(courses, { days: [0, 42] }).immune.best;
    expect(of([gone])).toBe("iCR");
    expect(of([{ mm: [8, 8] }])).toBe("non-iCR/non-iUPD");
    expect(of([{ mm: [8, 8], lymphNode: true }])).toBe("NED");
  });

  it("is not NED where a study was not evaluable, as the best overall response", () => {
    // No disease in study 2; in study 3 a lesion is measured that was not there before.
    const later: Course = { mm: [undefined, undefined, 12] };
    const { assessments, best, immune } = responseOf([later], { days: [0, 42, 84] });
    expect(assessments.map(({ overall }) => overall.response)).toEqual(["NED", "NE"]);
    expect(best).toMatchObject({
      response: "NE",
      study: 3,
      review: true,
      reason: "not evaluable in study 3, no disease in others",
    });
    expect(immune.best).toBe("iNE");
    const two = responseOf([{ mm: [undefined, undefined, 12, 12] }], { days: [0, 42, 84, 126] });
    expect(two.assessments.map(({ overall }) => overall.response)).toEqual(["NED", "NE", "NE"]);
    expect(two.best).toMatchObject({
      study: 3,
      reason: "not evaluable in studies 3, 4, no disease in others",
    });
  });

  it("leaves the date of progression open where nothing was confirmed", () => {
    expect(ofSums(100, 120, 110).immune.progression).toBeUndefined();
    expect(ofSums(100, 100).immune.progression).toBeUndefined();
  });
});

describe("every course", () => {
  const sums = fc.array(fc.integer({ min: 20, max: 60 }), { minLength: 2, maxLength: 8 });
  const gaps = fc.array(fc.integer({ min: 10, max: 70 }), { minLength: 8, maxLength: 8 });
  const cases = fc.tuple(sums, gaps, fc.array(fc.integer({ min: 2, max: 8 }), { maxLength: 2 }));
  const run = ([mm, steps, progressed]: [number[], number[], number[]]) => {
    const days = mm.map((_, i) => steps.slice(0, i).reduce((sum, step) => sum + step, 0));
    const statuses = Object.fromEntries(
      progressed.filter((s) => s <= mm.length).map((s) => [s, "progressed" as const]),
    );
    const small: Course = { mm: mm.map(() => 8), statuses };
    return { response: responseOf([oneTarget(...mm), small], { days }), days };
  };

  it("has iUPD or iCPD where RECIST has PD, and nothing else there, until it is confirmed", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { response } = run(one);
        const immune = immuneOf(response);
        const confirmed = immune.indexOf("iCPD");
        overallOf(response).forEach((overall, i) => {
          if (confirmed >= 0 && i >= confirmed) expect(immune[i]).toBe("iCPD");
          else expect(immune[i]).toBe(overall === "PD" ? "iUPD" : `i${overall}`);
        });
      }),
    );
  });

  it("is confirmed at 28 days or later after the first iUPD of an unbroken block", () => {
    let progressed = 0;
    fc.assert(
      fc.property(cases, (one) => {
        const { response, days } = run(one);
        const immune = immuneOf(response);
        const confirmed = immune.indexOf("iCPD");
        const { progression } = response.immune;
        expect(progression === undefined).toBe(confirmed < 0);
        if (progression === undefined) return;
        progressed++;
        const start = progression.study - 2;
        expect(immune.slice(start, confirmed).every((each) => each === "iUPD")).toBe(true);
        expect(immune[start - 1]).not.toBe("iUPD");
        expect(days[confirmed + 1]! - (progression.day as number)).toBeGreaterThanOrEqual(28);
      }),
    );
    expect(progressed).toBeGreaterThan(20);
  });
});
