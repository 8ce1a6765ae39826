/** Response as a whole, from annotations in any order to the responses. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { grow } from "../../src/growth/index.js";
import { match } from "../../src/matching/match.js";
import { type ResponseOptions, respond, respondPatient } from "../../src/response/index.js";
import { growthOf, oneTarget, overallOf, responseOf, rowOf } from "../support/courses.js";
import { errorOf } from "../support/errors.js";

describe("respond", () => {
  it("rejects values other than true and false", () => {
    for (const option of ["confirm", "carryForwardResponse"] as const) {
      errorOf("BAD_OPTION", () => respond([], { [option]: "no" } as never));
    }
  });

  it("rejects notes with unknown parts, which would have no effect", () => {
    const role = errorOf("UNKNOWN_OPTION", () =>
      respond([], { lesionNotes: [{ row: 3, rolle: "target" } as never] }),
    );
    expect(role.fault.remedy).toContain('"role"');
    expect(role.where).toEqual({ option: "rolle", row: 3 });
    errorOf("UNKNOWN_OPTION", () =>
      respond([], { statusNotes: [{ row: 3, study: 2, status: "present", state: 1 } as never] }),
    );
  });

  it.each([null, "target", 4])("rejects %j in place of a note", (note) => {
    errorOf("BAD_OPTION", () => respond([], { lesionNotes: [note as never] }));
    errorOf("BAD_OPTION", () => respond([], { statusNotes: [note as never] }));
  });

  it("gives one response for every patient, in their order", () => {
    const growths = ["b", "a"].map((patient) => growthOf([oneTarget(30, 20)], { patient }));
    expect(respond(growths).map(({ patient }) => patient)).toEqual(["b", "a"]);
    expect(respond([])).toEqual([]);
    const [first] = growths;
    expect(first && respondPatient(first)).toEqual(respond(growths)[0]);
  });

  it("tells the whole course of a patient, worked by hand", () => {
    // Targets: liver 40, 30, 24, 40 and node 20, 15, 9, 9 (short axis): sums 60, 45, 33, 49.
    // 45 is -25 %: SD. 33 is -45 %: PR. 49 is +16 mm and +48.5 % from 33: PD.
    const response = responseOf(
      [
        { mm: [40, 30, 24, 40], type: "liver" },
        { mm: [20, 15, 9, 9], lymphNode: true },
        { mm: [8, 7, 7, 7], type: "lung" },
      ],
      { days: [0, 50, 100, 150] },
    );
    expect(response.baseline).toMatchObject({ study: 1, date: "2020-01-01", day: 0, sumMm: 60 });
    expect(
      response.assessments.map(({ study, date, target, nonTarget, overall, immune }) => [
        study,
        date,
        target?.sumMm,
        target?.nadirMm,
        target?.response,
        nonTarget?.response,
        overall.response,
        immune.response,
      ]),
    ).toEqual([
      [2, "2020-02-20", 45, 60, "SD", "non-CR/non-PD", "SD", "iSD"],
      [3, "2020-04-10", 33, 45, "PR", "non-CR/non-PD", "PR", "iPR"],
      [4, "2020-05-30", 49, 33, "PD", "non-CR/non-PD", "PD", "iUPD"],
    ]);
    expect(response.assessments[2]?.target?.fromNadirPercent).toBeCloseTo(48.4848, 4);
    expect(response.best).toMatchObject({ response: "PR", study: 3 });
    expect(response.immune).toEqual({ best: "iPR", progression: undefined });
    expect(response.assumptions.map(({ kind }) => kind)).toEqual([
      "partialAnnotation",
      "coarseOrgans",
    ]);
  });

  it("has nothing to assess without a study after baseline", () => {
    const response = responseOf([oneTarget(30)]);
    expect(response).toMatchObject({
      baseline: { study: 1, sumMm: 30 },
      assessments: [],
      best: { response: "NE", reason: "no study after baseline" },
      immune: { best: "iNE", progression: undefined },
    });
  });

  it("has no baseline where there are no studies", () => {
    const expected = {
      baseline: undefined,
      assignments: [],
      assessments: [],
      assumptions: [],
      best: { response: "NE" },
    };
    expect(responseOf([])).toMatchObject(expected);
    // Without studies there is nothing to confirm, and no date is missing.
    expect(responseOf([], { confirm: true })).toMatchObject(expected);
  });

  it("rejects a baseline that the patient does not have, or reports it in the result", () => {
    const { where } = errorOf("BAD_OPTION", () => responseOf([oneTarget(30, 20)], { baseline: 5 }));
    expect(where).toEqual({ option: "baseline", patient: "p" });
    const reported = responseOf([oneTarget(30, 20)], { baseline: 5, faults: "report" });
    expect(reported).toMatchObject({
      baseline: undefined,
      assessments: [],
      best: { response: "NE" },
      fault: { code: "BAD_OPTION", where: { option: "baseline", patient: "p" } },
    });
  });

  it("takes the last study as a baseline with nothing behind it", () => {
    expect(responseOf([oneTarget(30, 20)], { baseline: 2 })).toMatchObject({
      baseline: { study: 2, sumMm: 20 },
      assessments: [],
    });
  });

  it("rejects unknown options and values out of range", () => {
    const growths = [growthOf([oneTarget(30, 20)])];
    const option = (options: object, code: "BAD_OPTION" | "UNKNOWN_OPTION") =>
      errorOf(code, () => respond(growths, options as Partial<ResponseOptions>)).where.option;
    expect(option({ confirms: true }, "UNKNOWN_OPTION")).toBe("confirms");
    expect(option({ unknownOrgan: "guess" }, "BAD_OPTION")).toBe("unknownOrgan");
    expect(option({ baseline: 0 }, "BAD_OPTION")).toBe("baseline");
    expect(option({ baseline: 1.5 }, "BAD_OPTION")).toBe("baseline");
    expect(option({ baseline: "2020-01-01" }, "BAD_OPTION")).toBe("baseline");
    expect(option({ stableDays: -1 }, "BAD_OPTION")).toBe("stableDays");
    expect(option({ confirmDays: Number.NaN }, "BAD_OPTION")).toBe("confirmDays");
    expect(option({ faults: "ignore" }, "BAD_OPTION")).toBe("faults");
    expect(option({ lesionNotes: [{ row: 101, role: "Target" }] }, "BAD_OPTION")).toBe("role");
    expect(option({ lesionNotes: "notes.csv" }, "BAD_OPTION")).toBe("lesionNotes");
  });

  it("rejects a single growth in place of a list, and a list in place of a growth", () => {
    const growth = growthOf([oneTarget(30, 20)]);
    for (const given of [growth, undefined, [undefined]]) {
      const { fault } = errorOf("BAD_VALUE", () => respond(given as never));
      expect(fault.remedy).toBeDefined();
    }
    errorOf("BAD_VALUE", () => respondPatient([growth] as never));
  });

  it("does not change what it is given", () => {
    const growths = [growthOf([oneTarget(30, 20), oneTarget(20, 25)])];
    const lesionNotes = [{ row: 101, role: "target" as const }];
    const before = JSON.stringify([growths, lesionNotes]);
    respond(growths, { lesionNotes });
    expect(JSON.stringify([growths, lesionNotes])).toBe(before);
  });
});

/** Annotations of a few lesions that lie far apart, so that Algorithm 1 finds them again. */
const annotations: fc.Arbitrary<Lesion[]> = fc
  .array(
    fc.record({
      mm: fc.array(fc.option(fc.integer({ min: 6, max: 60 }), { nil: undefined, freq: 5 }), {
        minLength: 4,
        maxLength: 4,
      }),
      type: fc.constantFrom("liver" as const, "lung" as const),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((lesions) =>
    lesions.flatMap(({ mm, type }, k) =>
      mm.flatMap((one, s): Lesion[] =>
        one === undefined
          ? []
          : [
              {
                row: rowOf(k + 1, s + 1),
                patient: "p",
                study: s + 1,
                id: `L${k + 1}`,
                type,
                vector: [10 * k],
                longAxisMm: one,
                shortAxisMm: one / 2,
              },
            ],
      ),
    ),
  );

describe("the order of the annotations", () => {
  it("does not matter: shuffled rows give the same response", () => {
    const shuffled = annotations.chain((own) =>
      fc.tuple(
        fc.constant(own),
        fc.shuffledSubarray(own, { minLength: own.length, maxLength: own.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom("partial", "complete"), ([own, other], annotation) => {
        const responses = (lesions: readonly Lesion[]) =>
          respond(
            grow(match(lesions, { method: "algorithm1", t1: 1, t2: 2 }), {
              annotationCompleteness: annotation,
            }),
          );
        expect(responses(other)).toEqual(responses(own));
      }),
      { numRuns: 100 },
    );
  });

  it("of notes does not matter either", () => {
    const courses = [
      oneTarget(30, 20, 15),
      oneTarget(20, undefined, 25),
      oneTarget(8, undefined, 8),
    ];
    const lesionNotes = [
      { row: rowOf(1, 1), role: "target" as const },
      { row: rowOf(2, 1), role: "target" as const },
      { row: rowOf(3, 3), organ: "pleura" },
    ];
    const statusNotes = [
      { row: rowOf(2, 1), study: 2, status: "too small" as const },
      { row: rowOf(3, 1), study: 2, status: "absent" as const },
    ];
    const there = responseOf(courses, { lesionNotes, statusNotes });
    const back = responseOf(courses, {
      lesionNotes: [...lesionNotes].reverse(),
      statusNotes: [...statusNotes].reverse(),
    });
    expect(back).toEqual(there);
    // 30 + 20 = 50; 20 + 5 = 25; 15 + 25 = 40 is +60 % from 25.
    expect(overallOf(there)).toEqual(["PR", "PD"]);
  });
});
