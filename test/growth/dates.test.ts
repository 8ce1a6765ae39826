import { describe, expect, it } from "vitest";
import { readDates, studyTimes } from "../../src/growth/dates.js";
import { fault } from "../support/errors.js";

const csv = (...lines: string[]): string => `patient,study,date\n${lines.join("\n")}\n`;

describe("readDates", () => {
  it("reads ISO dates by patient and study, in any order of columns and rows", () => {
    const dates = readDates(
      "date,site,study,patient\n2020-03-01,a,2,7\n2020-02-28,a,1,7\n2019-01-01,b,1,8\n",
    );
    expect([...dates.keys()]).toEqual(["7", "8"]);
    expect(dates.get("7")?.get(2)).toBe("2020-03-01");
  });

  it("passes over a time of day, and takes two studies of one day", () => {
    const own = readDates(csv("7,1,2020-02-29T10:30:00Z", "7,2,2020-02-29 18:00")).get("7");
    expect([...(own?.values() ?? [])]).toEqual(["2020-02-29", "2020-02-29"]);
  });

  it.each(["2019-02-29", "2020-13-01", "1.3.2020", "", "yesterday", "2020-3-1"])(
    "refuses %j, which is no day of the calendar",
    (date) => {
      const error = fault("BAD_VALUE", "a date such as 2019-03-27", () =>
        readDates(csv(`7,1,${date}`)),
      );
      expect(error.where).toMatchObject({ row: 1, column: "date" });
    },
  );

  it("refuses a study that comes twice, and dates against the order of studies", () => {
    const twice = fault("BAD_DATES", "every study once", () =>
      readDates(csv("7,1,2020-01-01", "7,1,2020-01-02")),
    );
    expect(twice.where).toMatchObject({ patient: "7", study: 1 });
    const unordered = fault("BAD_DATES", "study 2 on 2020-01-01, study 1 on 2020-01-02", () =>
      readDates(csv("7,2,2020-01-01", "7,1,2020-01-02")),
    );
    expect(unordered.where).toMatchObject({ patient: "7", study: 2 });
  });

  it("refuses a missing column and an empty file", () => {
    fault("MISSING_COLUMN", "a column date", () => readDates("patient,study,day\n"));
    fault("EMPTY_INPUT", "a header line", () => readDates(""));
  });
});

describe("studyTimes", () => {
  it("counts days over a leap day: 2020-02-28 to 2020-03-01 are two", () => {
    const dates = readDates(csv("7,1,2020-02-28", "7,2,2020-03-01"));
    expect(studyTimes("7", [2, 1, 2], dates).map(({ day }) => day)).toEqual([0, 2]);
  });

  it("has the studies that only the dates name", () => {
    const dates = readDates(csv("7,1,2020-01-01", "7,2,2020-01-11", "7,3,2020-01-21"));
    expect(studyTimes("7", [1, 3], dates).map(({ study }) => study)).toEqual([1, 2, 3]);
  });

  it("knows no days without dates", () => {
    expect(studyTimes("7", [4, 1], undefined)).toEqual([
      { study: 1, date: undefined, day: undefined },
      { study: 4, date: undefined, day: undefined },
    ]);
    expect(studyTimes("7", [], undefined)).toEqual([]);
  });

  it("refuses a marked study without a date, and a patient without any", () => {
    const dates = readDates(csv("7,1,2020-01-01"));
    const missing = fault("BAD_DATES", "a date for every study", () =>
      studyTimes("7", [1, 2], dates),
    );
    expect(missing.where).toEqual({ patient: "7", study: 2 });
    fault("BAD_DATES", "patient 8", () => studyTimes("8", [1], dates));
  });
});
