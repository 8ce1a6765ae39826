/** When simulated studies were made. */
import { fail } from "../core/errors.js";
import type { DatedStudy } from "../core/lesion.js";
import { randomSource } from "../core/random.js";
import { LEAST_INTERVAL_DAYS, type SimulationOptions } from "./simulation-options.js";

const MS_A_DAY = 86_400_000;

/**
 * Dates of studies 1 to `studies` of a patient: the first within ten years from 2010 on, then intervals of
 * two weeks and an exponentially distributed rest.
 *
 * @throws LesionGraphError BAD_OPTION for dates beyond the year 9999.
 */
export function simulatedDates(
  patient: number,
  studies: number,
  { seed, meanIntervalDays }: SimulationOptions,
): DatedStudy[] {
  // A stream of its own, so that dates and lesions do not depend on each other.
  const dice = randomSource(seed, -patient);
  let day = dice.below(3653);
  return Array.from({ length: studies }, (_, i) => {
    const rest = meanIntervalDays - LEAST_INTERVAL_DAYS;
    if (i > 0) day += LEAST_INTERVAL_DAYS + Math.round(dice.exponential(rest));
    const date = new Date(Date.UTC(2010, 0, 1) + day * MS_A_DAY);
    if (date.getUTCFullYear() > 9999) {
      fail("BAD_OPTION", "intervals that end before the year 10000", meanIntervalDays, {
        option: "meanIntervalDays",
      });
    }
    return { patient: String(patient), study: i + 1, date: date.toISOString().slice(0, 10) };
  });
}
