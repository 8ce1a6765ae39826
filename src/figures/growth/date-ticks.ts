/** Ticks of axes of calendar dates and of elapsed time. */

/** A tick: days since the first study, and its text. */
export interface DateTick {
  readonly day: number;
  readonly text: string;
}

const MS_PER_DAY = 86_400_000;
/** Steps between ticks, in months; the last ones are years. */
const STEPS = Object.freeze([1, 2, 3, 6, 12, 24, 60, 120]);

/**
 * At most `most` ticks between two dates, given as the ISO date of day 0 and the last day: at the first day of
 * every month, second month, quarter, half-year or year ("2019-04", "2019"). Spans that hold fewer than two such
 * days have the first day and, where there is room, the last ("2019-03-27"). O(ticks).
 */
export function dateTicks(firstDate: string, lastDay: number, most: number): DateTick[] {
  const start = Date.parse(`${firstDate}T00:00:00Z`);
  /** The first day of a month counted from the year 0. */
  const dayOf = (month: number): number =>
    Math.round((Date.UTC(Math.floor(month / 12), month % 12, 1) - start) / MS_PER_DAY);
  const first = new Date(start);
  const found = STEPS.map((step) => {
    const ticks: DateTick[] = [];
    let month = first.getUTCFullYear() * 12 + first.getUTCMonth();
    month = Math.ceil(month / step) * step;
    for (; dayOf(month) <= lastDay; month += step) {
      const day = dayOf(month);
      if (day >= 0) ticks.push({ day, text: textOf(month, step) });
    }
    return ticks;
  }).find((ticks) => ticks.length <= most);
  if (found !== undefined && found.length >= 2) return found;
  const textOn = (day: number): string =>
    new Date(start + day * MS_PER_DAY).toISOString().slice(0, 10);
  return (lastDay > 0 && most > 2 ? [0, lastDay] : [0]).map((day) => ({ day, text: textOn(day) }));
}

/** Steps of elapsed time: whole weeks and cycles of four weeks, quarters and years. */
const ELAPSED_STEPS = Object.freeze({
  days: [1, 2, 7, 14, 28, 56, 84],
  months: [1, 3, 6, 12, 24, 60],
  study: [1, 2, 5, 10],
});

/** At most `most` ticks from 0 to the last time, in whole weeks, months, quarters or years, or study numbers. O(ticks). */
export function elapsedTicks(
  last: number,
  unit: "days" | "months" | "study",
  most: number,
): number[] {
  const steps = ELAPSED_STEPS[unit];
  const longest = steps[steps.length - 1]!;
  const countOf = (step: number): number => Math.floor(last / step) + 1;
  const step =
    steps.find((one) => countOf(one) <= most) ??
    longest * (Math.floor(last / (longest * Math.max(most, 1))) + 1);
  return Array.from({ length: countOf(step) }, (_, i) => i * step);
}

/** A month counted from the year 0: "2019-04", or "2019" where ticks are years. */
function textOf(month: number, step: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, "0");
  return step < 12 ? `${year}-${String((month % 12) + 1).padStart(2, "0")}` : year;
}
