/** What growth charts have in common: threshold lines, an end of the axis, and their checks. */
import { completeOptions } from "../../core/options.js";
import {
  assertWithin,
  DEFAULT_FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";

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

export const DEFAULT_CHANGE_CHART_OPTIONS: ChangeChartOptions = Object.freeze({
  ...DEFAULT_FIGURE_OPTIONS,
  growthPercent: 20,
  shrinkagePercent: 30,
  mostPercent: 150,
});

/** Completes and checks the options. @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export function changeChartOptions<T extends ChangeChartOptions>(
  caller: string,
  defaults: Readonly<T>,
  given: Partial<T> | undefined,
): { readonly options: T; readonly style: FigureStyle } {
  const options = completeOptions(caller, defaults, given);
  assertWithin("growthPercent", options.growthPercent, 0, 1000);
  assertWithin("shrinkagePercent", options.shrinkagePercent, 0, 100);
  assertWithin("mostPercent", options.mostPercent, 20, 10_000);
  return { options, style: styleOf(options) };
}

/** A percentage with its sign: +20 %, −30 %, 0 %. */
export const signed = (percent: number, decimals = 0): string => {
  const text = Math.abs(percent).toFixed(decimals);
  if (Number(text) === 0) return "0 %";
  return `${percent < 0 ? "−" : "+"}${text} %`;
};
