/** Rules 4 to 8: the response of the targets. Sums are those of one target unless it says otherwise. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Course, oneTarget, responseOf, sumsOf, targetOf } from "../support/courses.js";
import { type PlainTarget, plainResponse } from "../support/recist-brute-force.js";

const ofSums = (...mm: readonly number[]) => responseOf([oneTarget(...mm)]);

describe("rule 4: complete response", () => {
  it("is all non-nodal targets gone", () => {
    const days = [0, 60];
    expect(targetOf(responseOf([{ mm: [30], statuses: { 2: "absent" } }], { days }))).toEqual([
      "CR",
    ]);
    expect(
      targetOf(responseOf([{ mm: [30] }], { days, annotationCompleteness: "complete" })),
    ).toEqual(["CR"]);
    expect(targetOf(responseOf([{ mm: [30], statuses: { 2: "too small" } }], { days }))).toEqual([
      "PR",
    ]);
    expect(targetOf(ofSums(30, 0.1))).toEqual(["PR"]);
  });

  it.each([
    [9.9, "CR"],
    [9.999, "CR"],
    [10, "PR"],
    [10.1, "PR"],
  ])("is every node below 10 mm: %d mm is %s", (mm, response) => {
    // Baseline 18 mm: 70 % of it are 12.6 mm.
    expect(targetOf(responseOf([{ mm: [18, mm], lymphNode: true }]))).toEqual([response]);
  });

  it("is true at a sum above 0, which stays the nadir", () => {
    // Nodes of 20 + 16 mm go to 9 + 8 = 17: CR at 17 mm. Then 9 + 13 = 22: +5 mm, +29 %: PD.
    const nodes: Course[] = [
      { mm: [20, 9, 9], lymphNode: true },
      { mm: [16, 8, 13], lymphNode: true },
    ];
    const response = responseOf(nodes);
    expect(targetOf(response)).toEqual(["CR", "PD"]);
    expect(response.assessments[1]?.target).toMatchObject({ rule: 5, nadirMm: 17 });
    expect(response.assessments[0]?.target).toMatchObject({ rule: 4, sumMm: 17 });
  });

  it("needs both, nodes and others", () => {
    const node: Course = { mm: [20, 9], lymphNode: true };
    expect(targetOf(responseOf([node, { mm: [30], statuses: { 2: "absent" } }]))).toEqual(["CR"]);
    expect(targetOf(responseOf([node, { mm: [30, 3] }]))).toEqual(["PR"]);
    const grown: Course = { mm: [20, 10], lymphNode: true };
    expect(targetOf(responseOf([grown, { mm: [30], statuses: { 2: "absent" } }]))).toEqual(["PR"]);
  });

  it("wins over progression of a node that stays normal", () => {
    // 15 -> 2 -> 8 mm: +6 mm and +300 % from the nadir, but below 10 mm: normal.
    expect(targetOf(responseOf([{ mm: [15, 2, 8], lymphNode: true }]))).toEqual(["CR", "CR"]);
  });

  it("does not hang on the last digit of binary numbers", () => {
    // 0.1 * 3 * 33.3…: a node of 10 mm that came out of a product as 9.999999999999998 is not below 10 mm.
    expect(targetOf(responseOf([{ mm: [18, 9.999999999999998], lymphNode: true }]))).toEqual([
      "PR",
    ]);
  });
});

describe("rule 5: progression", () => {
  it.each([
    // N = 100: 20 % are 20 mm.
    [100, 119.9, "SD"],
    [100, 120, "PD"],
    [100, 120.1, "PD"],
    // N = 25: 20 % are exactly 5 mm.
    [25, 29.9, "SD"],
    [25, 30, "PD"],
    // N = 20: 20 % are 4 mm; 5 mm decide.
    [20, 24, "SD"],
    [20, 24.9, "SD"],
    [20, 25, "PD"],
    // N = 10: +40 % and 4 mm is none, +50 % and 5 mm is.
    [10, 14, "SD"],
    [10, 15, "PD"],
    // N = 50: 5 mm are 10 %, 20 % decide.
    [50, 55, "SD"],
    [50, 59.9, "SD"],
    [50, 60, "PD"],
  ])("from %d to %d mm is %s", (before, after, response) => {
    expect(targetOf(ofSums(before, after))).toEqual([response]);
  });

  it("is judged from the smallest sum so far, the baseline included", () => {
    // From 80: +20 % is 96. From the baseline of 100 it would be 120.
    expect(targetOf(ofSums(100, 80, 95.9))).toEqual(["SD", "SD"]);
    expect(targetOf(ofSums(100, 80, 96))).toEqual(["SD", "PD"]);
    expect(targetOf(ofSums(100, 110, 119))).toEqual(["SD", "SD"]);
    expect(targetOf(ofSums(100, 110, 120))).toEqual(["SD", "PD"]);
    // The nadir is not the sum before: 80, 90, 96.
    expect(targetOf(ofSums(100, 80, 90, 96))).toEqual(["SD", "SD", "PD"]);
  });

  it("does not hang on the last digit of binary numbers", () => {
    // 36.6 = 1.2 * 30.5, and 1.2 * 30.5 is 36.6 or its neighbour; 12.3 - 7.3 is 5.000000000000001.
    expect(targetOf(ofSums(30.5, 36.6))).toEqual(["PD"]);
    expect(targetOf(ofSums(10.3, 15.3))).toEqual(["PD"]);
    for (let tenths = 250; tenths < 1500; tenths += 5) {
      // tenths * 12 is an integer of hundredths: exactly 20 % more.
      expect(targetOf(ofSums(tenths / 10, (tenths * 12) / 100)), `${tenths / 10}`).toEqual(["PD"]);
    }
  });

  it("says both figures", () => {
    const reason = ofSums(100, 80, 100).assessments[1]?.target?.reason;
    expect(reason).toBe("100 mm, +25.0 % and 20 mm from the smallest sum of 80 mm");
    // Stable disease: from baseline, and from the smallest sum where that is another.
    const stable = ofSums(100, 80, 90).assessments.map(({ target }) => target?.reason);
    expect(stable).toEqual([
      "80 mm, -20.0 % from the baseline of 100 mm",
      "90 mm, -10.0 % from the baseline of 100 mm; 90 mm, +12.5 % and 10 mm from the smallest sum of 80 mm",
    ]);
  });
});

describe("rule 6: partial response, else stable", () => {
  it.each([
    [100, 70.1, "SD"],
    [100, 70, "PR"],
    [100, 69.9, "PR"],
    // 70 % of 33 mm are 23.1 mm.
    [33, 23.2, "SD"],
    [33, 23.1, "PR"],
    [10, 7, "PR"],
    [10, 7.1, "SD"],
  ])("from a baseline of %d to %d mm is %s", (before, after, response) => {
    expect(targetOf(ofSums(before, after))).toEqual([response]);
  });

  it("is judged from baseline, not from the sum before", () => {
    // 90 -> 65: -27.8 % from the sum before, -35 % from baseline.
    expect(targetOf(ofSums(100, 90, 65))).toEqual(["SD", "PR"]);
    // 115 -> 80: -30.4 % from the sum before, -20 % from baseline.
    expect(targetOf(ofSums(100, 115, 80))).toEqual(["SD", "SD"]);
  });

  it("does not hang on the last digit of binary numbers", () => {
    for (let tenths = 100; tenths < 1500; tenths += 5) {
      expect(targetOf(ofSums(tenths / 10, (tenths * 7) / 100)), `${tenths / 10}`).toEqual(["PR"]);
    }
  });
});

describe("rule 7: the order", () => {
  it("is PD before PR", () => {
    // 48 is 52 % below the baseline of 100, and 20 % and 8 mm above the nadir of 40.
    expect(targetOf(ofSums(100, 40, 48))).toEqual(["PR", "PD"]);
    expect(targetOf(ofSums(100, 40, 47.9))).toEqual(["PR", "PR"]);
  });

  it("keeps a partial response until progression: the EORTC's examples", () => {
    expect(targetOf(ofSums(100, 70, 70, 80, 80, 80))).toEqual(["PR", "PR", "PR", "PR", "PR"]);
    expect(targetOf(ofSums(165, 63, 65))).toEqual(["PR", "PR"]);
    // 84 = 1.2 * 70 ends it; what follows starts anew: 80 mm is no longer 30 % below 100.
    expect(targetOf(ofSums(100, 70, 80, 84, 80))).toEqual(["PR", "PR", "PD", "SD"]);
    expect(ofSums(100, 70, 80).assessments[1]?.target?.rule).toBe(7);
  });

  it("keeps it after a complete response too", () => {
    // Nodes of 15 + 15 = 30 mm; 9.5 + 9.5 = 19 is CR. Then 12.5 + 9.5 = 22: +3 mm from 19 is no progression, and
    // more than 70 % of 30 = 21.
    const nodes = [
      { mm: [15, 9.5, 12.5], lymphNode: true },
      { mm: [15, 9.5, 9.5], lymphNode: true },
    ] as const;
    expect(targetOf(responseOf(nodes))).toEqual(["CR", "PR"]);
    expect(targetOf(responseOf(nodes, { carryForwardResponse: false }))).toEqual(["CR", "SD"]);
  });

  it("does not keep it where the caller says so", () => {
    const response = responseOf([oneTarget(100, 70, 70, 80, 80, 80)], {
      carryForwardResponse: false,
    });
    expect(targetOf(response)).toEqual(["PR", "PR", "SD", "SD", "SD"]);
  });

  it("keeps it over a study that was not evaluable", () => {
    const response = responseOf([oneTarget(100, 70, undefined, 80)], { days: [0, 50, 100, 150] });
    expect(targetOf(response)).toEqual(["PR", "NE", "PR"]);
  });

  it("is for partial response only: stable disease that shrinks responds later", () => {
    expect(targetOf(ofSums(100, 75, 71, 70, 83))).toEqual(["SD", "SD", "PR", "PR"]);
  });
});

describe("rule 8: not evaluable", () => {
  it("is a target that was not measured", () => {
    const response = responseOf([oneTarget(50, 20), oneTarget(50)]);
    expect(targetOf(response)).toEqual(["NE"]);
    expect(response.assessments[0]?.target?.reason).toContain("sequence 2");
  });

  it.each([
    // N = 100: the other target alone has to reach 120.
    [119.9, "NE"],
    [120, "PD"],
  ])("unless the measured part alone proves progression: %d mm is %s", (mm, response) => {
    const result = responseOf([oneTarget(50, mm), oneTarget(50)]);
    expect(targetOf(result)).toEqual([response]);
    expect(result.assessments[0]?.target?.rule).toBe(8);
  });

  it("gives no nadir", () => {
    // Sums 100, (40 and unknown), 70 + 50 = 120: from N = 100 that is PD; 95 is not.
    const days = [0, 60, 120];
    const sums = (mm: number) =>
      targetOf(responseOf([oneTarget(50, 40, mm), oneTarget(50, undefined, 50)], { days }));
    expect(sums(70)).toEqual(["NE", "PD"]);
    expect(sums(69)).toEqual(["NE", "SD"]);
  });

  const nonTarget: Course = { mm: [8, 8, 8], type: "bone" };
  const days = [0, 60, 120];

  it.each([
    [4.9, "NE", 8],
    [5, "PD", 5],
    [12, "PD", 5],
  ])(
    "is a sum of 0 mm followed by less than 5 mm, for a reader to review: %d mm",
    (mm, is, rule) => {
      const back = responseOf([{ mm: [30, undefined, mm], statuses: { 2: "absent" } }, nonTarget], {
        days,
      });
      expect(targetOf(back)).toEqual(["CR", is]);
      expect(back.assessments[1]?.target).toMatchObject({
        rule,
        review: true,
        nadirMm: 0,
        fromNadirPercent: undefined,
        fromBaselinePercent: ((mm - 30) / 30) * 100,
      });
      expect(back.assessments[1]?.overall).toMatchObject({ response: is, review: true });
    },
  );

  it("is the same where another target was not measured", () => {
    const gone = { 2: "absent" } as const;
    const back = (mm: number) =>
      responseOf(
        [{ mm: [30, undefined, mm], statuses: gone }, { mm: [20], statuses: gone }, nonTarget],
        { days },
      );
    expect(targetOf(back(12))).toEqual(["CR", "PD"]);
    expect(back(12).assessments[1]?.target).toMatchObject({ rule: 8, review: true });
    expect(targetOf(back(4))).toEqual(["CR", "NE"]);
    expect(back(4).assessments[1]?.overall).toMatchObject({ response: "NE", review: true });
  });

  it("has nothing to look at where a part was not measured and the rest is gone still", () => {
    const gone = responseOf(
      [
        { mm: [30], statuses: { 2: "absent", 3: "absent" } },
        { mm: [20], statuses: { 2: "absent" } },
      ],
      { days: [0, 60, 120] },
    );
    expect(gone.assessments[1]?.overall).toMatchObject({ response: "NE" });
    expect(gone.assessments[1]?.overall.review).toBeUndefined();
  });

  it("is progression all the same where a new lesion came", () => {
    const back = responseOf(
      [
        { mm: [30, undefined, 12], statuses: { 2: "absent" } },
        { mm: [undefined, undefined, 9], note: { role: "new" } },
      ],
      { days: [0, 60, 120] },
    );
    expect(back.assessments[1]?.overall).toMatchObject({ response: "PD", rule: 11 });
    expect(back.assessments[1]?.overall.review).toBeUndefined();
    // The same without an overall CR before, as the non-target persists.
    const persisting = responseOf(
      [
        { mm: [30, undefined, 12], statuses: { 2: "absent" } },
        nonTarget,
        { mm: [undefined, undefined, 9], note: { role: "new" } },
      ],
      { days },
    );
    expect(persisting.assessments[1]?.target).toMatchObject({ response: "PD", review: true });
    expect(persisting.assessments[1]?.overall).toMatchObject({ response: "PD", rule: 11 });
    expect(persisting.assessments[1]?.overall.review).toBeUndefined();
  });
});

describe("percentages", () => {
  it("are those from baseline and from the nadir", () => {
    // 100, 60, 66: -34 % from 100, +10 % from 60.
    expect(ofSums(100, 60, 66).assessments[1]?.target).toMatchObject({
      baselineMm: 100,
      nadirMm: 60,
      sumMm: 66,
      fromBaselinePercent: -34,
      fromNadirPercent: 10,
    });
  });
});

/** Targets of 1 to 4 lesions over 2 to 6 studies, in tenths of a mm, on a grid where limits are often hit. */
const plainTargets: fc.Arbitrary<PlainTarget[]> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .chain(([count, later]) => {
    const tenths = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }).map((n) => 10 * n) },
      { weight: 2, arbitrary: fc.constantFrom(0, 50, 99, 100, 101, 120, 140, 168) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 }) },
    );
    const target = fc.record({
      lymphNode: fc.boolean(),
      tenths: fc
        .tuple(
          fc.constantFrom(150, 160, 200, 250, 300, 400),
          fc.array(fc.option(tenths, { nil: undefined, freq: 12 }), {
            minLength: later,
            maxLength: later,
          }),
        )
        .map(([first, rest]) => [first, ...rest]),
    });
    return fc.array(target, { minLength: count, maxLength: count });
  });

/** The same as lesions, 0 said to be absent. */
const coursesOf = (targets: readonly PlainTarget[]): Course[] =>
  targets.map(({ lymphNode, tenths }) => ({
    lymphNode,
    mm: tenths.map((one) => (one === undefined || one === 0 ? undefined : one / 10)),
    statuses: Object.fromEntries(
      tenths.flatMap((one, s) => (one === 0 ? [[s + 1, "absent" as const]] : [])),
    ),
    note: { role: "target" },
  }));

const daysOf = (targets: readonly PlainTarget[]): number[] =>
  (targets[0] as PlainTarget).tenths.map((_, s) => 60 * s);

describe("targets as a whole", () => {
  it("agree with a recursion over whole tenths of a millimetre", () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(plainTargets, (targets) => {
        const expected = daysOf(targets)
          .slice(1)
          .map((_, i) => plainResponse(targets, i + 1));
        const response = responseOf(coursesOf(targets), { days: daysOf(targets) });
        for (const one of expected) met.set(one, (met.get(one) ?? 0) + 1);
        expect(targetOf(response)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
    // Every response came up often: the comparison is not one of empty hands.
    for (const one of ["CR", "PR", "SD", "PD", "NE"]) expect(met.get(one)).toBeGreaterThan(20);
  });

  it("have a nadir that never lies above the baseline and never rises", () => {
    fc.assert(
      fc.property(plainTargets, (targets) => {
        const { assessments, baseline } = responseOf(coursesOf(targets), { days: daysOf(targets) });
        let before = baseline?.sumMm as number;
        for (const { target } of assessments) {
          expect(target?.nadirMm).toBeLessThanOrEqual(before);
          before = target?.nadirMm as number;
        }
      }),
    );
  });

  it("give no CR, PR or SD for a study in which one of them is noted as not evaluable", () => {
    fc.assert(
      fc.property(plainTargets, fc.nat(), fc.nat(), (targets, which, when) => {
        const courses = coursesOf(targets);
        const k = which % courses.length;
        const study = 2 + (when % (daysOf(targets).length - 1));
        const without = courses.map((course, i) =>
          i === k
            ? { ...course, statuses: { ...course.statuses, [study]: "not evaluable" as const } }
            : course,
        );
        const { assessments } = responseOf(without, { days: daysOf(targets) });
        const { target, overall } = assessments[study - 2] as (typeof assessments)[number];
        expect(["NE", "PD"]).toContain(target?.response);
        expect(["NE", "PD"]).toContain(overall.response);
        expect(target?.sumMm).toBeUndefined();
      }),
    );
  });

  it("keep responses and percentages when every diameter is scaled", () => {
    // All sums are 30 mm or more, so 20 % is more than 5 mm and only percentages decide.
    const mm = fc.array(fc.integer({ min: 30, max: 120 }), { minLength: 4, maxLength: 4 });
    const patients = fc.array(mm, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(patients, fc.constantFrom(2, 3, 1.5, 1.1, 7.3), (patient, k) => {
        const plain = responseOf(patient.map((own) => oneTarget(...own)));
        const scaled = responseOf(patient.map((own) => oneTarget(...own.map((d) => k * d))));
        expect(targetOf(scaled)).toEqual(targetOf(plain));
        scaled.assessments.forEach(({ target }, i) => {
          const other = plain.assessments[i]?.target;
          expect(target?.fromBaselinePercent).toBeCloseTo(other?.fromBaselinePercent as number, 8);
          expect(target?.fromNadirPercent).toBeCloseTo(other?.fromNadirPercent as number, 8);
          expect(sumsOf(scaled)[i + 1]).toBeCloseTo(k * sumsOf(plain)[i + 1]!, 8);
        });
      }),
    );
  });
});
