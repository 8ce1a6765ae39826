/** Ticks of calendar dates and of elapsed time. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { dateTicks, elapsedTicks } from "../../../src/figures/growth/date-ticks.js";

it.each([
  // From 27 March 2019: 1 April is day 5, 1 May day 35, 1 June day 66 (calendar).
  ["2019-03-27", 70, 6, ["2019-04", "2019-05", "2019-06"], [5, 35, 66]],
  // 2020 is a leap year: from 1 January, 1 January 2021 is day 366.
  ["2020-01-01", 800, 3, ["2020", "2021", "2022"], [0, 366, 731]],
  ["2019-03-02", 20, 6, ["2019-03-02", "2019-03-22"], [0, 20]],
  ["2019-03-02", 20, 2, ["2019-03-02"], [0]],
  ["2019-03-02", 0, 6, ["2019-03-02"], [0]],
])("from %s over %d days, at most %d", (first, last, most, texts, days) => {
  const ticks = dateTicks(first, last, most);
  expect(ticks.map(({ text }) => text)).toEqual(texts);
  expect(ticks.map(({ day }) => day)).toEqual(days);
});

it("every tick is the first day of the month or year it names, within the span", () => {
  const days = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(
      days,
      fc.integer({ min: 70, max: 9000 }),
      fc.integer({ min: 3, max: 12 }),
      (from, last, most) => {
        const first = new Date(Date.UTC(1990, 0, 1 + from)).toISOString().slice(0, 10);
        const ticks = dateTicks(first, last, most);
        expect(ticks.length).toBeLessThanOrEqual(Math.max(most, 2));
        expect(ticks.length).toBeGreaterThan(0);
        for (const { day, text } of ticks) {
          const date = new Date(Date.parse(first) + day * 86_400_000).toISOString().slice(0, 10);
          expect(date.startsWith(text)).toBe(true);
          if (text.length < 10) expect(date).toBe(`${text}-01-01`.slice(0, 10));
          expect(day >= 0 && day <= last).toBe(true);
        }
      },
    ),
    { seed: 5, numRuns: 200 },
  );
});

it.each([
  [66, "days", 8, [0, 14, 28, 42, 56]],
  [30.4, "months", 11, [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]],
  [30.4, "months", 6, [0, 6, 12, 18, 24, 30]],
  [4, "study", 10, [0, 1, 2, 3, 4]],
  [0, "days", 4, [0]],
] as const)("%d %s have at most %d ticks", (last, unit, most, ticks) => {
  expect(elapsedTicks(last, unit, most)).toEqual(ticks);
});

it("elapsed time of any length has no more ticks than asked for, the first at 0", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 40_000, noNaN: true }),
      fc.constantFrom("days", "months", "study"),
      fc.integer({ min: 1, max: 12 }),
      (last, unit, most) => {
        const ticks = elapsedTicks(last, unit, most);
        expect(ticks.length).toBeLessThanOrEqual(most);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeLessThanOrEqual(last);
      },
    ),
    { seed: 6, numRuns: 200 },
  );
});
