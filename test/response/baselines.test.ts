/** The baseline study of each patient. */
import { describe, expect, it } from "vitest";
import { readBaselines, respond, respondPatient } from "../../src/response/index.js";
import { growthOf, oneTarget } from "../support/courses.js";
import { errorOf } from "../support/errors.js";

const days = [0, 30, 60];
const growths = ["a", "b", "c"].map((patient) =>
  growthOf([oneTarget(50, 40, 30)], { patient, days }),
);
const studiesOf = (baseline: ReadonlyMap<string, number | string>) =>
  respond(growths, { baseline }).map((one) => one.baseline?.study);

describe("baseline per patient", () => {
  it("is a study number, a treatment start, or the first study", () => {
    // Study 2 is on 2020-01-31, study 3 on 2020-03-01.
    expect(
      studiesOf(
        new Map<string, number | string>([
          ["a", 3],
          ["b", "2020-02-29"],
        ]),
      ),
    ).toEqual([3, 2, 1]);
    expect(studiesOf(new Map([["a", "2020-01-31"]]))).toEqual([2, 1, 1]);
    expect(studiesOf(new Map([["a", "2020-01-30"]]))).toEqual([1, 1, 1]);
  });

  it("is none for a patient without studies", () => {
    const [nothing] = respond([growthOf([], { patient: "a" })], { baseline: new Map([["a", 2]]) });
    expect(nothing?.baseline).toBeUndefined();
    expect(nothing?.fault).toBeUndefined();
  });

  it("is stated in the result where it is not the first study", () => {
    const [a, b] = respond(growths, { baseline: new Map([["a", 2]]) });
    expect(a?.assumptions.map(({ kind }) => kind)).toContain("baseline");
    expect(b?.assumptions.map(({ kind }) => kind)).not.toContain("baseline");
  });

  it("is an error for a patient without that study, or reported for that patient only", () => {
    const baseline = new Map<string, number | string>([
      ["a", 9],
      ["b", "2019-12-31"],
    ]);
    errorOf("BAD_OPTION", () => respond(growths, { baseline }));
    const [a, b, c] = respond(growths, { baseline, faults: "report" });
    expect([a?.fault?.code, b?.fault?.code, c?.fault]).toEqual([
      "BAD_OPTION",
      "BAD_OPTION",
      undefined,
    ]);
    expect(a?.fault?.where).toEqual({ option: "baseline", patient: "a" });
    expect(c?.assessments).toHaveLength(2);
  });

  it("is an error for a patient that is not there, except in a call for one patient", () => {
    const baseline = new Map([["A", 1]]);
    const { where, fault } = errorOf("UNKNOWN_PATIENT", () => respond(growths, { baseline }));
    expect(where).toEqual({ option: "baseline", patient: "A" });
    expect(fault.remedy).toContain('"a"');
    expect(respondPatient(growths[0]!, { baseline }).baseline?.study).toBe(1);
  });

  it("needs dates for a treatment start", () => {
    const undated = growthOf([oneTarget(50, 40)], { patient: "a" });
    errorOf("BAD_DATES", () => respond([undated], { baseline: new Map([["a", "2020-01-01"]]) }));
  });

  it.each([0, 1.5, "soon", "2020-02-30", null])("rejects %s", (baseline) => {
    const { where } = errorOf("BAD_VALUE", () =>
      respond(growths, { baseline: new Map([["a", baseline]]) as never }),
    );
    expect(where).toMatchObject({ option: "baseline", patient: "a" });
  });
});

describe("readBaselines", () => {
  it("reads study numbers and dates", () => {
    expect(readBaselines("baseline,patient\n12,a\n 2020-02-01 ,b\n")).toEqual(
      new Map<string, number | string>([
        ["a", 12],
        ["b", "2020-02-01"],
      ]),
    );
  });

  it("rejects values and patients that are not valid, with their place", () => {
    const bad = errorOf("BAD_VALUE", () => readBaselines("patient,baseline\na,soon\n"));
    expect(bad.where).toMatchObject({ patient: "a", column: "baseline" });
    errorOf("BAD_VALUE", () => readBaselines("patient,baseline\na,0\n"));
    errorOf("BAD_RESPONSE", () => readBaselines("patient,baseline\na,1\na,2\n"));
    errorOf("MISSING_COLUMN", () => readBaselines("patient,study\na,1\n"));
  });
});
