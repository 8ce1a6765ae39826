/** From log-odds to calibrated probabilities. */
import { exp, ln } from "../../core/arithmetic.js";
import type { Calibration } from "./joint-model.js";

/** The probability that a calibration gives to log-odds. */
export const calibrated = (logOdds: number, { intercept, slope }: Calibration): number =>
  1 / (1 + exp(-(intercept + slope * logOdds)));

/**
 * Log-odds of a pair against no partner and against the runner-up together: a link must be likely in itself and
 * likelier than the other pair. `-ln(exp(-logOdds) + exp(-margin))`, about the smaller of the two.
 */
export function againstRunnerUp(logOdds: number, margin: number | undefined): number {
  if (margin === undefined) return logOdds;
  const least = Math.min(logOdds, margin);
  return least - ln(1 + exp(least - Math.max(logOdds, margin)));
}
