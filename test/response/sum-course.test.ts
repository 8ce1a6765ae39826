/** The sum of target diameters over time, as data for a chart. */
import { describe, expect, it } from "vitest";
import { sumCourse } from "../../src/response/index.js";
import { oneTarget, responseOf } from "../support/courses.js";

describe("sumCourse", () => {
  // Sums 100, 60, 66, 75: the limits are 70 for PR, and 120, 72, 72 for PD (1.2 times 100 and 60).
  const response = responseOf(
    [
      oneTarget(100, 60, 66, 75),
      { mm: [undefined, undefined, 7, 8], note: { role: "new" }, type: "bone" },
    ],
    { days: [0, 30, 60, 90] },
  );

  it("says which responses a reader must review", () => {
    // After a sum of 0 mm, 12 mm have no percentage: a response to be reviewed.
    const target = { ...oneTarget(30, undefined, 12), statuses: { 2: "absent" } } as const;
    const reviewed = sumCourse(responseOf([target, { mm: [8, 8, 8] }]));
    expect(reviewed.map(({ sumMm }) => sumMm)).toEqual([30, 0, 12]);
    expect(reviewed.map(({ review }) => review)).toEqual([false, false, true]);
  });

  it("has the sum, its limits and the response at every study from baseline on", () => {
    const rows = sumCourse(response).map((one) => [
      one.study,
      one.day,
      one.sumMm,
      one.nadirMm,
      one.response,
    ]);
    expect(rows).toEqual([
      [1, 0, 100, undefined, undefined],
      [2, 30, 60, 100, "PR"],
      [3, 60, 66, 60, "PD"],
      [4, 90, 75, 60, "PD"],
    ]);
    expect(sumCourse(response).map(({ isBaseline }) => isBaseline)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    for (const { partialResponseMm } of sumCourse(response)) {
      expect(partialResponseMm).toBeCloseTo(70, 12);
    }
    const limits = sumCourse(response).map(({ progressionMm }) => progressionMm);
    expect(limits[0]).toBeUndefined();
    expect(limits.slice(1)).toEqual([120, 72, 72]);
  });

  it("has each new lesion at the study where it is first counted", () => {
    expect(sumCourse(response).map(({ newLesions }) => newLesions)).toEqual([[], [], [2], []]);
  });

  it("takes 5 mm where 20 % is less", () => {
    expect(sumCourse(responseOf([oneTarget(20, 20)]))[1]?.progressionMm).toBe(25);
  });

  it("has the evaluable part where a target was not measured", () => {
    const [, second] = sumCourse(responseOf([oneTarget(50, 20), oneTarget(50)]));
    expect(second).toMatchObject({ sumMm: undefined, evaluableMm: 20, response: "NE" });
  });

  it("has no sums without targets, and no points for a patient who was not assessed", () => {
    const [first, second] = sumCourse(responseOf([oneTarget(8, 8)]));
    expect([first?.sumMm, first?.partialResponseMm, second?.progressionMm]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(sumCourse(responseOf([]))).toEqual([]);
  });
});
