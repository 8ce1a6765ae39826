/** Rule 13: the best overall response. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultsOf } from "../../src/core/options.js";
import { bestResponse } from "../../src/response/best-response.js";
import type { BestResponseOptions, OverallResponse } from "../../src/response/index.js";
import { RESPONSE_OPTIONS } from "../../src/response/response-schema.js";
import { oneTarget, responseOf } from "../support/courses.js";
import { errorOf } from "../support/errors.js";

const WITHOUT_TARGETS: readonly OverallResponse[] = ["non-CR/non-PD", "NED"];

/** The best of these responses on these days after baseline; without days, without dates. */
function best(
  responses: readonly OverallResponse[],
  days: readonly number[] | undefined,
  options: Partial<BestResponseOptions> = {},
) {
  const assessments = responses.map((response, i) => ({
    study: i + 2,
    date: undefined,
    day: days?.[i],
    overall: { response, rule: WITHOUT_TARGETS.includes(response) ? 12 : 11, reason: "" },
  }));
  return bestResponse(assessments, days && 0, { ...defaultsOf(RESPONSE_OPTIONS), ...options });
}
const confirm = { confirm: true };

describe("without confirmation", () => {
  it.each<[OverallResponse[], OverallResponse]>([
    [["CR"], "CR"],
    [["PR"], "PR"],
    [["SD"], "SD"],
    [["PD"], "PD"],
    [["NE"], "NE"],
    [["non-CR/non-PD"], "non-CR/non-PD"],
    [["NED", "NED"], "NED"],
    [["SD", "PR", "CR"], "CR"],
    [["SD", "PR", "SD"], "PR"],
    [["SD", "PD"], "SD"],
    [["NE", "PD"], "PD"],
    // What comes after progression does not count.
    [["PD", "CR"], "PD"],
    [["SD", "PD", "PR"], "SD"],
    [["NE", "NE"], "NE"],
    [["NED", "NE"], "NE"],
    [["NED", "PD"], "PD"],
  ])("%j is %s", (responses, expected) => {
    const days = responses.map((_, i) => 60 * (i + 1));
    expect(best(responses, days).response).toBe(expected);
    expect(best(responses, undefined).response).toBe(expected);
  });

  it("is not evaluable without a study after baseline", () => {
    expect(best([], [])).toEqual({
      response: "NE",
      rule: 13,
      reason: "no study after baseline",
      study: undefined,
    });
  });

  it("names the study that decided it", () => {
    expect(best(["SD", "PR", "PR"], [60, 120, 180])).toMatchObject({
      study: 3,
      reason: "PR in study 3",
    });
  });
});

describe("stable disease", () => {
  it.each([
    [41, "NE"],
    [42, "SD"],
    [43, "SD"],
  ])("needs 42 days from baseline: %d days are %s", (day, expected) => {
    expect(best(["SD"], [day]).response).toBe(expected);
  });

  it("has an interval that is an option", () => {
    expect(best(["SD"], [55], { stableDays: 56 }).response).toBe("NE");
    expect(best(["SD"], [56], { stableDays: 56 }).response).toBe("SD");
    expect(best(["SD"], [1], { stableDays: 0 }).response).toBe("SD");
  });

  it("that did not last is not evaluable, or PD where progression follows", () => {
    expect(best(["SD"], [30])).toMatchObject({
      response: "NE",
      study: 2,
      reason: expect.stringMatching(/30 days.*42/),
    });
    expect(best(["SD", "PD"], [30, 60])).toMatchObject({ response: "PD", study: 3 });
    expect(best(["SD", "SD"], [30, 60])).toMatchObject({ response: "SD", study: 3 });
  });

  it("counts from the baseline, not from the patient's first study", () => {
    // Baseline is study 2 on day 30; study 3 on day 71 is 41 days later, on day 72 it is 42.
    const of = (day: number) =>
      responseOf([oneTarget(40, 40, 40)], { baseline: 2, days: [0, 30, day] }).best.response;
    expect([of(71), of(72)]).toEqual(["NE", "SD"]);
  });

  it("has no minimum without dates, and the result says so", () => {
    const response = responseOf([oneTarget(40, 40)]);
    expect(response.best).toMatchObject({ response: "SD" });
    expect(response.assumptions.map(({ kind }) => kind)).toContain("noDates");
    const dated = responseOf([oneTarget(40, 40)], { days: [0, 60] });
    expect(dated.assumptions.map(({ kind }) => kind)).not.toContain("noDates");
  });

  it("of non-targets only has the same minimum", () => {
    expect(best(["non-CR/non-PD"], [41]).response).toBe("NE");
    expect(best(["non-CR/non-PD"], [42]).response).toBe("non-CR/non-PD");
  });
});

describe("with confirmation", () => {
  // Table 3 of RECIST 1.1: the first on day 50 (42 days are met) or on day 10 (they are not met, nor by
  // the second on day 38), the second 28 days after it.
  it.each<[OverallResponse, OverallResponse, OverallResponse, OverallResponse]>([
    ["CR", "CR", "CR", "CR"],
    // SD, PD or PR: a CR that was none is taken for PR.
    ["CR", "PR", "PR", "PR"],
    ["CR", "SD", "SD", "PD"],
    ["CR", "PD", "SD", "PD"],
    ["CR", "NE", "SD", "NE"],
    ["PR", "CR", "PR", "PR"],
    ["PR", "PR", "PR", "PR"],
    // The table says SD; rule 13 asks for its minimum interval.
    ["PR", "SD", "SD", "NE"],
    ["PR", "PD", "SD", "PD"],
    ["PR", "NE", "SD", "NE"],
    ["NE", "NE", "NE", "NE"],
    ["SD", "PR", "SD", "NE"],
    ["SD", "CR", "SD", "NE"],
  ])("%s, %s is %s; %s where stable disease was too short", (first, second, met, early) => {
    expect(best([first, second], [50, 78], confirm).response).toBe(met);
    expect(best([first, second], [10, 38], confirm).response).toBe(early);
  });

  it.each<[OverallResponse[], OverallResponse]>([
    [["CR", "NE", "CR"], "CR"],
    [["PR", "NE", "PR"], "PR"],
    [["PR", "NE", "CR"], "PR"],
    // More than one between is too much.
    [["CR", "NE", "NE", "CR"], "SD"],
    [["PR", "NE", "NE", "PR"], "SD"],
    // Something worse between.
    [["PR", "SD", "PR"], "SD"],
    [["CR", "PR", "CR"], "PR"],
    [["PR", "SD", "PR", "PR"], "PR"],
    [["PR", "PD", "PR"], "SD"],
    // The better one is confirmed later.
    [["PR", "CR", "CR"], "CR"],
    [["PR", "PR", "CR"], "PR"],
  ])("%j is %s: fifty days between", (responses, expected) => {
    const days = responses.map((_, i) => 50 * (i + 1));
    expect(best(responses, days, confirm).response).toBe(expected);
  });

  it.each([
    [27, "SD"],
    [28, "CR"],
    [29, "CR"],
  ])("needs 28 days between: %d are %s", (interval, expected) => {
    expect(best(["CR", "CR"], [50, 50 + interval], confirm).response).toBe(expected);
  });

  it("is PD where disease follows a CR too soon for SD, whatever lies between", () => {
    expect(best(["CR", "CR", "SD"], [10, 20, 30], confirm)).toMatchObject({
      response: "PD",
      study: 4,
      reason: "SD in study 4: disease after a CR that was not confirmed",
    });
    expect(best(["CR", "NE", "SD"], [10, 20, 30], confirm).response).toBe("PD");
    expect(best(["CR", "PR"], [10, 20], confirm).response).toBe("PD");
    expect(best(["SD", "CR"], [10, 20], confirm).response).toBe("NE");
    expect(best(["CR", "CR"], [10, 20], confirm).response).toBe("NE");
    // The minimum may be met by the later one.
    expect(best(["CR", "SD"], [10, 42], confirm).response).toBe("SD");
  });

  it("may be confirmed by a later one than the next", () => {
    expect(best(["PR", "PR", "PR"], [50, 60, 78], confirm)).toMatchObject({
      response: "PR",
      study: 2,
      reason: "PR in study 2, confirmed in study 4",
    });
    expect(best(["PR", "PR", "PR"], [50, 60, 77], confirm).response).toBe("SD");
  });

  it("has an interval that is an option", () => {
    const options = { confirm: true, confirmDays: 56 };
    expect(best(["PR", "PR"], [50, 105], options).response).toBe("SD");
    expect(best(["PR", "PR"], [50, 106], options).response).toBe("PR");
  });

  it("says of stable disease how long it lasted, where that is known", () => {
    expect(best(["SD"], [50]).reason).toBe("SD in study 2 after 50 days");
    expect(best(["SD"], undefined).reason).toBe("SD in study 2");
    expect(best(["NE"], [50]).reason).toBe("no evaluable study");
  });

  it("says which response was not confirmed", () => {
    expect(best(["PR", "PD"], [50, 100], confirm)).toMatchObject({
      response: "SD",
      study: 2,
      reason: "SD in study 2 after 50 days (PR, not confirmed)",
    });
  });

  it("of non-targets only has no SD (rule 12): a CR that is not confirmed is non-CR/non-PD", () => {
    const gone = { mm: [8], statuses: { 2: "absent" } } as const;
    const response = responseOf([gone], { days: [0, 50, 100], confirm: true });
    expect(response.assessments.map(({ overall }) => overall.response)).toEqual(["CR", "NE"]);
    expect(response.best.response).toBe("non-CR/non-PD");
  });

  it("needs dates: without them no interval can be judged", () => {
    const error = errorOf("BAD_OPTION", () => responseOf([oneTarget(40, 20, 40)], confirm));
    expect(error.where).toEqual({ option: "confirm", patient: "p" });
    // A reported fault is one of a patient; this is one of the call.
    errorOf("BAD_OPTION", () =>
      responseOf([oneTarget(40, 20)], { confirm: true, faults: "report" }),
    );
  });

  it("works on a patient as a whole", () => {
    const days = [0, 50, 77, 78];
    const of = (...mm: number[]) =>
      responseOf([oneTarget(...mm)], { days: days.slice(0, mm.length), confirm: true }).best;
    expect(of(100, 70, 70).response).toBe("SD");
    expect(of(100, 70, 70, 80)).toMatchObject({ response: "PR", study: 2 });
    // From 60 mm, 72 mm is progression.
    expect(of(100, 60, 72)).toMatchObject({ response: "SD", study: 2 });
  });
});

const RANK: readonly OverallResponse[] = ["CR", "PR", "SD", "NE", "PD"];
const courses = fc
  .array(fc.tuple(fc.constantFrom(...RANK), fc.integer({ min: 1, max: 40 })), { maxLength: 7 })
  .map((steps) => ({
    responses: steps.map(([response]) => response),
    days: steps.map((_, i) => steps.slice(0, i + 1).reduce((day, [, step]) => day + step, 0)),
  }));

describe("the best response", () => {
  it("is never better with confirmation than without, and never better than what was seen", () => {
    fc.assert(
      fc.property(courses, ({ responses, days }) => {
        const plain = RANK.indexOf(best(responses, days).response);
        const confirmed = RANK.indexOf(best(responses, days, confirm).response);
        expect(confirmed).toBeGreaterThanOrEqual(plain);
        const end = responses.indexOf("PD");
        const statuses = end < 0 ? responses : responses.slice(0, end);
        expect(plain).toBeGreaterThanOrEqual(
          Math.min(3, ...statuses.map((one) => RANK.indexOf(one))),
        );
      }),
    );
  });

  it("does not change by what comes after progression", () => {
    fc.assert(
      fc.property(courses, courses, ({ responses, days }, { responses: more, days: later }) => {
        const last = (days.at(-1) ?? 0) + 1;
        const upTo = best([...responses, "PD"], [...days, last], confirm);
        const all = best(
          [...responses, "PD", ...more],
          [...days, last, ...later.map((day) => day + last)],
          confirm,
        );
        expect(all).toEqual(upTo);
      }),
    );
  });

  it("without confirmation is the best until PD, with SD from day 42 on: stated in one line", () => {
    fc.assert(
      fc.property(courses, ({ responses, days }) => {
        const end = [...responses, "PD"].indexOf("PD");
        const until = responses.slice(0, end);
        const expected = until.includes("CR")
          ? "CR"
          : until.includes("PR")
            ? "PR"
            : until.some((one, i) => one === "SD" && days[i]! >= 42)
              ? "SD"
              : responses.includes("PD")
                ? "PD"
                : "NE";
        expect(best(responses, days).response).toBe(expected);
      }),
    );
  });
});
