/** Response as tidy rows. */
import { describe, expect, it } from "vitest";
import { RESPONSE_COLUMNS, responseRows } from "../../src/growth/index.js";
import { responseCells } from "../../src/response/rows.js";
import { oneTarget, responseOf } from "../support/courses.js";

const response = responseOf(
  [
    { ...oneTarget(100, 50, 75), type: "liver" },
    { mm: [8, 8], seen: { 3: "absent" } },
    { mm: [undefined, undefined, 7], note: { role: "new" } },
    { mm: [undefined, undefined, 6], note: { role: "new" } },
  ],
  { days: [0, 60, 110], patient: "x" },
);

describe("responseRows", () => {
  it("has a row for every study after baseline, with the figures of the verdicts", () => {
    // 50 of 100 mm is -50 %; 75 is -25 % from 100, +50 % from 50.
    expect(responseRows(response)).toEqual([
      {
        patient: "x",
        study: 2,
        date: "2020-03-01",
        day: 60,
        baselineMm: 100,
        nadirMm: 100,
        sumMm: 50,
        fromBaselinePercent: -50,
        fromNadirPercent: -50,
        target: "PR",
        targetRule: 6,
        targetWhy: "50 mm, -50.0 % from baseline's 100 mm",
        nonTarget: "non-CR/non-PD",
        nonTargetWhy: "sequence 2 still there",
        newLesions: undefined,
        overall: "PR",
        overallRule: 11,
        overallWhy: "targets PR, non-targets non-CR/non-PD, no new lesion",
        review: false,
        immune: "iPR",
        immuneWhy: "targets PR, non-targets non-CR/non-PD, no new lesion",
        bestOverall: "PR",
        bestOverallWhy: "PR in study 2",
      },
      expect.objectContaining({
        study: 3,
        day: 110,
        nadirMm: 50,
        sumMm: 75,
        fromBaselinePercent: -25,
        fromNadirPercent: 50,
        target: "PD",
        targetRule: 5,
        nonTarget: "CR",
        newLesions: "3 4",
        overall: "PD",
        immune: "iUPD",
        bestOverall: "PR",
      }),
    ]);
  });

  it("leaves empty what is not known", () => {
    const [row] = responseRows(responseOf([oneTarget(8, 8), oneTarget(20)]));
    expect(row).toMatchObject({
      date: undefined,
      day: undefined,
      sumMm: undefined,
      fromBaselinePercent: undefined,
      target: "NE",
    });
    const [none] = responseRows(responseOf([oneTarget(8, 8)]));
    expect(none).toMatchObject({ baselineMm: undefined, target: undefined, targetRule: undefined });
  });

  it("says what a reader has to look at", () => {
    const back = responseOf([{ mm: [30, undefined, 12], seen: { 2: "absent" } }], {
      days: [0, 60, 120],
    });
    expect(responseRows(back).map(({ review }) => review)).toEqual([false, true]);
  });

  it("has the same columns everywhere, and none for a patient without later studies", () => {
    for (const row of responseRows(response)) expect(Object.keys(row)).toEqual(RESPONSE_COLUMNS);
    expect(responseCells(response).every((row) => row.length === RESPONSE_COLUMNS.length)).toBe(
      true,
    );
    expect(new Set(RESPONSE_COLUMNS).size).toBe(RESPONSE_COLUMNS.length);
    expect(responseRows(responseOf([oneTarget(30)]))).toEqual([]);
  });
});
