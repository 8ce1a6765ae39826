/** Response as tidy rows. */
import { describe, expect, it } from "vitest";
import { RESPONSE_COLUMNS, responseRows } from "../../src/response/response-table.js";
import { oneTarget, responseOf } from "../support/courses.js";

const response = responseOf(
  [
    { ...oneTarget(100, 50, 75), type: "liver" },
    { mm: [8, 8], statuses: { 3: "absent" } },
    { mm: [undefined, undefined, 7], note: { role: "new" } },
    { mm: [undefined, undefined, 6], note: { role: "new" } },
  ],
  { days: [0, 60, 110], patient: "x" },
);

describe("responseRows", () => {
  it("has a row for every study after baseline, with the numbers of the responses", () => {
    // 50 of 100 mm is -50 %; 75 is -25 % from 100, +50 % from 50.
    expect(responseRows(response)).toEqual([
      {
        patient: "x",
        study: 2,
        date: "2020-03-01",
        day: 60,
        baselineStudy: 1,
        baselineMm: 100,
        nadirMm: 100,
        sumMm: 50,
        fromBaselinePercent: -50,
        fromNadirPercent: -50,
        target: "PR",
        targetRule: 6,
        targetReason: expect.stringContaining("-50.0 %"),
        nonTarget: "non-CR/non-PD",
        nonTargetReason: expect.stringContaining("sequence 2"),
        newLesions: undefined,
        overall: "PR",
        overallRule: 11,
        overallReason: expect.any(String),
        review: false,
        immune: "iPR",
        immuneReason: expect.any(String),
        bestOverall: "PR",
        bestOverallReason: expect.any(String),
        assumptions: expect.stringContaining("partial annotation"),
        fault: undefined,
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
    // Without targets and without a later study, too: 0 mm would be a measurement.
    const [single] = responseRows(responseOf([{ mm: [8] }]));
    expect(single).toMatchObject({ baselineStudy: 1, baselineMm: undefined, study: undefined });
    expect(responseRows(responseOf([{ mm: [20] }]))[0]).toMatchObject({ baselineMm: 20 });
  });

  it("has no response of non-targets where there are none", () => {
    const [row] = responseRows(responseOf([oneTarget(30, 30)]));
    expect(row).toMatchObject({ target: "SD", nonTarget: undefined, nonTargetReason: undefined });
  });

  it("has one row with the fault for a patient who was not assessed, to be reviewed", () => {
    const rows = responseRows(responseOf([oneTarget(30, 30)], { baseline: 5, faults: "report" }));
    expect(rows).toMatchObject([
      {
        study: undefined,
        baselineStudy: undefined,
        baselineMm: undefined,
        overall: "NE",
        immune: "iNE",
        review: true,
        fault: expect.stringMatching(/^BAD_OPTION: /),
      },
    ]);
  });

  it("says what a reader has to look at", () => {
    // The non-target stays: no overall CR, and from a sum of 0 mm there is no percentage.
    const nonTarget = { mm: [8, 8, 8], type: "bone" } as const;
    const back = responseOf([{ mm: [30, undefined, 12], statuses: { 2: "absent" } }, nonTarget], {
      days: [0, 60, 120],
    });
    expect(responseRows(back).map(({ review }) => review)).toEqual([false, true]);
  });

  it("has the same columns everywhere, and one row for a patient without later studies", () => {
    for (const row of responseRows(response)) {
      expect(Object.keys(row)).toEqual(Object.keys(RESPONSE_COLUMNS));
    }
    const [row, ...more] = responseRows(responseOf([oneTarget(30)]));
    expect(more).toEqual([]);
    expect(Object.keys(row ?? {})).toEqual(Object.keys(RESPONSE_COLUMNS));
    expect(row).toMatchObject({ study: undefined, overall: "NE", baselineMm: 30, review: false });
  });
});
