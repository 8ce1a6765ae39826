import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DATE_FORMATS,
  daysBetween,
  isoDay,
  isoDayAndTime,
  timeOfDay,
} from "../../src/core/calendar.js";
import { errorOf } from "../support/errors.js";

describe("isoDay", () => {
  it.each([
    ["2019-03-27", "iso", "2019-03-27"],
    ["2019-03-27T10:30:00.5+01:00", "iso", "2019-03-27"],
    ["27.3.2019", "dd.mm.yyyy", "2019-03-27"],
    ["3/27/2019", "mm/dd/yyyy", "2019-03-27"],
    ["27/3/2019", "dd/mm/yyyy", "2019-03-27"],
    ["03/04/2019", "dd/mm/yyyy", "2019-04-03"],
    ["03/04/2019", "mm/dd/yyyy", "2019-03-04"],
    ["20190327", "yyyymmdd", "2019-03-27"],
    ["27.03.2019 10:30", "dd.mm.yyyy", "2019-03-27"],
    ["3/27/2019 8:30:15", "mm/dd/yyyy", "2019-03-27"],
  ] as const)("reads %j written %s", (text, format, day) => {
    expect(isoDay(text, format)).toBe(day);
  });

  it.each([
    "2019-02-29",
    "27.3.2019",
    "3/4/2019",
    "20190327",
    "",
    "2019-03-27 noon",
    "02019-03-27",
    "2019-03-27T24:00",
    "2019-03-27T10:60",
  ])("rejects %j unless another notation is asked for", (text) => {
    errorOf("BAD_VALUE", () => isoDay(text));
  });

  it.each([
    ["27.03.2019 10:30", "dd.mm.yyyy", "2019-03-27 10:30", 37800],
    ["27.3.2019 8:30", "dd.mm.yyyy", "2019-03-27 08:30", 30600],
    ["3/27/2019 13:30:05", "mm/dd/yyyy", "2019-03-27 13:30:05", 48605],
    ["20190327T23:59", "yyyymmdd", "2019-03-27T23:59", 86340],
    ["2019-03-27T10:30Z", "iso", "2019-03-27T10:30Z", 37800],
    ["27.03.2019", "dd.mm.yyyy", "2019-03-27", undefined],
  ] as const)("keeps the time of %j written %s", (text, format, read, seconds) => {
    expect(isoDayAndTime(text, format)).toBe(read);
    expect(timeOfDay(read)?.seconds).toBe(seconds);
  });

  it.each(["3/27/2019 8:30 AM", "3/27/2019 24:00", "3/27/2019 noon", "3/27/20191"])(
    "rejects %j, with the notation of times",
    (text) => {
      const { fault } = errorOf("BAD_VALUE", () => isoDay(text, "mm/dd/yyyy"));
      expect(fault.remedy?.includes("13:30") ?? false).toBe(text.includes(" "));
    },
  );

  it.each([
    ["03/04/2019", ["dd/mm/yyyy", "mm/dd/yyyy"]],
    ["27/03/2019", ["dd/mm/yyyy"]],
    ["03/27/2019", ["mm/dd/yyyy"]],
    ["03/27/2019 10:30", ["mm/dd/yyyy"]],
    ["31/02/2019", []],
  ] as const)("suggests for %j the notations that have such a day", (text, formats) => {
    const { remedy = "" } = errorOf("BAD_VALUE", () => isoDay(text, "iso")).fault;
    expect(DATE_FORMATS.filter((format) => remedy.includes(format))).toEqual(formats);
  });

  it("agrees with the calendar of Date on every day, in every notation", () => {
    const day = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2099, 11, 31) });
    fc.assert(
      fc.property(day, fc.constantFrom(...DATE_FORMATS), (time, format) => {
        const iso = new Date(time).toISOString().slice(0, 10);
        const [y, m, d] = iso.split("-") as [string, string, string];
        const written = {
          iso,
          "dd.mm.yyyy": `${d}.${m}.${y}`,
          "dd/mm/yyyy": `${d}/${m}/${y}`,
          "mm/dd/yyyy": `${m}/${d}/${y}`,
          yyyymmdd: y + m + d,
        };
        expect(isoDay(written[format], format)).toBe(iso);
      }),
    );
  });

  it("counts days over leap years and changes of clocks", () => {
    expect(daysBetween("2020-02-28", "2020-03-01")).toBe(2);
    expect(daysBetween("2021-03-27", "2021-03-29")).toBe(2);
    expect(daysBetween("2021-03-02", "2021-03-01")).toBe(-1);
  });
});
