import { describe, expect, it } from "vitest";
import { growPatient } from "../../src/growth/grow.js";
import {
  GROWTH_SUMMARY_COLUMNS,
  growthSummaryRows,
} from "../../src/growth/growth-summary-table.js";
import { GROWTH_COLUMNS, type GrowthRow, growthRows } from "../../src/growth/growth-table.js";
import { readDates } from "../../src/growth/patient-dates.js";
import { lengths, measuredMatch } from "../support/growth.js";

const match = measuredMatch([
  [
    { study: 1, long: 20 },
    { study: 3, long: 24 },
    { study: 3, long: 25 },
  ],
  lengths(10, 10, 10),
]);

describe("growthRows", () => {
  const rows = growthRows(growPatient(match));

  it("are one per sequence and study, with the columns in order", () => {
    expect(rows.map(({ sequence, study }) => [sequence, study])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 2],
      [2, 3],
    ]);
    for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(GROWTH_COLUMNS));
    expect(Object.keys(GROWTH_COLUMNS).slice(0, 6)).toEqual([
      "patient",
      "sequence",
      "study",
      "row",
      "longAxisMm",
      "shortAxisMm",
    ]);
  });

  it("have a type for every column", () => {
    const first = rows[2] as GrowthRow;
    const number: number | undefined = first.volumeDoublingDays ?? first.baselineChangeMm;
    expect(number).toBe(5);
    // @ts-expect-error there is no such column
    expect(first.volumDoublingDays).toBeUndefined();
    // @ts-expect-error nor in a summary
    expect(growthSummaryRows(growPatient(match))[0]?.volumeDoublingDays).toBeUndefined();
  });

  it("leave empty what was not measured", () => {
    const { patient, sequence, study, status, ...rest } = rows[1] ?? {};
    expect([patient, sequence, study, status]).toEqual(["p", 1, 2, "not measured"]);
    expect(new Set(Object.values(rest))).toEqual(new Set([undefined]));
  });

  /** 25 % in two studies: 1.25 ^ (1/2) = 1.1180 a study. */
  it("give growth per study without dates", () => {
    expect(rows[2]).toMatchObject({
      row: 3,
      rows: "2 3",
      baselineStudy: 1,
      baselineRow: 1,
      baselineChangeMm: 5,
      baselineChangePercent: 25,
      intervalStudies: 2,
      mmPerStudy: 2.5,
      intervalDays: undefined,
      percentPerMonth: undefined,
    });
    expect(rows[2]?.["percentPerStudy"]).toBeCloseTo(11.803, 3);
  });

  /** 25 % in 365 days: 100 (1.25 ^ (30.436875 / 365) - 1) = 1.8782 % a month. */
  it("give growth per day and month with dates", () => {
    const dates = readDates("patient,study,date\np,1,2021-01-01\np,2,2021-02-01\np,3,2022-01-01\n");
    const row = growthRows(growPatient(match, { dates }))[2];
    expect(row).toMatchObject({
      date: "2022-01-01",
      day: 365,
      intervalDays: 365,
      mmPerDay: 5 / 365,
      mmPerStudy: undefined,
    });
    expect(row?.["percentPerMonth"]).toBeCloseTo(100 * (1.25 ** (30.436875 / 365) - 1), 9);
    expect(row?.["volumeDoublingDays"]).toBeCloseTo((Math.LN2 * 365) / (3 * Math.log(1.25)), 9);
  });
});

it("growthSummary has a row per sequence", () => {
  const rows = growthSummaryRows(growPatient(match));
  for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(GROWTH_SUMMARY_COLUMNS));
  expect(rows[0]).toMatchObject({
    sequence: 1,
    trend: "growing",
    changeMm: 5,
    changeLimitMm: 4,
    changePercent: 25,
    measurements: 2,
    intermittent: true,
    firstMm: 20,
    nadirMm: 20,
    lastMm: 25,
    timeUnit: "study",
    timeSpan: 2,
    fitPoints: undefined,
    flags: undefined,
  });
  expect(rows[1]).toMatchObject({ trend: "stable", fitPoints: 3, fitVolumeDoubling: undefined });
});
