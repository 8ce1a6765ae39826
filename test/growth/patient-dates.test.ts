import { describe, expect, it } from "vitest";
import { datesOf, readDates, studyTimes } from "../../src/growth/patient-dates.js";
import { errorOf } from "../support/errors.js";

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
    "rejects %j, which is not in the calendar",
    (date) => {
      const error = errorOf("BAD_VALUE", () => readDates(csv(`7,1,${date}`)));
      expect(error.where).toMatchObject({ row: 1, column: "date" });
    },
  );

  it("rejects a study listed twice, and dates against the order of studies", () => {
    const twice = errorOf("BAD_DATES", () => readDates(csv("7,1,2020-01-01", "7,1,2020-01-02")));
    expect(twice.where).toMatchObject({ patient: "7", study: 1 });
    const unordered = errorOf("BAD_DATES", () =>
      readDates(csv("7,2,2020-01-01", "7,1,2020-01-02")),
    );
    expect(unordered.where).toMatchObject({ patient: "7", study: 2 });
  });

  it("rejects a missing column and an empty file", () => {
    errorOf("MISSING_COLUMN", () => readDates("patient,study,day\n"));
    errorOf("EMPTY_INPUT", () => readDates(""));
  });
});

describe("datesOf", () => {
  const map = (...own: [unknown, unknown][]) => new Map([["7", new Map(own)]]) as never;
  const list = (...own: [unknown, unknown][]) =>
    own.map(([study, date]) => ({ patient: "7", study, date })) as never;

  describe.each([
    ["a Map", map],
    ["a list", list],
  ])("of %s", (_, form) => {
    it("gives days by patient and study, without the time of day", () => {
      const dates = datesOf(form([2, "2020-01-11T08:00"], [1, "2020-01-01"]));
      expect(dates.get("7")?.get(2)).toBe("2020-01-11");
      expect(studyTimes("7", [1, 2], dates).map(({ day }) => day)).toEqual([0, 10]);
    });

    it.each(["soon", "3/1/2019", "2019", 20190301, new Date(0), undefined, Number.NaN])(
      "rejects %s as a date",
      (date) => {
        const { where } = errorOf("BAD_VALUE", () => datesOf(form([1, date])));
        expect(where).toMatchObject({ patient: "7", study: 1 });
      },
    );

    it.each([0, 1.5, -1, "1", Number.NaN, undefined])("rejects %s as a study", (study) => {
      errorOf("BAD_VALUE", () => datesOf(form([study, "2020-01-01"])));
    });

    it("rejects dates against the order of studies", () => {
      errorOf("BAD_DATES", () => datesOf(form([1, "2019-01-02"], [2, "2019-01-01"])));
    });
  });

  it("rejects other values, and says how text is read", () => {
    errorOf("BAD_VALUE", () => datesOf("patient,study,date\n" as never));
    errorOf("BAD_VALUE", () => datesOf(new Set() as never));
    errorOf("BAD_VALUE", () => datesOf({ "7": {} } as never));
    const noMap = (patient: unknown) =>
      errorOf("BAD_VALUE", () => datesOf(new Map([[patient, {}]]) as never)).where;
    expect(noMap("7")).toEqual({ option: "dates", patient: "7" });
    expect(noMap(7)).toEqual({ option: "dates" });
    errorOf("BAD_VALUE", () => datesOf([{ patient: 7, study: 1, date: "2020-01-01" }] as never));
    errorOf("BAD_VALUE", () => datesOf([null] as never));
  });

  it("looks at one patient only where it is named", () => {
    const both = new Map([
      ["7", new Map([[1, "2020-01-01"]])],
      ["8", new Map([[1, "soon"]])],
    ]);
    expect([...datesOf(both, "7").keys()]).toEqual(["7"]);
    errorOf("BAD_VALUE", () => datesOf(both));
    expect([...datesOf(both, "9").keys()]).toEqual([]);
    const list = [
      { patient: "7", study: 1, date: "2020-01-01" },
      { patient: "8", study: 1, date: "soon" },
    ];
    expect([...datesOf(list, "7").keys()]).toEqual(["7"]);
    errorOf("BAD_VALUE", () => datesOf(list));
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

  it("gives no days without dates", () => {
    expect(studyTimes("7", [4, 1], undefined)).toEqual([
      { study: 1, date: undefined, day: undefined },
      { study: 4, date: undefined, day: undefined },
    ]);
    expect(studyTimes("7", [], undefined)).toEqual([]);
  });

  it("rejects a study with lesions but no date, and a patient without dates", () => {
    const dates = readDates(csv("7,1,2020-01-01"));
    const missing = errorOf("BAD_DATES", () => studyTimes("7", [1, 2], dates));
    expect(missing.where).toEqual({ patient: "7", study: 2 });
    errorOf("BAD_DATES", () => studyTimes("8", [1], dates));
  });
});
