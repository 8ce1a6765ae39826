import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DATE_FORMATS, daysBetween, isoDay } from "../../src/core/calendar.js";
import { errorOf } from "../support/errors.js";

describe("isoDay", () => {
  it.each([
    ["2019-03-27", "iso", "2019-03-27"],
    ["2019-03-27T10:30:00.5+01:00", "iso", "2019-03-27"],
    ["27.3.2019", "dd.mm.yyyy", "2019-03-27"],
    ["3/27/2019", "mm/dd/yyyy", "2019-03-27"],
    ["20190327", "yyyymmdd", "2019-03-27"],
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

  it("agrees with the calendar of Date on every day, in every notation", () => {
    const day = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2099, 11, 31) });
    fc.assert(
      fc.property(day, fc.constantFrom(...DATE_FORMATS), (time, format) => {
        const iso = new Date(time).toISOString().slice(0, 10);
        const [y, m, d] = iso.split("-") as [string, string, string];
        const written = {
          iso,
          "dd.mm.yyyy": `${d}.${m}.${y}`,
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
