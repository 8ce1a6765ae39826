/** Options of the growth chart. */
import { boolean, choice, integer, type OptionSchema } from "../../core/options.js";
import { FIGURE_OPTIONS, type FigureOptions } from "../kit/figure-style.js";

/** Options of `growthChartFigure`. */
export interface GrowthChartFigureOptions extends FigureOptions {
  /**
   * Up to this number of sequences share one plot; more have a plot each, all on the same axes. At least 0.
   * @defaultValue 8
   */
  readonly maxTogether: number;
  /**
   * Sequences beyond this number are left out, those with fewest measurements first; at least 1.
   * @defaultValue 24
   */
  readonly maxSequences: number;
  /** Whether the diameter axis is linear from 0 or logarithmic. @defaultValue "linear" */
  readonly scale: "linear" | "log";
  /**
   * What the time axis shows where dates are known: calendar dates, or the time since the first study.
   * @defaultValue "date"
   */
  readonly time: "date" | "elapsed";
  /**
   * Whether to draw the measurement error: the range around the first diameter within which
   * {@link grow} calls a change stable.
   * @defaultValue true
   */
  readonly errorBand: boolean;
}

export const GROWTH_CHART_FIGURE_OPTIONS: OptionSchema<GrowthChartFigureOptions> = {
  ...FIGURE_OPTIONS,
  maxTogether: integer(8, "Up to this number of sequences share one plot"),
  maxSequences: integer(24, "Sequences drawn; those with the fewest measurements go first", 1),
  scale: choice(
    ["linear", "log"],
    "linear",
    "Scale of diameters; log gives equal factors equal heights",
  ),
  time: choice(["date", "elapsed"], "date", "Calendar dates, or time since the first study"),
  errorBand: boolean(true, "Draw the measurement error of the first diameter"),
};
