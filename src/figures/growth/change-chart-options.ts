/** What charts of percent change have in common: threshold lines and an end of the axis. */
import { number, type OptionSchema } from "../../core/options.js";
import { FIGURE_OPTIONS, type FigureOptions } from "../kit/figure-style.js";

/** Options shared by the charts of percent change: spider and waterfall. */
export interface ChangeChartOptions extends FigureOptions {
  /**
   * Growth from which on there is a line, %; 0 to 1000. RECIST's +20 % is measured from the smallest sum,
   * that of the chart from baseline. @defaultValue 20
   */
  readonly growthPercent: number;
  /** Shrinkage from which on there is a line, %; 0 to 100. @defaultValue 30 (RECIST 1.1: partial response) */
  readonly shrinkagePercent: number;
  /** Larger growth is cut off here and said, %; 20 to 10000. @defaultValue 150 */
  readonly mostPercent: number;
}

/** Declaration of the options that spider and waterfall share. */
export const CHANGE_CHART_OPTIONS: OptionSchema<ChangeChartOptions> = {
  ...FIGURE_OPTIONS,
  growthPercent: number(20, "Growth at which a line is drawn, %", { min: 0, max: 1000 }),
  shrinkagePercent: number(30, "Shrinkage at which a line is drawn, %", { min: 0, max: 100 }),
  mostPercent: number(150, "Upper edge of the plot, %; a note counts what lies beyond", {
    min: 20,
    max: 10_000,
  }),
};

/** A percentage with its sign: +20 %, −30 %, 0 %. */
export const signed = (percent: number, decimals = 0): string => {
  const text = Math.abs(percent).toFixed(decimals);
  if (Number(text) === 0) return "0 %";
  return `${percent < 0 ? "−" : "+"}${text} %`;
};
